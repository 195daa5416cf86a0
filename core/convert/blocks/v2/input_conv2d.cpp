// SPDX-License-Identifier: Apache-2.0
// First block of a model of 1 or 3 unsigned 8-bit channels:
// QuantizedConv2D [+ MaxPool2D] + activation → InputConv2D.
#include "convert/blocks/patterns.h"
#include "convert/blocks/pooling.h"
#include "convert/blocks/v2/convert_convolution.h"
#include "convert/blocks/v2/convolution_checks.h"

namespace cnn2snn::blocks {
namespace {

void check(const BlockView& block, BlockChecks& checks) {
  check_pool_padding(block, checks);
  check_square_pool(block, checks);
  check_weight_bits(block, checks, "ValueError", "InputConvolutional");
  check_square_kernel(block, checks, "InputConv2D handle only square kernels",
                      "InputConv2D stride should be the same for both dimensions");
}

std::string convert(const BlockView& block, Target& target) {
  return convert_convolution(block, target, akida::LayerType::kInputConv2D, Kernel::kInput);
}

}  // namespace

constexpr Sequence kPatterns[] = {{"QuantizedConv2D", "QuantizedReLU"},
                                  {"QuantizedConv2D", "QuantizedMaxPool2D", "QuantizedReLU"},
                                  {"QuantizedConv2D", "QuantizedActivation"},
                                  {"QuantizedConv2D", "QuantizedMaxPool2D", "QuantizedActivation"}};

constinit const BlockConverter kInputConv2D = {"InputConv2D", kPatterns, check, convert};

}  // namespace cnn2snn::blocks
