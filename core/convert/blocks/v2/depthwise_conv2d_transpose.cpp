// SPDX-License-Identifier: Apache-2.0
// QuantizedDepthwiseConv2DTranspose [+ activation] → DepthwiseConv2DTranspose.
#include "convert/blocks/patterns.h"
#include "convert/blocks/v2/convert_convolution.h"
#include "convert/blocks/v2/convolution_checks.h"

namespace cnn2snn::blocks {
namespace {

void check(const BlockView& block, BlockChecks& checks) {
  check_transpose(block, checks, "DepthwiseConv2DTranspose");
}

std::string convert(const BlockView& block, Target& target) {
  return convert_convolution(block, target, akida::LayerType::kDepthwiseConv2DTranspose,
                             Kernel::kDepthwiseTranspose);
}

}  // namespace

constexpr Sequence kPatterns[] = {{"QuantizedDepthwiseConv2DTranspose"},
                                  {"QuantizedDepthwiseConv2DTranspose", "QuantizedReLU"},
                                  {"QuantizedDepthwiseConv2DTranspose", "QuantizedActivation"}};

constinit const BlockConverter kDepthwiseConv2DTranspose = {"DepthwiseConv2DTranspose", kPatterns,
                                                            check, convert};

}  // namespace cnn2snn::blocks
