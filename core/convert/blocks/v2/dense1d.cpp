// SPDX-License-Identifier: Apache-2.0
// [Reshape/Flatten +] QuantizedDense [+ ReLU] → Dense1D.
#include "convert/blocks/dense_patterns.h"
#include "convert/blocks/parameters.h"
#include "convert/blocks/patterns.h"
#include "convert/blocks/variables.h"

namespace cnn2snn::blocks {
namespace {

std::string convert(const BlockView& block, Target& target) {
  const std::size_t i = block.find({"QuantizedDense"}).value();
  const keras::Layer& dense = block.layer(i);
  const quantizeml::QuantizedLayer& quantized = block.quantized(i);
  const auto relu = block.find({"QuantizedReLU"});
  akida::Layer parameters;
  parameters.name = dense.name;
  parameters.type = akida::LayerType::kDense1D;
  parameters.parameters["units"] = parameter(dense.config["units"].as_int(0));
  parameters.parameters["activation"] = relu ? akida::kActivationReLU : akida::kNoActivation;
  parameters.parameters["weights_bits"] = quantized.config.weight.bitwidth;
  add_output_parameters(block, quantized.config.buffer_bitwidth.value_or(27), parameters);
  parameters.inbounds = target.inbounds;
  akida::Layer& layer = akida::add_layer(target.model, std::move(parameters));
  set_bias(layer, quantized);
  if (quantized.input_shift) set_shift(layer, "input_shift", *quantized.input_shift);
  set_kernel(layer, "weights", quantized.weights.values);
  if (relu) set_relu(layer, block.quantized(*relu));
  if (block.output() != nullptr) set_output(layer, *block.output());
  return layer.name;
}

}  // namespace

const BlockConverter kDense1D = {"Dense1D", dense_patterns(), check_dense_shape, convert};

}  // namespace cnn2snn::blocks
