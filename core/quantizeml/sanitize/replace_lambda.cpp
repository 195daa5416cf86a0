// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string_view>

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using keras::EditFailure;

bool is_quantizeml_function(std::string_view name) {
  return name == "gelu" || name == "swish" || name == "hard_silu" || name == "leaky_relu";
}

void make_relu(keras::Layer& layer, keras::Value max_value) {
  layer.class_name = "ReLU";
  layer.config.set("max_value", std::move(max_value));
  layer.config.set("negative_slope", keras::Value(0.0));
  layer.config.set("threshold", keras::Value(0.0));
}

void make_activation(keras::Layer& layer, const std::string& function) {
  layer.class_name = "Activation";
  layer.package = "Custom";
  layer.config.set("activation", keras::Value(activation_name(function)));
  if (!layer.config.has("alpha")) layer.config.set("alpha", keras::Value(0.2));
}

void make_merge(keras::Layer& layer, std::string_view class_name) {
  layer.class_name = class_name;
}

void make_reshape(keras::Layer& layer, const keras::Value& kwargs) {
  if (!kwargs["shape"].is_list()) throw EditFailure("a reshape without a fixed shape");
  layer.class_name = "Reshape";
  layer.config.set("target_shape", kwargs["shape"]);
}

void make_permute(keras::Layer& layer, const keras::Value& kwargs) {
  if (!kwargs["perm"].is_list()) throw EditFailure("a transpose without a permutation");
  std::vector<std::int64_t> dims;
  for (const keras::Value& axis : kwargs["perm"].list()) dims.push_back(axis.as_int() + 1);
  layer.class_name = "Permute";
  // The batch is counted as one more dimension, as in the original: where `perm` has it, the layer
  // does not fit its input and the whole rewrite is given up.
  layer.config.set("dims", int_list(dims));
}

void add_call_arguments(keras::Layer& layer, const keras::Value& kwargs) {
  for (const auto& [key, value] : kwargs.dict()) {
    if (key == "name") continue;
    if (key != "alpha") throw EditFailure("Activation takes no argument '" + key + "'");
    layer.config.set(key, value);
  }
}

/// Add and Multiply only where both operands are layers.
bool is_replaceable(const keras::Layer& layer, std::string_view function) {
  static constexpr std::array<std::string_view, 4> kBinary = {
      "__operators__.add", "__operators__.multiply", "math.add", "math.multiply"};
  for (const std::string_view binary : kBinary) {
    if (function == binary) {
      return !layer.inbound_nodes.empty() && layer.inbound_nodes[0].size() == 2;
    }
  }
  return true;
}

/// Returns whether the function has an equivalent layer.
bool replace_function(keras::Layer& layer, std::string_view function, const keras::Value& kwargs) {
  if (function == "nn.relu") {
    make_relu(layer, keras::Value());
  } else if (function == "nn.relu6") {
    make_relu(layer, keras::Value(6.0));
  } else if (function == "math.add" || function == "__operators__.add") {
    make_merge(layer, "Add");
  } else if (function == "math.multiply" || function == "__operators__.multiply") {
    make_merge(layer, "Multiply");
  } else if (function == "reshape") {
    make_reshape(layer, kwargs);
  } else if (function == "transpose" || function == "compat.v1.transpose") {
    make_permute(layer, kwargs);
  } else if (function == "nn.silu" || function == "nn.gelu" || function == "nn.leaky_relu") {
    add_call_arguments(layer, kwargs);
    make_activation(layer, std::string(function.substr(3)));
  } else {
    return false;
  }
  layer.config.erase("function");
  return true;
}

/// Returns whether it was replaced.
bool replace_operation(keras::Edit& edit, std::size_t i) {
  const std::string function = edit.at(i).config["function"].as_string();
  if (!is_replaceable(edit.at(i), function)) return false;
  const auto& calls = edit.at(i).call_kwargs;
  const keras::Value kwargs = calls.empty() ? keras::Value() : calls[0];
  keras::Layer& layer = edit.layer(i);
  if (!replace_function(layer, function, kwargs)) return false;
  layer.call_kwargs.clear();
  if (const std::string name = kwargs["name"].as_string(); !name.empty()) {
    layer.name = name;
    layer.config.set("name", keras::Value(name));
  }
  return true;
}

bool replace_activation(keras::Edit& edit, std::size_t i) {
  const std::string function = activation_name(edit.at(i).config["activation"].as_string());
  if (function != "relu" && !is_quantizeml_function(function)) return false;
  keras::Layer& layer = edit.layer(i);
  if (function == "relu") {
    layer.config.erase("activation");
    make_relu(layer, keras::Value());
  } else {
    make_activation(layer, function);
  }
  return true;
}

bool replace(keras::Graph& graph) {
  keras::Edit edit(graph);
  bool changed = false;
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    if (graph.layers[i].is("TFOpLambda")) {
      changed = replace_operation(edit, i) || changed;
    } else if (is_keras_activation(graph.layers[i])) {
      changed = replace_activation(edit, i) || changed;
    }
  }
  if (changed) edit.finish(keras::Edit::Weights::kByPosition);
  return changed;
}

}  // namespace

bool replace_lambda(keras::Graph& graph) {
  return attempt(graph, replace);
}

}  // namespace cnn2snn::quantizeml
