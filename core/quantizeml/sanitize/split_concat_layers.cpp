// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/split_concat_layers.h"

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {
namespace {

void split(ModelConfig& config, const std::string& name) {
  const LayerConfig concatenate = config.at(name);
  const std::vector<Link>& inbounds = concatenate.inbound_nodes[0];
  remove_layer(config, name);
  std::string before = inbounds[0].layer;
  for (std::size_t i = 1; i < inbounds.size(); ++i) {
    LayerConfig added = concatenate;
    // The last one keeps the name: what follows takes it as before.
    if (i + 1 < inbounds.size()) added.name = name + "_" + inbounds[i].layer;
    added.config.set("name", keras::Value(added.name));
    added.inbound_nodes.assign(1, {Link{before, 0, 0}, Link{inbounds[i].layer, 0, 0}});
    before = added.name;
    config.layers.push_back(std::move(added));
  }
}

keras::Graph split_all(const keras::Graph& graph) {
  ModelConfig config = config_of(graph);
  bool changed = false;
  for (const keras::Layer& layer : graph.layers) {
    if (!is_concatenate(layer)) continue;
    if (layer.inbound_nodes.size() != 1) throw TransformFailure("a Concatenate called twice");
    if (layer.inbound_nodes[0].size() <= 2) continue;
    split(config, layer.name);
    changed = true;
  }
  if (!changed) return graph;
  return from_config(std::move(config), graph);
}

}  // namespace

keras::Graph split_concat_layers(keras::Graph graph) {
  return unchanged_on_failure(std::move(graph), split_all);
}

}  // namespace cnn2snn::compatibility
