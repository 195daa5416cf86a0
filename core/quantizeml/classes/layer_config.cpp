// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/classes/layer_config.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"

namespace cnn2snn::quantizeml {
namespace {

using keras::Value;

// How a class turns its configured buffer width into value bits of the accumulator
// (quantizeml.layers: the constructors of the classes).
enum class Buffer {
  kNone,
  kLimited,   // min(28, q) − 1
  kSigned,    // q − 1
  kUnsigned,  // q
  kPico       // max(44, q) − 1
};

struct LayerClass {
  std::string_view name;
  Buffer buffer;
  bool has_weights;
  bool has_output_quantizer;
};

constexpr std::array kClasses = {
    LayerClass{"QuantizedConv2D", Buffer::kLimited, true, true},
    LayerClass{"QuantizedDepthwiseConv2D", Buffer::kLimited, true, true},
    LayerClass{"QuantizedConv2DTranspose", Buffer::kLimited, true, true},
    LayerClass{"QuantizedDepthwiseConv2DTranspose", Buffer::kLimited, true, true},
    LayerClass{"QuantizedSeparableConv2D", Buffer::kSigned, true, true},
    LayerClass{"QuantizedDense", Buffer::kLimited, true, true},
    LayerClass{"QuantizedStatefulProjection", Buffer::kLimited, true, true},
    LayerClass{"QuantizedBufferTempConv", Buffer::kSigned, true, true},
    LayerClass{"QuantizedDepthwiseBufferTempConv", Buffer::kSigned, true, true},
    LayerClass{"QuantizedStatefulRecurrent", Buffer::kSigned, false, true},
    LayerClass{"QuantizedReLU", Buffer::kUnsigned, false, true},
    LayerClass{"QuantizedActivation", Buffer::kNone, false, true},
    LayerClass{"QuantizedAdd", Buffer::kSigned, false, true},
    LayerClass{"QuantizedGlobalAveragePooling2D", Buffer::kUnsigned, false, true},
    LayerClass{"QuantizedPicoPostProcessing", Buffer::kPico, false, false},
    LayerClass{"QuantizedConcatenate", Buffer::kNone, false, false},
    LayerClass{"QuantizedMaxPool2D", Buffer::kNone, false, false},
    LayerClass{"QuantizedFlatten", Buffer::kNone, false, false},
    LayerClass{"QuantizedReshape", Buffer::kNone, false, false},
    LayerClass{"QuantizedPermute", Buffer::kNone, false, false},
    LayerClass{"QuantizedDropout", Buffer::kNone, false, false},
    LayerClass{"QuantizedRescaling", Buffer::kNone, false, false},
    LayerClass{"QuantizedExtractToken", Buffer::kNone, false, false},
    LayerClass{"InputQuantizer", Buffer::kNone, false, false},
    LayerClass{"Dequantizer", Buffer::kNone, false, false},
    // Float layers of QuantizeML: loadable, converted only when they come after a Dequantizer.
    LayerClass{"Activation", Buffer::kNone, false, false},
    LayerClass{"Add", Buffer::kNone, false, false},
    LayerClass{"ExtractToken", Buffer::kNone, false, false},
    LayerClass{"PaddedConv2D", Buffer::kNone, false, false},
    LayerClass{"DepthwiseConv2DTranspose", Buffer::kNone, false, false},
    LayerClass{"BufferTempConv", Buffer::kNone, false, false},
    LayerClass{"DepthwiseBufferTempConv", Buffer::kNone, false, false},
    LayerClass{"StatefulRecurrent", Buffer::kNone, false, false},
    LayerClass{"StatefulProjection", Buffer::kNone, false, false},
    LayerClass{"PicoPostProcessing", Buffer::kNone, false, false},
    LayerClass{"PleiadesLayer", Buffer::kNone, false, false},
    LayerClass{"OutputObserver", Buffer::kNone, false, false},
};

const LayerClass* find_class(std::string_view name) {
  const auto* it = std::find_if(kClasses.begin(), kClasses.end(),
                                [name](const LayerClass& c) { return c.name == name; });
  return it == kClasses.end() ? nullptr : it;
}

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

std::optional<int> parse_buffer(const Value& quant_config, Buffer buffer) {
  const std::int64_t fallback = buffer == Buffer::kPico ? 0 : 32;
  const std::int64_t given = quant_config["buffer_bitwidth"].as_int(fallback);
  const int q = static_cast<int>(std::clamp<std::int64_t>(given, 0, 128));
  switch (buffer) {
    case Buffer::kNone:
      return std::nullopt;
    case Buffer::kLimited:
      return std::min(28, q) - 1;
    case Buffer::kSigned:
      return q - 1;
    case Buffer::kUnsigned:
      return q;
    case Buffer::kPico:
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

bool is_quantizeml(const keras::Layer& layer) {
  return layer.package == "Custom";
}

bool is_known_class(std::string_view class_name) {
  return find_class(class_name) != nullptr;
}

LayerConfig parse_config(const keras::Layer& layer) {
  LayerConfig out;
  const LayerClass* cls = find_class(layer.class_name);
  if (!is_quantizeml(layer) || cls == nullptr) return out;
  const Value& config = layer.config;
  const Value& quant_config = config["quant_config"];
  check_arguments(layer);
  out.buffer_bitwidth = parse_buffer(quant_config, cls->buffer);
  out.use_bias = cls->has_weights && config.flag("use_bias", true);
  if (cls->has_weights) {
    if (layer.is("QuantizedSeparableConv2D")) {
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
  if (cls->has_output_quantizer && quant_config["output_quantizer"].truthy()) {
    out.output = parse_output_quantizer(quant_config["output_quantizer"]);
  }
  if (layer.is("QuantizedStatefulRecurrent")) {
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
