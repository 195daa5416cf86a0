// SPDX-License-Identifier: Apache-2.0
#include "convert/blocks/variables.h"

#include <algorithm>
#include <utility>

#include "akida/fields.h"
#include "base/conversion_error.h"
#include "quantizeml/arithmetic/arithmetic.h"

namespace cnn2snn::blocks {

using quantizeml::Array;
using quantizeml::to_int32;

std::vector<std::int32_t> to_uint8(const Array& values) {
  std::vector<std::int32_t> out(values.size());
  std::transform(values.values.begin(), values.values.end(), out.begin(), [](float v) {
    return static_cast<std::int32_t>(static_cast<std::uint8_t>(to_int32(v)));
  });
  return out;
}

std::vector<std::int32_t> to_int8(const Array& values) {
  std::vector<std::int32_t> out(values.size());
  std::transform(values.values.begin(), values.values.end(), out.begin(), [](float v) {
    return static_cast<std::int32_t>(static_cast<std::int8_t>(to_int32(v)));
  });
  return out;
}

void set_shift(akida::Layer& layer, std::string_view name, const Array& shift) {
  akida::set_variable(layer, name, to_uint8(shift));
}

void set_kernel(akida::Layer& layer, std::string_view name, std::vector<std::uint8_t> weights) {
  if (!weights.empty()) akida::move_weights(layer, name, std::move(weights));
}

void set_flipped_kernel(akida::Layer& layer, std::string_view name,
                        std::vector<std::uint8_t> weights, std::int64_t height,
                        std::int64_t width) {
  const auto positions = static_cast<std::size_t>(height * width);
  if (positions > 1 && weights.size() % positions == 0) {
    const std::size_t stride = weights.size() / positions;
    for (std::size_t p = 0; p < positions / 2; ++p) {
      std::uint8_t* const one = weights.data() + p * stride;
      std::swap_ranges(one, one + stride, weights.data() + (positions - 1 - p) * stride);
    }
  }
  set_kernel(layer, name, std::move(weights));
}

void set_bias(akida::Layer& layer, const quantizeml::QuantizedLayer& main) {
  if (!main.bias) return;
  std::vector<std::int32_t> bias = unshifted(*main.bias);
  // The low byte as a signed number, as NumPy's cast to int8 gives it.
  for (std::int32_t& b : bias) b = ((b & 0xFF) ^ 0x80) - 0x80;
  akida::set_variable(layer, "bias", std::move(bias));
  set_shift(layer, "bias_shift", main.bias->shift);
}

void set_relu(akida::Layer& layer, const quantizeml::QuantizedLayer& relu) {
  if (!relu.max_value) return;
  std::vector<std::int32_t> max_value = unshifted(*relu.max_value);
  for (std::int32_t& m : max_value) m = static_cast<std::uint8_t>(m);
  akida::set_variable(layer, "max_value", std::move(max_value));
  set_shift(layer, "max_value_shift", relu.max_value->shift);
}

void set_output(akida::Layer& layer, const quantizeml::QuantizedOutput& output,
                std::string_view prefix) {
  const std::string name(prefix);
  if (output.qscales) {
    const akida::Variable& variable = layer.variables.at(name + "_scales");
    std::vector<std::int32_t> scales(output.qscales->size());
    const std::uint32_t mask = variable.dtype == akida::DType::kUInt16 ? 0xFFFFU : 0xFFU;
    for (std::size_t i = 0; i < scales.size(); ++i) {
      scales[i] = static_cast<std::int32_t>(
          static_cast<std::uint32_t>(to_int32((*output.qscales)[i])) & mask);
    }
    akida::set_variable(layer, name + "_scales", std::move(scales));
  }
  const auto lowest = static_cast<float>(1 - layer.parameters.at("buffer_bits"));
  Array shift = output.shift;
  for (float& s : shift.values) s = std::max(s, lowest);
  akida::set_variable(layer, name + "_shift", to_int8(shift));
}

void set_lut(akida::Layer& layer, const quantizeml::QuantizedLayer& main,
             const keras::Layer& activation, const quantizeml::QuantizedLayer& quantized) {
  if (main.output) set_output(layer, *main.output, "activation");
  // Akida's table has a fixed number of entries, those of an 11-bit input.
  constexpr std::size_t kEntries = 2048;
  if (quantized.lut_values.size() != kEntries) {
    fail(ErrorId::kBlockParameter, Step::kConversion,
         "output_quantizer on " + activation.name + " must have a bitwidth of 11 bits.",
         "Quantize the input of '" + activation.name + "' to 11 bits.", "ValueError");
  }
  akida::set_variable(layer, "lut_values", quantized.lut_values);
}

namespace {

void set_padding_value(akida::Layer& layer, const quantizeml::QuantizedLayer& main) {
  if (!main.padding_value) return;
  std::vector<std::int32_t> values;
  for (const float v : main.padding_value->values) values.push_back(to_int32(v));
  const bool fits =
      std::all_of(values.begin(), values.end(), [](std::int32_t v) { return v >= 0 && v <= 255; });
  if (!fits) {
    fail(ErrorId::kBlockParameter, Step::kConversion, "padding_value must be an uint8 value",
         "Choose a Rescaling offset whose padding value is within the range of the inputs.",
         "ValueError", Rule::kPaddingValueRange);
  }
  if (layer.type == akida::LayerType::kInputConv2D) {
    akida::set_variable(layer, "padding_value", std::move(values));
  } else if (std::any_of(values.begin(), values.end(), [](std::int32_t v) { return v != 0; })) {
    fail(ErrorId::kBlockParameter, Step::kConversion, "Conv2D padding value must be zero.",
         "Only the first layer of a model of 1 or 3 channels can pad with another value.",
         "ValueError", Rule::kPaddingValueZero);
  }
}

}  // namespace

void set_convolution(akida::Layer& layer, const BlockView& block) {
  const quantizeml::QuantizedLayer& main = block.quantized(0);
  set_bias(layer, main);
  if (main.input_shift) {
    if (layer.type != akida::LayerType::kInputConv2D) {
      set_shift(layer, "input_shift", *main.input_shift);
    } else {
      const auto& shifts = main.input_shift->values;
      if (std::any_of(shifts.begin(), shifts.end(), [](float s) { return s != 0; })) {
        fail(ErrorId::kBlockParameter, Step::kConversion,
             "InputConv2D layer must only have non-zero input shift.",
             "Calibrate again: the input channels must share one range.", "ValueError");
      }
    }
  }
  set_padding_value(layer, main);
  if (const auto i = block.find({"QuantizedReLU", "QuantizedActivation"})) {
    if (block.layer(*i).is("QuantizedReLU")) {
      set_relu(layer, block.quantized(*i));
    } else {
      set_lut(layer, main, block.layer(*i), block.quantized(*i));
    }
  }
  if (block.output() != nullptr) set_output(layer, *block.output());
}

void set_convolution_v1(akida::Layer& layer, const BlockView& block) {
  set_threshold(layer, block.quantized(0));
  if (const auto pool = block.find({"QuantizedGlobalAveragePooling2D"})) {
    const keras::Shape& shape = block.input_shape(*pool);
    scale_threshold(layer, shape.at(0) * shape.at(1));
  }
  if (block.output() != nullptr) set_act_step(layer, *block.output());
}

namespace {

// NumPy's int32 arithmetic wraps around.
std::int32_t wrapped(std::int64_t v) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::uint64_t>(v)));
}

}  // namespace

void set_threshold(akida::Layer& layer, const quantizeml::QuantizedLayer& main) {
  if (!main.bias) return;
  std::vector<std::int32_t> threshold;
  for (const float v : main.bias->values) {
    threshold.push_back(wrapped(-static_cast<std::int64_t>(to_int32(v))));
  }
  akida::set_variable(layer, "threshold", std::move(threshold));
}

void scale_threshold(akida::Layer& layer, std::int64_t spatial_size) {
  std::vector<std::int32_t> threshold = akida::values(layer, akida::kThreshold);
  for (std::int32_t& t : threshold) t = wrapped(std::int64_t{t} * spatial_size);
  akida::set_variable(layer, "threshold", std::move(threshold));
}

void set_act_step(akida::Layer& layer, const quantizeml::QuantizedOutput& output) {
  if (!output.qscales) return;
  Array rec = quantizeml::combine(output.shift, *output.qscales, [](float shift, float scale) {
    return quantizeml::pow2(-shift) / scale;
  });
  if (!rec.known) return;  // Akida refuses small steps: those it starts with stay
  if (layer.parameters.at("activation") == 0) {
    akida::set_variable(layer, "act_step", rec.values);
    return;
  }
  std::vector<std::int32_t> threshold = akida::values(layer, akida::kThreshold);
  for (std::size_t i = 0; i < threshold.size(); ++i) {
    const float half = quantizeml::round_half_even(0.5F * rec[i]);
    threshold[i] = wrapped(std::int64_t{threshold[i]} + to_int32(half));
  }
  akida::set_variable(layer, "threshold", std::move(threshold));
  const float factor = quantizeml::pow2(static_cast<float>(layer.parameters.at("act_bits") - 4));
  for (float& r : rec.values) r *= factor;
  akida::set_variable(layer, "act_step", rec.values);
}

}  // namespace cnn2snn::blocks
