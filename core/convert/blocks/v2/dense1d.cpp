// SPDX-License-Identifier: Apache-2.0
// [Reshape/Flatten +] QuantizedDense [+ ReLU] → Dense1D.
#include <algorithm>
#include <utility>

#include "convert/blocks/dense_patterns.h"
#include "convert/blocks/parameters.h"
#include "convert/blocks/patterns.h"
#include "convert/blocks/variables.h"

namespace cnn2snn::blocks {
namespace {

// A shift for each input: those of the channels, repeated for each pixel.
quantizeml::Array repeated(const quantizeml::Array& shift, std::size_t inputs) {
  quantizeml::Array out = quantizeml::Array::filled(inputs, 0.0F);
  for (std::size_t i = 0; i < inputs; ++i) out.values[i] = shift.values[i % shift.size()];
  return out;
}

void warn_of_shift(const BlockView& block, const keras::Layer& flatten,
                   const quantizeml::Array& shift, Target& target) {
  const auto shifted =
      std::count_if(shift.values.begin(), shift.values.end(), [](float s) { return s != 0.0F; });
  Problem warning;
  warning.id = ErrorId::kFlattenShift;
  warning.step = Step::kConversion;
  warning.layers = {{flatten.name, flatten.class_name}};
  warning.reason = "Its channels are quantized on different scales (" + std::to_string(shifted) +
                   " of " + std::to_string(shift.size()) + " are shifted)";
  const std::string& dense = block.layer(block.size() - 1).name;
  if (block.source().keep_flatten_shift) {
    warning.reason += ": '" + dense +
                      "' aligns them by its input_shift, which the official converter drops. The "
                      "Akida runtime honours it; whether every device does is not known.";
    warning.remedy =
        "If a device does not: quantize with per-tensor activations, or use "
        "GlobalAveragePooling2D in place of Flatten.";
  } else {
    warning.reason += ", and the shifts are dropped, as by the official converter: '" + dense +
                      "' takes values of different scales for equal ones. On handwritten digits "
                      "that cost 4 (8 bits) to 11 (4 bits) right answers of 797.";
    warning.remedy =
        "Keep the shifts (--flatten-shift keep), or quantize with per-tensor activations, or use "
        "GlobalAveragePooling2D in place of Flatten.";
  }
  target.report.warnings.push_back(std::move(warning));
}

// QuantizeML's Flatten shifts the channels of data quantized per-axis to one scale.
void align_flattened(const BlockView& block, std::size_t inputs, akida::Layer& layer,
                     Target& target) {
  const auto i = block.find({"QuantizedFlatten"});
  if (!i || !block.quantized(*i).input_shift) return;
  const quantizeml::Array& shift = *block.quantized(*i).input_shift;
  const bool needed =
      std::any_of(shift.values.begin(), shift.values.end(), [](float s) { return s != 0.0F; });
  if (!needed || inputs % shift.size() != 0) return;
  if (block.source().keep_flatten_shift) {
    set_shift(layer, "input_shift", repeated(shift, inputs));
  }
  warn_of_shift(block, block.layer(*i), shift, target);
}

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
  const auto units =
      static_cast<std::size_t>(std::max<std::int64_t>(1, dense.config["units"].as_int(1)));
  align_flattened(block, quantized.weights.values.size() / units, layer, target);
  set_kernel(layer, "weights", block.take_kernel(i));
  if (relu) set_relu(layer, block.quantized(*relu));
  if (block.output() != nullptr) set_output(layer, *block.output());
  return layer.name;
}

}  // namespace

constinit const BlockConverter kDense1D = {"Dense1D", kDensePatterns, check_dense_shape, convert};

}  // namespace cnn2snn::blocks
