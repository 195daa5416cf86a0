// SPDX-License-Identifier: Apache-2.0
// QuantizedConv2D [+ MaxPool2D] [+ activation] [+ GlobalAveragePooling2D] → Conv2D.
#include "convert/blocks/patterns.h"
#include "convert/blocks/pooling.h"
#include "convert/blocks/v2/convert_convolution.h"
#include "convert/blocks/v2/convolution_checks.h"

namespace cnn2snn::blocks {
namespace {

void check(const BlockView& block, BlockChecks& checks) {
  check_pool_padding(block, checks);
  check_square_pool(block, checks);
  check_weight_bits(block, checks, "ValueError", "Conv2D");
  check_square_kernel(block, checks, "Conv2D handle only square kernels",
                      "Conv2D stride should be the same for both dimensions");
}

std::string convert(const BlockView& block, Target& target) {
  return convert_convolution(block, target, akida::LayerType::kConv2D, Kernel::kConvolution);
}

}  // namespace

constexpr Sequence kPatterns[] = {
    {"QuantizedConv2D"},
    {"QuantizedConv2D", "QuantizedReLU"},
    {"QuantizedConv2D", "QuantizedMaxPool2D", "QuantizedReLU"},
    {"QuantizedConv2D", "QuantizedReLU", "QuantizedGlobalAveragePooling2D"},
    {"QuantizedConv2D", "QuantizedGlobalAveragePooling2D"},
    {"QuantizedConv2D", "QuantizedActivation"},
    {"QuantizedConv2D", "QuantizedMaxPool2D", "QuantizedActivation"},
    {"QuantizedConv2D", "QuantizedActivation", "QuantizedGlobalAveragePooling2D"}};

constinit const BlockConverter kConv2D = {"Conv2D", kPatterns, check, convert};

}  // namespace cnn2snn::blocks
