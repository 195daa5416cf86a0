// SPDX-License-Identifier: Apache-2.0
//
// Functions of keras.ops by the class that Keras 3 records, and the function that tf_keras records
// for the same Python expression.
#include "keras/keras3/operations.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "keras/keras3/inbound_nodes.h"
#include "keras/keras3/serialized.h"

namespace cnn2snn::keras3 {
namespace {

using keras::Value;

struct Function {
  std::string_view operation;
  std::string_view function;
};

constexpr auto kFunctions = std::to_array<Function>({
    {"Abs", "math.abs"},           {"Absolute", "math.abs"},
    {"Add", "__operators__.add"},  {"Concatenate", "concat"},
    {"Divide", "math.truediv"},    {"Elu", "nn.elu"},
    {"Exp", "math.exp"},           {"ExpandDims", "expand_dims"},
    {"Gelu", "nn.gelu"},           {"LeakyRelu", "nn.leaky_relu"},
    {"Max", "math.reduce_max"},    {"Maximum", "math.maximum"},
    {"Mean", "math.reduce_mean"},  {"Minimum", "math.minimum"},
    {"Multiply", "math.multiply"}, {"Negative", "math.negative"},
    {"Relu", "nn.relu"},           {"Relu6", "nn.relu6"},
    {"Reshape", "reshape"},        {"Selu", "nn.selu"},
    {"Sigmoid", "math.sigmoid"},   {"Silu", "nn.silu"},
    {"Softmax", "nn.softmax"},     {"Softplus", "nn.softplus"},
    {"Sqrt", "math.sqrt"},         {"Square", "math.square"},
    {"Squeeze", "squeeze"},        {"Subtract", "math.subtract"},
    {"Sum", "math.reduce_sum"},    {"Tanh", "math.tanh"},
    {"Transpose", "transpose"},    {"TrueDivide", "math.truediv"},
});

// Arguments that have another name in TensorFlow.
constexpr auto kArguments = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"axes", "perm"},
    {"negative_slope", "alpha"},
    {"newshape", "shape"},
});

std::string function_of(const std::string& operation) {
  for (const Function& known : kFunctions) {
    if (known.operation == operation) return std::string(known.function);
  }
  return "keras.ops." + operation;
}

// The operation's own arguments; those that are not given are left to TensorFlow's defaults.
Value arguments_of(const Value& config) {
  Value arguments{Value::Dict{}};
  for (const auto& [key, value] : config.dict()) {
    if (key == "name" || value.is_null() || value == Value(false)) continue;
    std::string_view name = key;
    for (const auto& [keras3, tensorflow] : kArguments) {
      if (key == keras3) name = tensorflow;
    }
    arguments.set(name, keras2_value(value));
  }
  return arguments;
}

bool holds_tensor(const Value& value) {
  if (is_tensor(value)) return true;
  for (const Value& element : value.list()) {
    if (holds_tensor(element)) return true;
  }
  return false;
}

// One number beside one tensor: `x + 3` and `3 + x` as Keras 2 records them.
Value with_constants(const Value& node, const Value& arguments) {
  Value::List args = node["args"].list();
  Value kwargs = node["kwargs"].is_dict() ? node["kwargs"] : Value(Value::Dict{});
  for (const auto& [key, value] : arguments.dict()) kwargs.set(key, value);
  if (args.size() == 2 && !holds_tensor(args[1])) {
    kwargs.set("y", std::move(args[1]));
    args.pop_back();
  } else if (args.size() == 2 && !holds_tensor(args[0])) {
    kwargs.set("_CONSTANT_VALUE", std::move(args[0]));
    args.erase(args.begin());
  }
  Value call;
  call.set("args", Value(std::move(args)));
  call.set("kwargs", std::move(kwargs));
  return call;
}

}  // namespace

bool is_operation(const Value& entry) {
  const std::string module = entry["module"].as_string();
  if (!module.empty())
    return module.starts_with("keras.ops") || module.starts_with("keras.src.ops");
  // An .h5 does not tell the module. Every layer but the input has these two.
  const Value& config = entry["config"];
  return entry["class_name"].as_string() != "InputLayer" && config.is_dict() &&
         !config.has("layers") && !config.has("trainable") && !config.has("dtype");
}

Value function_layer(const Value& entry) {
  const Value arguments = arguments_of(entry["config"]);
  Value::List nodes;
  for (const Value& node : entry["inbound_nodes"].list()) {
    nodes.push_back(with_constants(node, arguments));
  }
  Value config;
  config.set("name", entry["config"]["name"]);
  config.set("trainable", Value(true));
  config.set("dtype", Value(std::string("float32")));
  config.set("function", Value(function_of(entry["class_name"].as_string())));
  Value layer;
  layer.set("class_name", Value(std::string("TFOpLambda")));
  layer.set("config", std::move(config));
  layer.set("name", entry.has("name") ? entry["name"] : entry["config"]["name"]);
  layer.set("inbound_nodes", Value(std::move(nodes)));
  return layer;
}

}  // namespace cnn2snn::keras3
