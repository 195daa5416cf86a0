// SPDX-License-Identifier: Apache-2.0
// QuantizedDepthwiseConv2D [+ MaxPool2D] [+ activation] → DepthwiseConv2D.
#include "convert/blocks/patterns.h"
#include "convert/blocks/pooling.h"
#include "convert/blocks/v2/convert_convolution.h"
#include "convert/blocks/v2/convolution_checks.h"

namespace cnn2snn::blocks {
namespace {

void check(const BlockView& block, BlockChecks& checks) {
  check_square_kernel(block, checks, "DepthwiseConv2D kernel should be square",
                      "DepthwiseConv2D strides should be the same on both dimensions");
  check_weight_bits(block, checks, "AssertionError", "DepthwiseConv2D");
  check_pool_padding(block, checks);
  check_square_pool(block, checks);
}

std::string convert(const BlockView& block, Target& target) {
  return convert_convolution(block, target, akida::LayerType::kDepthwiseConv2D, Kernel::kDepthwise);
}

}  // namespace

constexpr Sequence kPatterns[] = {
    {"QuantizedDepthwiseConv2D"},
    {"QuantizedDepthwiseConv2D", "QuantizedReLU"},
    {"QuantizedDepthwiseConv2D", "QuantizedMaxPool2D", "QuantizedReLU"},
    {"QuantizedDepthwiseConv2D", "QuantizedActivation"},
    {"QuantizedDepthwiseConv2D", "QuantizedMaxPool2D", "QuantizedActivation"}};

constinit const BlockConverter kDepthwiseConv2D = {"DepthwiseConv2D", kPatterns, check, convert};

}  // namespace cnn2snn::blocks
