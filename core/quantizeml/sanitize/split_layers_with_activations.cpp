// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/split_layers_with_activations.h"

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {
namespace {

/// The layer's `activation.__name__`; empty: none or linear.
std::string activation_of(const keras::Layer& layer) {
  const keras::Value& activation = layer.config["activation"];
  if (activation.is_dict()) {
    // A function is written as a dict when it is not one of Keras's own names.
    if (activation["class_name"].as_string() != "function") {
      throw TransformFailure("a layer as activation has no __name__");
    }
    return activation["config"].as_string();
  }
  const std::string name = activation_name(activation.as_string());
  return name == "linear" ? std::string() : name;
}

keras::Graph split(const keras::Graph& graph) {
  const Model model(graph);
  ModelConfig config = config_of(graph);
  for (std::size_t i = model.first_layer(); i < graph.layers.size(); ++i) {
    const keras::Layer& layer = graph.layers[i];
    if (layer.is("Activation")) continue;
    const std::string activation = activation_of(layer);
    if (activation.empty()) continue;
    config.at(layer.name).config.set("activation", keras::Value(std::string("linear")));
    LayerConfig added = new_layer("Activation", layer.name + "_activ");
    added.config.set("activation", keras::Value(activation));
    insert_after(config, layer.name, std::move(added), model.outbound_names(i));
  }
  return from_config(std::move(config), graph);
}

}  // namespace

keras::Graph split_layers_with_activations(keras::Graph graph) {
  return unchanged_on_failure(std::move(graph), split);
}

}  // namespace cnn2snn::compatibility
