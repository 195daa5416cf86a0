// SPDX-License-Identifier: Apache-2.0
#include "compatibility/transforms/remove_reshape.h"

#include "compatibility/layer_tests.h"
#include "compatibility/model_config.h"

namespace cnn2snn::compatibility {
namespace {

std::optional<std::size_t> find_superfluous(const Model& model) {
  for (std::size_t i = model.first_layer(); i < model.layers().size(); ++i) {
    if (!is_reshape_or_flatten(model.layer(i))) continue;
    const auto next = model.only_outbound(i);
    if (next && is_reshape_or_flatten(model.layer(*next))) return i;
  }
  return std::nullopt;
}

keras::Graph remove(const keras::Graph& graph) {
  keras::Graph current = graph;
  bool changed = false;
  while (true) {
    const Model model(current);
    const auto found = find_superfluous(model);
    if (!found) break;
    ModelConfig config = config_of(current);
    bypass(config, current.layers[*found].name, model.outbound_names(*found));
    current = from_config(std::move(config), keras::Graph(current));
    changed = true;
  }
  if (changed) set_weights_in_order(current, graph);
  return current;
}

}  // namespace

keras::Graph remove_reshape(keras::Graph graph) {
  return unchanged_on_failure(std::move(graph), remove);
}

}  // namespace cnn2snn::compatibility
