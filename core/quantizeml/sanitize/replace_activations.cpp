// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/replace_activations.h"

#include <algorithm>

#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {
namespace {

/// False: the slopes differ, the layer stays.
bool take_slope(LayerConfig& layer, const keras::Graph& graph) {
  if (layer.weights.empty()) throw TransformFailure("a PReLU without slopes");
  const std::vector<float> alpha = graph.read(layer.weights[0]);
  if (alpha.empty()) throw TransformFailure("a PReLU without slopes");
  if (std::any_of(alpha.begin(), alpha.end(), [&](float a) { return a != alpha[0]; })) return false;
  for (const char* key :
       {"alpha_initializer", "alpha_regularizer", "alpha_constraint", "shared_axes"}) {
    layer.config.erase(key);
  }
  layer.config.set("alpha", keras::Value(static_cast<double>(alpha[0])));
  layer.weights.clear();
  return true;
}

keras::Graph replace(const keras::Graph& graph) {
  ModelConfig config = config_of(graph);
  bool changed = false;
  for (LayerConfig& layer : config.layers) {
    const bool prelu = layer.class_name == "PReLU";
    if (!prelu && layer.class_name != "LeakyReLU") continue;
    if (prelu && !take_slope(layer, graph)) continue;
    layer.class_name = "Activation";
    layer.package = "Custom";
    layer.config.set("activation", keras::Value(std::string("leaky_relu")));
    if (!layer.config.has("alpha")) layer.config.set("alpha", keras::Value(0.3));
    changed = true;
  }
  if (!changed) return graph;
  return from_config(std::move(config), graph);
}

}  // namespace

keras::Graph replace_activations(keras::Graph graph) {
  return unchanged_on_failure(std::move(graph), replace);
}

}  // namespace cnn2snn::compatibility
