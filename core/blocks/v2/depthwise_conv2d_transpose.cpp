// SPDX-License-Identifier: Apache-2.0
// QuantizedDepthwiseConv2DTranspose [+ activation] → DepthwiseConv2DTranspose.
#include "blocks/parameters.h"
#include "blocks/patterns.h"
#include "blocks/v2/convolution_checks.h"
#include "blocks/variables.h"

namespace cnn2snn::blocks {
namespace {

void check(const BlockView& block, BlockChecks& checks) {
  check_transpose(block, checks, "DepthwiseConv2DTranspose");
}

std::string convert(const BlockView& block, Target& target) {
  akida::Layer parameters = convolution_parameters(
      block, akida::LayerType::kDepthwiseConv2DTranspose, Kernel::kDepthwiseTranspose);
  parameters.inbounds = target.inbounds;
  akida::Layer& layer = akida::add_layer(target.model, std::move(parameters));
  set_kernel(layer, "weights", block.quantized(0).weights.values);  // not flipped
  set_convolution(layer, block);
  return layer.name;
}

}  // namespace

const BlockConverter kDepthwiseConv2DTranspose = {
    "DepthwiseConv2DTranspose",
    {{"QuantizedDepthwiseConv2DTranspose"},
     {"QuantizedDepthwiseConv2DTranspose", "QuantizedReLU"},
     {"QuantizedDepthwiseConv2DTranspose", "QuantizedActivation"}},
    check,
    convert};

}  // namespace cnn2snn::blocks
