// SPDX-License-Identifier: Apache-2.0
#include "convert/blocks/v2/convert_convolution.h"

#include "convert/blocks/variables.h"

namespace cnn2snn::blocks {

std::string convert_convolution(const BlockView& block, Target& target, akida::LayerType type,
                                Kernel kernel) {
  akida::Layer parameters = convolution_parameters(block, type, kernel);
  parameters.inbounds = target.inbounds;
  akida::Layer& layer = akida::add_layer(target.model, std::move(parameters));
  // The first layer and the transposed ones keep the order that Keras has.
  const bool flips = kernel == Kernel::kConvolution || kernel == Kernel::kDepthwise;
  if (flips) {
    const Pair size = pair_of(block.layer(0), "kernel_size");
    set_flipped_kernel(layer, "weights", block.take_kernel(0), size.first, size.second);
  } else {
    set_kernel(layer, "weights", block.take_kernel(0));
  }
  set_convolution(layer, block);
  return layer.name;
}

}  // namespace cnn2snn::blocks
