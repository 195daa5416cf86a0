// SPDX-License-Identifier: Apache-2.0
#include "api/wrapped_model.h"

#include <algorithm>
#include <utility>

namespace cnn2snn {
namespace {

/// With its package, which some versions write in "registered_name" only.
std::string class_of(const keras::Value& layer) {
  std::string registered = layer["registered_name"].as_string();
  return registered.find('>') != std::string::npos ? registered : layer["class_name"].as_string();
}

bool is_quantized(const keras::Value& layer) {
  return is_quantized_class(class_of(layer));
}

/// In a model or in a wrapper of a layer (TimeDistributed) of this configuration; `path` is what
/// gives that one in Python.
std::optional<WrappedModel> find_in(const keras::Value& config, std::string name,
                                    const std::string& path) {
  const keras::Value& wrapped = config["layer"];
  if (wrapped.is_dict()) {
    return find_in(wrapped["config"], wrapped["config"]["name"].as_string(name), path + ".layer");
  }
  const keras::Value::List& layers = (config.is_list() ? config : config["layers"]).list();
  const auto quantized = std::find_if(layers.begin(), layers.end(), is_quantized);
  if (quantized != layers.end()) {
    const bool quantizeml = class_of(*quantized).rfind("Custom>", 0) == 0;
    return WrappedModel{std::move(name), path, 0,
                        quantizeml ? ModelKind::kQuantizeML : ModelKind::kLegacy};
  }
  for (const keras::Value& layer : layers) {
    std::string inner = layer["config"]["name"].as_string(layer["name"].as_string());
    const std::string inner_path = path + ".get_layer('" + inner + "')";
    if (auto found = find_in(layer["config"], std::move(inner), inner_path)) return found;
  }
  return std::nullopt;
}

}  // namespace

bool is_quantized_class(std::string class_name) {
  class_name.erase(0, class_name.rfind('>') + 1);  // npos + 1 is 0.
  return class_name.rfind("Quantized", 0) == 0;
}

std::optional<WrappedModel> wrapped_model(const keras::Graph& graph) {
  if (std::any_of(graph.layers.begin(), graph.layers.end(),
                  [](const keras::Layer& layer) { return is_quantized_class(layer.class_name); })) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    const keras::Layer& layer = graph.layers[i];
    auto found = find_in(layer.config, layer.name, "model.get_layer('" + layer.name + "')");
    if (!found) continue;
    found->layer = i;
    return found;
  }
  return std::nullopt;
}

}  // namespace cnn2snn
