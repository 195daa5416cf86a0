// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/replace_lambda.h"

#include <array>
#include <string_view>

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {
namespace {

bool is_quantizeml_function(std::string_view name) {
  return name == "gelu" || name == "swish" || name == "hard_silu" || name == "leaky_relu";
}

void make_relu(LayerConfig& layer, keras::Value max_value) {
  layer.class_name = "ReLU";
  layer.config.set("max_value", std::move(max_value));
  layer.config.set("negative_slope", keras::Value(0.0));
  layer.config.set("threshold", keras::Value(0.0));
}

void make_activation(LayerConfig& layer, const std::string& function) {
  layer.class_name = "Activation";
  layer.package = "Custom";
  layer.config.set("activation", keras::Value(activation_name(function)));
  if (!layer.config.has("alpha")) layer.config.set("alpha", keras::Value(0.2));
}

void make_merge(LayerConfig& layer, std::string_view class_name) {
  layer.class_name = class_name;
}

void make_reshape(LayerConfig& layer, const keras::Value& kwargs) {
  if (!kwargs["shape"].is_list()) throw TransformFailure("a reshape without a fixed shape");
  layer.class_name = "Reshape";
  layer.config.set("target_shape", kwargs["shape"]);
}

void make_permute(LayerConfig& layer, const keras::Value& kwargs) {
  if (!kwargs["perm"].is_list()) throw TransformFailure("a transpose without a permutation");
  std::vector<std::int64_t> dims;
  for (const keras::Value& axis : kwargs["perm"].list()) dims.push_back(axis.as_int() + 1);
  layer.class_name = "Permute";
  // The batch is counted as one more dimension, as in the original: where `perm` has it, the layer
  // does not fit its input and the whole rewrite is given up.
  layer.config.set("dims", int_list(dims));
}

void add_call_arguments(LayerConfig& layer, const keras::Value& kwargs) {
  for (const auto& [key, value] : kwargs.dict()) {
    if (key == "name") continue;
    if (key != "alpha") throw TransformFailure("Activation takes no argument '" + key + "'");
    layer.config.set(key, value);
  }
}

/// Add and Multiply only where both operands are layers.
bool is_replaceable(const LayerConfig& layer, std::string_view function) {
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
bool replace_function(LayerConfig& layer, std::string_view function, const keras::Value& kwargs) {
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

void rename(ModelConfig& config, const std::string& from, const std::string& to) {
  LayerConfig& layer = config.at(from);
  layer.name = to;
  layer.config.set("name", keras::Value(to));
  for (LayerConfig& other : config.layers) update_inbound(other, from, to);
  for (Link& out : config.outputs) {
    if (out.layer == from) out.layer = to;
  }
}

/// Returns whether anything was replaced.
bool replace_operation(ModelConfig& config, const std::string& name) {
  LayerConfig& layer = config.at(name);
  const std::string function = layer.config["function"].as_string();
  if (!is_replaceable(layer, function)) return false;
  const keras::Value kwargs = layer.call_kwargs.empty() ? keras::Value() : layer.call_kwargs[0];
  if (!replace_function(layer, function, kwargs)) return false;
  layer.call_kwargs.clear();
  if (const std::string new_name = kwargs["name"].as_string(); !new_name.empty()) {
    rename(config, name, new_name);
  }
  return true;
}

keras::Graph replace(const keras::Graph& graph) {
  ModelConfig config = config_of(graph);
  bool changed = false;
  for (const keras::Layer& found : graph.layers) {
    if (found.is("TFOpLambda")) {
      changed = replace_operation(config, found.name) || changed;
      continue;
    }
    if (!is_keras_activation(found)) continue;
    LayerConfig& layer = config.at(found.name);
    const std::string function = activation_name(layer.config["activation"].as_string());
    if (function == "relu") {
      layer.config.erase("activation");
      make_relu(layer, keras::Value());
      changed = true;
    } else if (is_quantizeml_function(function)) {
      make_activation(layer, function);
      changed = true;
    }
  }
  if (!changed) return graph;
  keras::Graph replaced = from_config(std::move(config), graph);
  set_weights_in_order(replaced, graph);
  return replaced;
}

}  // namespace

keras::Graph replace_lambda(keras::Graph graph) {
  return unchanged_on_failure(std::move(graph), replace);
}

}  // namespace cnn2snn::compatibility
