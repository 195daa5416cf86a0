// SPDX-License-Identifier: Apache-2.0
//
// Output shapes of TFOpLambda layers: TensorFlow functions that were called on Keras tensors. Their
// arguments count the batch as axis 0.
#include <algorithm>
#include <unordered_set>

#include "keras/shape_rules.h"

namespace cnn2snn::keras {
namespace {

bool is_elementwise(std::string_view function) {
  static const std::unordered_set<std::string_view> functions = {
      "cast",          "clip_by_value", "compat.v1.nn.softmax",
      "identity",      "math.abs",      "math.ceil",
      "math.exp",      "math.floor",    "math.log",
      "math.negative", "math.round",    "math.rsqrt",
      "math.sigmoid",  "math.sqrt",     "math.square",
      "math.tanh",     "nn.elu",        "nn.gelu",
      "nn.leaky_relu", "nn.relu",       "nn.relu6",
      "nn.selu",       "nn.sigmoid",    "nn.silu",
      "nn.softmax",    "nn.softplus",   "nn.swish",
      "nn.tanh",       "stop_gradient",
  };
  return functions.count(function) != 0;
}

bool is_binary(std::string_view function) {
  static const std::unordered_set<std::string_view> functions = {
      "__operators__.add", "math.add",     "math.divide",       "math.floordiv",
      "math.maximum",      "math.minimum", "math.multiply",     "math.pow",
      "math.subtract",     "math.truediv", "math.divide_no_nan"};
  return functions.count(function) != 0;
}

// Two tensors, or one and a number. A constant with a shape of its own is not looked at.
std::optional<Shape> binary(const ShapeCall& call) {
  if (call.inputs.size() == 1) {
    for (const std::string_view name : {"x", "y", "_CONSTANT_VALUE"}) {
      if (call.kwargs[name].is_list()) return std::nullopt;
    }
  }
  return broadcast_shape(call);
}

// `shape` as tf.reshape takes it, batch first.
std::optional<Shape> reshape(const ShapeCall& call) {
  Shape target = call.kwargs["shape"].as_ints();
  if (target.empty() || call.inputs.size() != 1) return std::nullopt;
  const std::int64_t batch = target.front();
  target.erase(target.begin());
  const bool infers = std::find(target.begin(), target.end(), -1) != target.end();
  // The batch stays what it is when it is the entry to infer, or a given number.
  if (batch == -1 && infers) return std::nullopt;
  return reshaped(call.inputs[0], std::move(target));
}

std::optional<Shape> transpose(const ShapeCall& call) {
  if (call.inputs.size() != 1) return std::nullopt;
  const Shape& input = call.inputs[0];
  const std::vector<std::int64_t> order = call.kwargs["perm"].as_ints();
  if (order.size() != input.size() + 1 || order.front() != 0) return std::nullopt;
  Shape shape;
  std::vector<bool> used(input.size(), false);
  for (std::size_t i = 1; i < order.size(); ++i) {
    const auto axis = axis_index(order[i], input.size());
    if (!axis || used[*axis]) return std::nullopt;
    used[*axis] = true;
    shape.push_back(input[*axis]);
  }
  return shape;
}

std::optional<Shape> reduce(const ShapeCall& call) {
  if (call.inputs.size() != 1) return std::nullopt;
  const Shape& input = call.inputs[0];
  const std::vector<std::int64_t> axes = call.kwargs["axis"].as_ints();
  if (axes.empty()) return std::nullopt;
  std::vector<bool> reduced(input.size(), false);
  for (const std::int64_t axis : axes) {
    const auto index = axis_index(axis, input.size());
    if (!index) return std::nullopt;
    reduced[*index] = true;
  }
  const bool keep = call.kwargs["keepdims"].truthy();
  Shape shape;
  for (std::size_t i = 0; i < input.size(); ++i) {
    if (!reduced[i]) {
      shape.push_back(input[i]);
    } else if (keep) {
      shape.push_back(1);
    }
  }
  return shape;
}

std::optional<Shape> expand_dims(const ShapeCall& call) {
  if (call.inputs.size() != 1) return std::nullopt;
  Shape shape = call.inputs[0];
  const auto axis = axis_index(call.kwargs["axis"].as_int(), shape.size() + 1);
  if (!axis) return std::nullopt;
  shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(*axis), 1);
  return shape;
}

std::optional<Shape> squeeze(const ShapeCall& call) {
  if (call.inputs.size() != 1) return std::nullopt;
  const Shape& input = call.inputs[0];
  std::vector<bool> dropped(input.size(), false);
  for (const std::int64_t axis : call.kwargs["axis"].as_ints()) {
    const auto index = axis_index(axis, input.size());
    if (!index || input[*index] != 1) return std::nullopt;
    dropped[*index] = true;
  }
  const bool all = !call.kwargs["axis"].truthy() && !call.kwargs["axis"].is_int();
  Shape shape;
  for (std::size_t i = 0; i < input.size(); ++i) {
    if (!dropped[i] && !(all && input[i] == 1)) shape.push_back(input[i]);
  }
  return shape;
}

std::optional<Shape> resize(const ShapeCall& call) {
  const std::vector<std::int64_t> size = call.kwargs["size"].as_ints();
  if (call.inputs.size() != 1 || call.inputs[0].size() != 3 || size.size() != 2) {
    return std::nullopt;
  }
  if (call.kwargs["preserve_aspect_ratio"].truthy()) return std::nullopt;
  return Shape{size[0], size[1], call.inputs[0][2]};
}

}  // namespace

std::optional<Shape> operator_shape(const ShapeCall& call) {
  const std::string function = call.config("function").as_string();
  if (is_elementwise(function)) {
    return call.inputs.empty() ? std::nullopt : std::optional(call.inputs[0]);
  }
  if (is_binary(function)) return binary(call);
  if (function == "reshape") return reshape(call);
  if (function == "transpose" || function == "compat.v1.transpose") return transpose(call);
  if (function == "concat") {
    return concatenated_shape(call.inputs, call.kwargs["axis"].as_int());
  }
  if (function.starts_with("math.reduce_")) return reduce(call);
  if (function == "expand_dims") return expand_dims(call);
  if (function == "squeeze") return squeeze(call);
  if (function == "image.resize") return resize(call);
  return std::nullopt;
}

}  // namespace cnn2snn::keras
