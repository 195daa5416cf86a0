// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/layer_loading.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <string_view>
#include <utility>

#include "base/conversion_error.h"
#include "convert/legacy/weight_shapes.h"
#include "keras/layer_classes.h"

namespace cnn2snn::legacy {
namespace {

using keras::Value;

constexpr std::pair<std::string_view, Kind> kKinds[] = {
    {"QuantizedConv2D", Kind::kQuantizedConv2D},
    {"QuantizedSeparableConv2D", Kind::kQuantizedSeparableConv2D},
    {"QuantizedDense", Kind::kQuantizedDense},
    {"QuantizedReLU", Kind::kQuantizedActivation},
    {"ActivationDiscreteRelu", Kind::kQuantizedActivation},
    {"Conv2D", Kind::kConv2D},
    {"SeparableConv2D", Kind::kSeparableConv2D},
    {"Dense", Kind::kDense},
    {"Conv2DTranspose", Kind::kConv2DTranspose},
    {"ReLU", Kind::kReLU},
    {"MaxPooling2D", Kind::kMaxPooling2D},
    {"GlobalAveragePooling2D", Kind::kGlobalAveragePooling2D},
    {"BatchNormalization", Kind::kBatchNormalization},
    {"Dropout", Kind::kDropout},
    {"SpatialDropout1D", Kind::kDropout},
    {"SpatialDropout2D", Kind::kDropout},
    {"SpatialDropout3D", Kind::kDropout},
    {"Flatten", Kind::kFlatten},
    {"Reshape", Kind::kReshape},
    {"Rescaling", Kind::kRescaling},
    {"Activation", Kind::kActivation},
    {"Softmax", Kind::kActivation},
    {"InputLayer", Kind::kInput},
    {"Concatenate", Kind::kConcatenate},
};

Kind kind_of(const keras::Layer& layer) {
  if (!layer.package.empty()) return Kind::kOther;
  for (const auto& [name, kind] : kKinds) {
    if (layer.class_name == name) return kind;
  }
  return Kind::kOther;
}

[[noreturn]] void fail_config(std::string reason, std::string error_class) {
  fail(ErrorId::kLayerConfig, Step::kParse, std::move(reason),
       "Save the model again with the tool that made it.", std::move(error_class));
}

std::int32_t positive(const Value& config, std::string_view key) {
  const std::int64_t value = config[key].as_int(-1);
  if (value <= 0 || value > std::numeric_limits<std::int32_t>::max()) {
    fail_config("The " + std::string(key) + " argument must be a positive integer. Receives " +
                    config[key].repr() + ".",
                config.has(key) ? "ValueError" : "TypeError");
  }
  return static_cast<std::int32_t>(value);
}

Pair positive_pair(const Value& config, std::string_view key, Pair fallback) {
  if (config[key].is_null()) return fallback;
  const std::vector<std::int64_t> values = config[key].as_ints(2);
  const bool valid = values.size() == 2 && std::all_of(values.begin(), values.end(), [](auto v) {
                       return v > 0 && v <= std::numeric_limits<std::int32_t>::max();
                     });
  if (!valid) {
    fail_config("The " + std::string(key) + " argument must be a tuple of 2 integers. Receives " +
                    config[key].repr() + ".",
                "ValueError");
  }
  return {static_cast<std::int32_t>(values[0]), static_cast<std::int32_t>(values[1])};
}

std::string padding(const Value& config) {
  std::string text = config["padding"].as_string("valid");
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(c < 'A' || c > 'Z' ? c : c + 32);
  });
  if (text != "same" && text != "valid") {
    fail_config("The padding argument must be one of \"valid\", \"same\". Receives " +
                    config["padding"].repr() + ".",
                "ValueError");
  }
  return text;
}

// The official converter would compute in the precision of such a layer.
void check_dtype(const Value& config) {
  const std::string dtype = config["dtype"].as_string("float32");
  if (dtype == "float16" || dtype == "float64" || dtype == "bfloat16") {
    fail(ErrorId::kLayerConfig, Step::kParse, "The layer computes in " + dtype + ".",
         "Only float32 layers can be converted exactly: rebuild the model with dtype float32.");
  }
}

void check_removed_arguments(const Value& config, std::initializer_list<std::string_view> removed) {
  for (const auto& [key, value] : config.dict()) {
    if (std::find(removed.begin(), removed.end(), key) == removed.end()) continue;
    fail(ErrorId::kLayerConfig, Step::kParse, "Unsupported argument in quantized layers: " + key,
         "Remove the argument: quantized layers only take its default.", "TypeError");
  }
}

void load_neural(LegacyLayer& layer, const Value& config) {
  const bool dense = layer.is_dense();
  if (layer.is_quantized_neural()) {
    if (dense) {
      check_removed_arguments(config, {"activation"});
    } else if (layer.is_separable()) {
      check_removed_arguments(config, {"data_format", "activation", "depth_multiplier"});
    } else {
      check_removed_arguments(config, {"data_format", "activation", "groups"});
    }
    check_dtype(config);
    layer.quantizer = weight_quantizer_from(config["quantizer"]);
    layer.depthwise_quantizer = config["quantizer_dw"].is_null()
                                    ? layer.quantizer
                                    : weight_quantizer_from(config["quantizer_dw"]);
  }
  layer.filters = positive(config, dense ? "units" : "filters");
  layer.use_bias = config.flag("use_bias", true);
  if (dense) return;
  if (config["kernel_size"].is_null()) positive(config, "kernel_size");
  layer.kernel = positive_pair(config, "kernel_size", {1, 1});
  layer.strides = positive_pair(config, "strides", {1, 1});
  layer.padding = padding(config);
}

void load_max_pooling(LegacyLayer& layer, const Value& config) {
  layer.pool_size = positive_pair(config, "pool_size", {2, 2});
  layer.strides = positive_pair(config, "strides", layer.pool_size);
  layer.padding = padding(config);
}

void load_quantized_activation(LegacyLayer& layer, const Value& config) {
  const Value bitwidth = config.has("bitwidth") ? config["bitwidth"] : Value(std::int64_t{1});
  if (!bitwidth.is_number()) {
    fail_config("Activation 'bitwidth' must be a number. Receives " + bitwidth.repr() + ".",
                "TypeError");
  }
  if (bitwidth.as_double() <= 0) {
    fail_config("Activation 'bitwidth' must be greater than zero. Receives 'bitwidth' " +
                    bitwidth.repr() + ".",
                "ValueError");
  }
  // 1.5 bits are as little supported as 3; above 64 nothing changes.
  layer.bitwidth = bitwidth.is_int() || bitwidth.as_double() == std::floor(bitwidth.as_double())
                       ? static_cast<int>(std::min(bitwidth.as_double(), 64.))
                       : 3;
  const double levels = std::ldexp(1., layer.bitwidth) - 1;
  if (layer.class_name() == "ActivationDiscreteRelu") {
    layer.step = static_cast<float>(std::min(levels, 6.) / levels);
    return;
  }
  const Value& max_value = config["max_value"];
  if (!max_value.is_null() && !max_value.is_number()) {
    fail_config("QuantizedReLU 'max_value' must be a number. Receives " + max_value.repr() + ".",
                "TypeError");
  }
  const auto maximum = static_cast<float>(max_value.is_null() ? levels : max_value.as_double());
  layer.step = maximum / static_cast<float>(levels);
}

void load_batch_normalization(LegacyLayer& layer, const Value& config) {
  check_dtype(config);
  layer.axes = config.has("axis") ? config["axis"].as_ints() : std::vector<std::int64_t>{-1};
  layer.epsilon = static_cast<float>(config["epsilon"].as_double(1e-3));
  layer.has_gamma = config.flag("scale", true);
  layer.has_beta = config.flag("center", true);
  if (!layer.input_shape) return;
  const auto rank = static_cast<std::int64_t>(layer.input_shape->size()) + 1;
  for (std::int64_t& axis : layer.axes) {
    if (axis < 0) axis += rank;
  }
}

void check_class(const keras::Layer& layer, Kind kind) {
  if (kind != Kind::kOther) return;
  if (layer.package.empty() && keras::is_keras_layer_class(layer.class_name)) return;
  const std::string name =
      layer.package.empty() ? layer.class_name : layer.package + ">" + layer.class_name;
  fail(ErrorId::kUnknownLayer, Step::kParse, "Unknown layer: '" + name + "'.",
       "Replace it by a layer of Keras or of the quantization API; layers of CNN2SNN 1.x must be "
       "quantized again.",
       "ValueError");
}

void load(LegacyLayer& layer) {
  const Value& config = layer.keras->config;
  check_class(*layer.keras, layer.kind);
  switch (layer.kind) {
    case Kind::kQuantizedConv2D:
    case Kind::kQuantizedSeparableConv2D:
    case Kind::kQuantizedDense:
    case Kind::kConv2D:
    case Kind::kSeparableConv2D:
    case Kind::kDense:
    case Kind::kConv2DTranspose:
      return load_neural(layer, config);
    case Kind::kMaxPooling2D:
      return load_max_pooling(layer, config);
    case Kind::kQuantizedActivation:
      return load_quantized_activation(layer, config);
    case Kind::kBatchNormalization:
      return load_batch_normalization(layer, config);
    default:
      return;
  }
}

}  // namespace

bool is_legacy_class(const keras::Layer& layer) {
  const Kind kind = kind_of(layer);
  return kind == Kind::kQuantizedConv2D || kind == Kind::kQuantizedSeparableConv2D ||
         kind == Kind::kQuantizedDense || kind == Kind::kQuantizedActivation;
}

std::vector<LegacyLayer> load_layers(const keras::Graph& graph, Report& report) {
  const std::vector<std::optional<keras::Shape>>& shapes = graph.shapes();
  std::vector<LegacyLayer> layers(graph.layers.size());
  for (std::size_t i = 0; i < layers.size(); ++i) {
    LegacyLayer& layer = layers[i];
    layer.keras = &graph.layers[i];
    layer.kind = kind_of(graph.layers[i]);
    layer.output_shape = shapes[i];
    const std::vector<keras::Inbound>& inbounds = graph.layers[i].inbounds();
    if (!inbounds.empty()) layer.input_shape = shapes[inbounds.front().layer];
    try {
      load(layer);
      check_weight_shapes(layer);
    } catch (ConversionError& error) {
      report.problems.push_back(
          error.at_layer(graph.layers[i].name, graph.layers[i].class_name).problem());
      layer.refused = true;
    }
  }
  return layers;
}

}  // namespace cnn2snn::legacy
