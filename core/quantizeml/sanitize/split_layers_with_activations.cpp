// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using keras::EditFailure;

/// The layer's `activation.__name__`; empty: none or linear.
std::string activation_of(const keras::Layer& layer) {
  const keras::Value& activation = layer.config["activation"];
  if (activation.is_dict()) {
    // A function is written as a dict when it is not one of Keras's own names.
    if (activation["class_name"].as_string() != "function") {
      throw EditFailure("a layer as activation has no __name__");
    }
    return activation["config"].as_string();
  }
  const std::string name = activation_name(activation.as_string());
  return name == "linear" ? std::string() : name;
}

bool split(keras::Graph& graph) {
  const keras::Neighbours neighbours(graph);
  keras::Edit edit(graph);
  bool changed = false;
  for (std::size_t i = first_layer(graph); i < graph.layers.size(); ++i) {
    if (graph.layers[i].is("Activation")) continue;
    const std::string activation = activation_of(graph.layers[i]);
    if (activation.empty()) continue;
    keras::Layer& layer = edit.layer(i);
    layer.config.set("activation", keras::Value(std::string("linear")));
    keras::Layer added = new_layer("Activation", layer.name + "_activ");
    added.config.set("activation", keras::Value(activation));
    edit.insert_after(i, std::move(added), neighbours.outbounds(i));
    changed = true;
  }
  if (changed) edit.finish();
  return changed;
}

}  // namespace

bool split_layers_with_activations(keras::Graph& graph) {
  return attempt(graph, split);
}

}  // namespace cnn2snn::quantizeml
