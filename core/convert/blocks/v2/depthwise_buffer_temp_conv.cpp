// SPDX-License-Identifier: Apache-2.0
// QuantizedDepthwiseBufferTempConv [+ ReLU] → DepthwiseBufferTempConv.
#include "convert/blocks/patterns.h"
#include "convert/blocks/v2/buffer_temp_conv.h"

namespace cnn2snn::blocks {
namespace {

void check(const BlockView& block, BlockChecks& checks) {
  check_buffer_temp_conv(block, checks, "DepthwiseBufferTempConv");
}

std::string convert(const BlockView& block, Target& target) {
  return convert_buffer_temp_conv(block, target, akida::LayerType::kDepthwiseBufferTempConv);
}

}  // namespace

constexpr Sequence kPatterns[] = {{"QuantizedDepthwiseBufferTempConv"},
                                  {"QuantizedDepthwiseBufferTempConv", "QuantizedReLU"}};

constinit const BlockConverter kDepthwiseBufferTempConv = {"DepthwiseBufferTempConv", kPatterns,
                                                           check, convert};

}  // namespace cnn2snn::blocks
