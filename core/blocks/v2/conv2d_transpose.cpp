// SPDX-License-Identifier: Apache-2.0
// QuantizedConv2DTranspose [+ activation] → Conv2DTranspose.
#include "blocks/parameters.h"
#include "blocks/patterns.h"
#include "blocks/v2/convolution_checks.h"
#include "blocks/variables.h"

namespace cnn2snn::blocks {
namespace {

void check(const BlockView& block, BlockChecks& checks) {
  check_transpose(block, checks, "QuantizedConv2DTranspose");
}

std::string convert(const BlockView& block, Target& target) {
  akida::Layer parameters =
      convolution_parameters(block, akida::LayerType::kConv2DTranspose, Kernel::kTranspose);
  parameters.inbounds = target.inbounds;
  akida::Layer& layer = akida::add_layer(target.model, std::move(parameters));
  set_kernel(layer, "weights", block.quantized(0).weights.values);  // not flipped
  set_convolution(layer, block);
  return layer.name;
}

}  // namespace

const BlockConverter kConv2DTranspose = {"Conv2DTranspose",
                                         {{"QuantizedConv2DTranspose"},
                                          {"QuantizedConv2DTranspose", "QuantizedReLU"},
                                          {"QuantizedConv2DTranspose", "QuantizedActivation"}},
                                         check,
                                         convert};

}  // namespace cnn2snn::blocks
