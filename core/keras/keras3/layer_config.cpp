// SPDX-License-Identifier: Apache-2.0
#include "keras/keras3/layer_config.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "keras/keras3/serialized.h"

namespace cnn2snn::keras3 {
namespace {

using keras::Value;

// Arguments of Keras 3 that Keras 2 does not know; none of them changes what a layer computes once
// it is trained.
constexpr std::array kNewArguments = {"autocast",
                                      "flash_attention",
                                      "gptq_unpacked_column_size",
                                      "lora_alpha",
                                      "lora_rank",
                                      "optional",
                                      "quantization_config",
                                      "quantization_mode",
                                      "renorm",
                                      "renorm_clipping",
                                      "renorm_momentum",
                                      "synchronized",
                                      "use_gate",
                                      "zero_output_for_mask"};

bool is_new_argument(std::string_view name) {
  return std::find(kNewArguments.begin(), kNewArguments.end(), name) != kNewArguments.end();
}

// Initializers, regularizers and constraints have arguments that Keras 2 refuses. They matter in
// training alone: what Keras 2 knows too is kept.
bool is_for_training(std::string_view name) {
  return name.ends_with("_initializer") || name.ends_with("_regularizer") ||
         name.ends_with("_constraint");
}

bool is_known_for_training(std::string_view name) {
  static constexpr std::array<std::string_view, 17> kKnown = {
      "axis",      "distribution", "factor", "gain", "l1",    "l2",   "max_value", "maxval", "mean",
      "min_value", "minval",       "mode",   "rate", "scale", "seed", "stddev",    "value"};
  return std::find(kKnown.begin(), kKnown.end(), name) != kKnown.end();
}

Value for_training(const Value& object) {
  if (!object["config"].is_dict()) return object;
  Value config{Value::Dict{}};
  for (const auto& [key, value] : object["config"].dict()) {
    if (is_known_for_training(key)) config.set(key, keras2_value(value));
  }
  Value out = object;
  out.set("config", std::move(config));
  out.erase("shared_object_id");
  return out;
}

// Keras 2 counts the axes from the first one as soon as the layer is built, and lists them.
Value normalized_axes(const Value& axes, const Value& input_shape) {
  const auto rank = static_cast<std::int64_t>(input_shape.list().size());
  Value::List list;
  for (const std::int64_t axis : axes.as_ints()) {
    list.emplace_back(axis < 0 && rank > 0 ? axis + rank : axis);
  }
  return Value(std::move(list));
}

void rename(Value& config, std::string_view from, std::string_view to) {
  if (!config.has(from)) return;
  Value value = config[from];
  config.erase(from);
  config.set(to, std::move(value));
}

// Keras 3 has an int8 and float8 quantization of its own (model.quantize), in the policy.
void refuse_quantized(const Value& dtype, const std::string& layer, const std::string& cls) {
  const std::string policy = dtype["class_name"].as_string();
  if (policy.find("Quantized") == std::string::npos) return;
  const std::string mode = dtype["config"]["mode"].as_string(dtype["config"]["name"].as_string());
  Problem problem;
  problem.id = ErrorId::kModelConfig;
  problem.step = Step::kParse;
  problem.layers = {{layer, cls}};
  problem.reason = "The layer was quantized by Keras 3 itself (" + mode +
                   "), which is not the quantization of QuantizeML that Akida needs.";
  problem.remedy = "Save the model as it was before model.quantize(), in float.";
  throw ConversionError(std::move(problem));
}

}  // namespace

Value keras2_layer_config(const Value& entry) {
  const Value& saved = entry["config"];
  const std::string cls = entry["class_name"].as_string();
  refuse_quantized(saved["dtype"], saved["name"].as_string(), cls);
  Value config{Value::Dict{}};
  for (const auto& [key, value] : saved.dict()) {
    if (key == "batch_shape") {
      config.set("batch_input_shape", keras2_value(value));
    } else if (key == "dtype") {
      config.set("dtype", Value(dtype_policy_name(value)));
    } else if (is_for_training(key)) {
      config.set(key, for_training(value));
    } else if (!is_new_argument(key)) {
      config.set(key, keras2_value(value));
    }
  }
  if (cls == "LeakyReLU") rename(config, "negative_slope", "alpha");
  if ((cls == "BatchNormalization" || cls == "LayerNormalization") && config.has("axis")) {
    config.set("axis", normalized_axes(config["axis"], entry["build_config"]["input_shape"]));
  }
  return config;
}

}  // namespace cnn2snn::keras3
