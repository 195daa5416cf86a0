// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/classes/layer_config.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/conversion_error.h"
#include "quantizeml/classes/layer_classes.h"
#include "quantizeml/classes/layer_tests.h"

namespace cnn2snn::quantizeml {
namespace {

using keras::Value;

// Keras re-raises whatever a constructor raises as a TypeError.
[[noreturn]] void refuse(std::string reason, std::string_view error_class = "TypeError") {
  fail(ErrorId::kLayerConfig, Step::kParse, std::move(reason),
       "Quantize the model again with QuantizeML.", std::string(error_class));
}

int parse_bitwidth(const Value& config, int fallback, bool is_signed) {
  if (!config.has("bitwidth")) return fallback;
  const Value& value = config["bitwidth"];
  const int lowest = is_signed ? 2 : 1;
  if (!value.is_int() || value.as_int() < lowest) {
    refuse("Bitwidth should be an int >= " + std::to_string(lowest) + ", currently " +
           value.repr());
  }
  if (value.as_int() > 32) {
    refuse("a bitwidth of " + value.repr() + " is not supported (at most 32)");
  }
  return static_cast<int>(value.as_int());
}

// An absent quantizer dict means 8 bits; a dict without "bitwidth" means the class default, 4.
WeightQuantizer parse_weight_quantizer(const Value& quant_config, std::string_view key) {
  WeightQuantizer out;
  if (!quant_config.has(key)) return out;
  const Value& config = quant_config[key];
  out.is_signed = config.flag("signed", true);
  out.bitwidth = parse_bitwidth(config, 4, out.is_signed);
  if (config.has("axis")) out.axis = config["axis"].int_or_none();
  out.fp_quantizer = config.flag("fp_quantizer", false);
  return out;
}

AlignedWeightQuantizer parse_aligned(const Value& config, bool is_signed) {
  AlignedWeightQuantizer out;
  out.is_signed = config.flag("signed", is_signed);
  out.bitwidth = parse_bitwidth(config, 8, out.is_signed);
  return out;
}

OutputQuantizer parse_output_quantizer(const Value& config) {
  OutputQuantizer out;
  out.is_signed = config.flag("signed", true);
  out.bitwidth = parse_bitwidth(config, 8, out.is_signed);
  const std::string axis = config.has("axis") ? config["axis"].as_string() : "per-tensor";
  if (axis != "per-tensor" && axis != "per-axis") {
    refuse("Only support reduction 'per-tensor' or 'per-axis'. Given " + config["axis"].repr() +
           ".");
  }
  out.per_axis = axis == "per-axis";
  if (config.has("scale_bits")) {
    const auto bits = config["scale_bits"].int_or_none();
    out.scale_bits =
        bits ? std::optional<int>(static_cast<int>(std::clamp<std::int64_t>(*bits, 0, 32)))
             : std::nullopt;
  }
  out.buffer_bitwidth =
      static_cast<int>(std::clamp<std::int64_t>(config["buffer_bitwidth"].as_int(32), 0, 128));
  return out;
}

std::optional<int> parse_buffer(const Value& quant_config, LayerClass::Buffer buffer) {
  const std::int64_t fallback = buffer == LayerClass::kPico ? 0 : 32;
  const std::int64_t given = quant_config["buffer_bitwidth"].as_int(fallback);
  const int q = static_cast<int>(std::clamp<std::int64_t>(given, 0, 128));
  switch (buffer) {
    case LayerClass::kNoBuffer:
      return std::nullopt;
    case LayerClass::kLimited:
      return std::min(kMostBufferBits, q) - 1;
    case LayerClass::kSigned:
      return q - 1;
    case LayerClass::kUnsigned:
      return q;
    case LayerClass::kPico:
      return std::max(44, q) - 1;
  }
  return std::nullopt;
}

void check_arguments(const keras::Layer& layer) {
  const Value& config = layer.config;
  if (config.has("activation") && !layer.is("QuantizedActivation")) {
    const Value& activation = config["activation"];
    if (activation.truthy() && activation.as_string() != "linear") {
      refuse(layer.class_name + " does not support activation. Receives " + activation.repr() +
             " activation.");
    }
  }
  if (config.has("groups") && config["groups"].as_int(1) != 1) {
    refuse("Argument 'groups' in layer '" + layer.name +
           "' is only supported with one of [1]. "
           "Receives '" +
           config["groups"].repr() + "'.");
  }
  if (layer.is("QuantizedReLU")) {
    for (const std::string_view key : {"negative_slope", "threshold"}) {
      if (config.has(key) && config[key].as_double(0) != 0) {
        refuse("Argument '" + std::string(key) + "' in layer '" + layer.name +
               "' is only supported with one of [0]. Receives '" + config[key].repr() + "'.");
      }
    }
  }
}

void parse_rescaling(const keras::Layer& layer) {
  if (!layer.config["scale"].is_number()) refuse("QuantizedRescaling only accepts scalar scale.");
  const Value& offset = layer.config["offset"];
  const auto& list = offset.list();
  const bool zero =
      offset.is_list()
          ? std::all_of(list.begin(), list.end(), [](const Value& v) { return v.as_double() == 0; })
          : offset.as_double(0) == 0;
  if (!zero) refuse("QuantizedRescaling only accepts zero offset.");
}

std::vector<float> parse_padding_value(const Value& value) {
  std::vector<float> out;
  if (value.is_number()) out.push_back(static_cast<float>(value.as_double()));
  for (const Value& v : value.list()) {
    if (v.is_list()) {
      for (const Value& w : v.list()) out.push_back(static_cast<float>(w.as_double()));
    } else {
      out.push_back(static_cast<float>(v.as_double()));
    }
  }
  if (out.empty() && !value.is_null()) refuse("padding_value holds no numbers");
  return out;
}

}  // namespace

LayerConfig parse_config(const keras::Layer& layer) {
  LayerConfig out;
  if (!is_quantizeml(layer) || !is_known_class(layer.class_name)) return out;
  // QuantizeML's float layers have nothing to configure, but are built all the same.
  const LayerClass* row = class_of_quantized(layer.class_name);
  const LayerClass cls = row == nullptr ? LayerClass{} : *row;
  const Value& config = layer.config;
  const Value& quant_config = config["quant_config"];
  check_arguments(layer);
  out.buffer_bitwidth = parse_buffer(quant_config, cls.buffer);
  const bool kernels =
      cls.weights == LayerClass::kOneKernel || cls.weights == LayerClass::kTwoKernels;
  out.use_bias = kernels && config.flag("use_bias", true);
  if (kernels) {
    if (cls.weights == LayerClass::kTwoKernels) {
      out.weight = parse_weight_quantizer(quant_config, "dw_weight_quantizer");
      out.weight.axis.reset();  // depthwise weights of a separable layer: one scale
      out.pointwise = parse_weight_quantizer(quant_config, "pw_weight_quantizer");
    } else {
      out.weight = parse_weight_quantizer(quant_config, "weight_quantizer");
    }
    if (layer.is("QuantizedDepthwiseConv2D")) out.weight.axis = -2;
    if (layer.is("QuantizedDepthwiseConv2DTranspose")) out.weight.axis.reset();
    out.bias = parse_aligned(quant_config["bias_quantizer"], true);
  }
  // PicoPostProcessing can be given an output quantizer, and has no use for it.
  const bool quantizes_output = cls.output_quantizer && cls.buffer != LayerClass::kPico;
  if (quantizes_output && quant_config["output_quantizer"].truthy()) {
    out.output = parse_output_quantizer(quant_config["output_quantizer"]);
  }
  if (cls.weights == LayerClass::kStates) {
    out.weight = WeightQuantizer{16, true, std::nullopt, true};
    if (quant_config.has("a_quantizer")) {
      out.weight = parse_weight_quantizer(quant_config, "a_quantizer");
    }
    if (!out.output) {
      out.output = OutputQuantizer{};
      out.output->bitwidth = 16;
    }
  }
  if (layer.is("QuantizedReLU")) {
    out.max_value_quantizer = parse_aligned(quant_config["max_value_quantizer"], false);
    if (!config.has("max_value")) {
      out.max_value = 6.0F;
    } else if (config["max_value"].is_number()) {
      out.max_value = static_cast<float>(config["max_value"].as_double());
    } else if (config["max_value"].is_dict()) {
      // A NumPy scalar, as Keras serializes it.
      out.max_value = static_cast<float>(config["max_value"]["config"]["value"].as_double());
    }
  }
  if (layer.is("QuantizedConv2D")) out.padding_value = parse_padding_value(config["padding_value"]);
  if (layer.is("QuantizedRescaling")) parse_rescaling(layer);
  if (layer.is("QuantizedActivation")) {
    out.activation = config["activation"].as_string();
    if (out.activation == "silu") out.activation = "swish";
    constexpr std::array<std::string_view, 4> kSupported = {"gelu", "swish", "hard_silu",
                                                            "leaky_relu"};
    if (std::find(kSupported.begin(), kSupported.end(), out.activation) == kSupported.end()) {
      refuse("Argument 'activation' in layer '" + layer.name +
             "' is only supported with one of ['gelu', 'swish', 'hard_silu', 'leaky_relu']. "
             "Receives " +
             config["activation"].repr() + ".");
    }
    out.lut_bits =
        static_cast<int>(std::clamp<std::int64_t>(quant_config["lut_bitwidth"].as_int(14), 1, 31)) -
        1;
  }
  return out;
}

}  // namespace cnn2snn::quantizeml
