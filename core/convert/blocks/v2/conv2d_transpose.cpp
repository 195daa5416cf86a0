// SPDX-License-Identifier: Apache-2.0
// QuantizedConv2DTranspose [+ activation] → Conv2DTranspose.
#include "convert/blocks/patterns.h"
#include "convert/blocks/v2/convert_convolution.h"
#include "convert/blocks/v2/convolution_checks.h"

namespace cnn2snn::blocks {
namespace {

void check(const BlockView& block, BlockChecks& checks) {
  check_transpose(block, checks, "QuantizedConv2DTranspose");
}

std::string convert(const BlockView& block, Target& target) {
  return convert_convolution(block, target, akida::LayerType::kConv2DTranspose, Kernel::kTranspose);
}

}  // namespace

constexpr Sequence kPatterns[] = {{"QuantizedConv2DTranspose"},
                                  {"QuantizedConv2DTranspose", "QuantizedReLU"},
                                  {"QuantizedConv2DTranspose", "QuantizedActivation"}};

constinit const BlockConverter kConv2DTranspose = {"Conv2DTranspose", kPatterns, check, convert};

}  // namespace cnn2snn::blocks
