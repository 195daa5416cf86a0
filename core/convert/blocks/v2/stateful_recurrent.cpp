// SPDX-License-Identifier: Apache-2.0
// StatefulProjection, StatefulRecurrent, ExtractToken, StatefulProjection [, ReLU]
// → StatefulRecurrent.
#include "convert/blocks/parameters.h"
#include "convert/blocks/patterns.h"
#include "convert/blocks/variables.h"

namespace cnn2snn::blocks {
namespace {

enum Position : std::size_t { kInProj = 0, kRecurrent = 1, kOutProj = 3 };

void check(const BlockView& block, BlockChecks& checks) {
  const quantizeml::LayerConfig& in = block.quantized(kInProj).config;
  const quantizeml::LayerConfig& out = block.quantized(kOutProj).config;
  checks.expect(!in.output, "AssertionError", "input_proj must not have output quantizer",
                "Quantize the model again.");
  checks.expect(!in.use_bias, "AssertionError", "input_proj must not use bias",
                "Build the input projection with use_bias=False.");
  checks.expect(in.buffer_bitwidth == out.buffer_bitwidth, "AssertionError",
                "input_proj and output_proj buffer bits must match", "Quantize the model again.");
  checks.expect(block.layer(kInProj).config["subsample"].as_int(1) == 1, "AssertionError",
                "input_proj must have subsample=1", "Subsample in the output projection.");
}

akida::Layer parameters_of(const BlockView& block) {
  const keras::Layer& in = block.layer(kInProj);
  const keras::Layer& out = block.layer(kOutProj);
  const bool relu = block.find({"QuantizedReLU"}).has_value();
  akida::Layer layer;
  layer.name = out.name;
  layer.type = akida::LayerType::kStatefulRecurrent;
  auto& p = layer.parameters;
  add_output_parameters(block, block.quantized(kInProj).config.buffer_bitwidth.value_or(27), layer);
  p["stateful_channels"] = parameter(in.config["units"].as_int(0));
  p["output_channels"] = parameter(out.config["units"].as_int(0));
  p["subsample"] = parameter(out.config["subsample"].as_int(1));
  p["activation"] = relu ? akida::kActivationReLU : akida::kNoActivation;
  p["internal_state_bits"] = 16;
  // The last layer may have an activation or a bias without an output quantizer.
  if (!block.out_quantizer() && (relu || block.quantized(kOutProj).config.use_bias)) {
    p["output_bits"] = p["post_op_buffer_bits"];
  }
  return layer;
}

void set_states(akida::Layer& layer, std::string_view name,
                const quantizeml::QuantizedWeights& weights) {
  std::vector<std::int32_t> values(weights.wide.begin(), weights.wide.end());
  for (const std::uint8_t byte : weights.values) values.push_back(static_cast<std::int8_t>(byte));
  if (!values.empty()) akida::set_variable(layer, name, std::move(values));
}

std::string convert(const BlockView& block, Target& target) {
  akida::Layer parameters = parameters_of(block);
  parameters.inbounds = target.inbounds;
  akida::Layer& layer = akida::add_layer(target.model, std::move(parameters));
  const quantizeml::QuantizedLayer& in = block.quantized(kInProj);
  const quantizeml::QuantizedLayer& state = block.quantized(kRecurrent);
  const quantizeml::QuantizedLayer& out = block.quantized(kOutProj);
  if (in.input_shift) set_shift(layer, "input_shift", *in.input_shift);
  set_kernel(layer, "in_proj", block.take_kernel(kInProj));
  akida::set_variable(layer, "new_state_shift", to_int8(state.new_state_shift));
  if (state.new_state_scale) {
    akida::set_variable(layer, "new_state_scale", to_uint8(*state.new_state_scale));
  }
  set_states(layer, "A_real", state.weights);
  set_states(layer, "A_imag", state.pointwise);
  if (state.output) {
    akida::set_variable(layer, "internal_state_outputs_shift", to_int8(state.output->shift));
  }
  set_kernel(layer, "out_proj", block.take_kernel(kOutProj));
  set_bias(layer, out);
  if (const auto relu = block.find({"QuantizedReLU"})) set_relu(layer, block.quantized(*relu));
  if (block.output() != nullptr) set_output(layer, *block.output());
  return layer.name;
}

}  // namespace

constexpr Sequence kPatterns[] = {
    {"QuantizedStatefulProjection", "QuantizedStatefulRecurrent", "QuantizedExtractToken",
     "QuantizedStatefulProjection", "QuantizedReLU"},
    {"QuantizedStatefulProjection", "QuantizedStatefulRecurrent", "QuantizedExtractToken",
     "QuantizedStatefulProjection"}};

constinit const BlockConverter kStatefulRecurrent = {"StatefulRecurrent", kPatterns, check,
                                                     convert};

}  // namespace cnn2snn::blocks
