// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/quantize/quantized_config.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/conversion_error.h"
#include "quantizeml/classes/layer_config.h"
#include "quantizeml/classes/layer_tests.h"

namespace cnn2snn::quantizeml {
namespace {

constexpr int kLutBits = 14;     // QuantizedActivation.DEFAULT_LUT_BITWIDTH
constexpr int kStateBits = 16;   // of StatefulRecurrent
constexpr int kPicoBuffer = 44;  // QuantizedPicoPostProcessing: at least

keras::Value number(std::int64_t value) {
  return keras::Value(value);
}

keras::Value bitwidth(int bits) {
  keras::Value out;
  out.set("bitwidth", number(bits));
  return out;
}

void set_missing(keras::Value& dict, std::string_view key, keras::Value value) {
  if (!dict.has(key)) dict.set(key, std::move(value));
}

void set_axis(keras::Value& config, std::string_view quantizer, keras::Value axis) {
  keras::Value changed = config[quantizer];
  changed.set("axis", std::move(axis));
  config.set(quantizer, std::move(changed));
}

void complete_weights(const LayerClass& cls, int bits, keras::Value& config) {
  if (cls.weights == LayerClass::kTwoKernels) {
    set_missing(config, "dw_weight_quantizer", bitwidth(bits));
    set_axis(config, "dw_weight_quantizer", keras::Value());
    set_missing(config, "pw_weight_quantizer", bitwidth(bits));
    return;
  }
  if (cls.weights == LayerClass::kStates) {
    keras::Value states = bitwidth(kStateBits);
    states.set("axis", keras::Value());
    states.set("fp_quantizer", keras::Value(true));
    set_missing(config, "a_quantizer", std::move(states));
    keras::Value output = bitwidth(kStateBits);
    output.set("axis", keras::Value(std::string("per-tensor")));
    set_missing(config, "output_quantizer", std::move(output));
    return;
  }
  set_missing(config, "weight_quantizer", bitwidth(bits));
  if (cls.quantized_class == "QuantizedDepthwiseConv2D") {
    set_axis(config, "weight_quantizer", number(-2));
  } else if (cls.quantized_class == "QuantizedDepthwiseConv2DTranspose") {
    set_axis(config, "weight_quantizer", keras::Value());
  }
}

/// Fills in what the constructor of the class does, in its order.
void complete(const LayerClass& cls, DefaultBits bits, keras::Value& config) {
  if (cls.weights != LayerClass::kNoWeights) complete_weights(cls, bits.weights, config);
  if (cls.buffer != LayerClass::kNoBuffer && cls.buffer != LayerClass::kPico) {
    set_missing(config, "buffer_bitwidth", number(bits.buffer));
    const std::int64_t asked = config["buffer_bitwidth"].as_int(bits.buffer);
    if (cls.buffer == LayerClass::kLimited && asked > kMostBufferBits) {
      config.set("buffer_bitwidth", number(kMostBufferBits));
    }
  }
  if (cls.buffer == LayerClass::kPico) {
    config.set("buffer_bitwidth",
               number(std::max<std::int64_t>(kPicoBuffer, config["buffer_bitwidth"].as_int(0))));
  }
  if (cls.quantized_class == "QuantizedActivation") {
    set_missing(config, "lut_bitwidth", number(kLutBits));
  }
}

bool is_constructible(const keras::Value& config, const LayerClass& cls) {
  keras::Layer layer;
  layer.class_name = cls.quantized_class;
  layer.package = "Custom";
  layer.config = config;
  try {
    (void)parse_config(layer);
    return true;
  } catch (const ConversionError&) {
    return false;
  }
}

bool is_number_or_absent(const keras::Value& value) {
  return value.is_null() || value.is_number();
}

std::string why_float_rescaling(const keras::Value& config) {
  if (!is_number_or_absent(config["scale"])) return "a Rescaling with a scale per channel";
  const keras::Value& offset = config["offset"];
  const auto& list = offset.list();
  const bool zero = offset.is_list()
                        ? std::all_of(list.begin(), list.end(),
                                      [](const keras::Value& v) { return v.as_double() == 0; })
                        : offset.as_double(0) == 0;
  return zero ? std::string() : "a Rescaling with an offset";
}

}  // namespace

std::optional<keras::Value> quantized_config(const keras::Layer& layer, const LayerClass& cls,
                                             const keras::Value& quant_config, DefaultBits bits) {
  keras::Value config = layer.config;
  if (cls.quant_config == LayerClass::kRefused && quant_config.truthy()) return std::nullopt;
  if (cls.quantized_class == "QuantizedAdd") set_missing(config, "average", keras::Value(false));
  if (cls.quant_config == LayerClass::kWritten) {
    keras::Value completed =
        quant_config.is_dict() ? quant_config : keras::Value(keras::Value::Dict{});
    complete(cls, bits, completed);
    config.set("quant_config", std::move(completed));
  }
  if (cls.quantized_class == "QuantizedReLU") {
    config.erase("negative_slope");
    config.erase("threshold");
  }
  // What QuantizeML chooses itself is sound.
  if (quant_config.truthy() && !is_constructible(config, cls)) return std::nullopt;
  return config;
}

std::string why_float(const keras::Layer& layer) {
  const LayerClass* cls = class_of_float(layer);
  if (cls == nullptr) {
    return layer.is("Activation") ? "the function " + layer.config["activation"].as_string()
                                  : layer.class_name + " has no quantized form";
  }
  const keras::Value& config = layer.config;
  const std::string activation = activation_name(config["activation"].as_string("linear"));
  if (cls->weights != LayerClass::kNoWeights) {
    if (activation != "linear" || config["activation"].is_dict()) return "an activation of its own";
    if (config["data_format"].as_string() == "channels_first") return "channels_first";
  }
  if (cls->quantized_class == "QuantizedConv2D" && config["groups"].as_int(1) != 1) return "groups";
  if (layer.is("SeparableConv2D") && config["depth_multiplier"].as_int(1) != 1) {
    return "a depth multiplier";
  }
  if (layer.is("ReLU")) {
    if (config["negative_slope"].as_double(0) != 0) return "a ReLU with a negative slope";
    if (config["threshold"].as_double(0) != 0) return "a ReLU with a threshold";
  }
  if (layer.is("Activation")) {
    const std::array<std::string_view, 4> known = {"gelu", "swish", "hard_silu", "leaky_relu"};
    if (std::find(known.begin(), known.end(), activation) == known.end()) return "its function";
  }
  if (layer.is("Rescaling")) return why_float_rescaling(config);
  return {};
}

}  // namespace cnn2snn::quantizeml
