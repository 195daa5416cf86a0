// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/remove_reshape.h"

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {
namespace {

bool is_superfluous(const Model& model, std::size_t i) {
  if (!is_reshape_or_flatten(model.layer(i))) return false;
  const auto next = model.only_outbound(i);
  return next && is_reshape_or_flatten(model.layer(*next));
}

keras::Graph remove(const keras::Graph& graph) {
  const Model model(graph);
  ModelConfig config = config_of(graph);
  bool changed = false;
  for (std::size_t i = model.first_layer(); i < graph.layers.size(); ++i) {
    if (!is_superfluous(model, i)) continue;
    bypass(config, graph.layers[i].name, model.outbound_names(i));
    changed = true;
  }
  if (!changed) return graph;
  keras::Graph removed = from_config(std::move(config), graph);
  set_weights_in_order(removed, graph);
  return removed;
}

}  // namespace

keras::Graph remove_reshape(keras::Graph graph) {
  return unchanged_on_failure(std::move(graph), remove);
}

}  // namespace cnn2snn::compatibility
