// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using keras::EditFailure;

/// A chain of Concatenates of two; the last one keeps the name: what follows takes it as before.
void split(keras::Edit& edit, std::size_t i) {
  const keras::Layer concatenate = edit.at(i);
  const std::vector<keras::Inbound>& inbounds = concatenate.inbound_nodes[0];
  std::size_t before = inbounds[0].layer;
  for (std::size_t k = 1; k < inbounds.size(); ++k) {
    const std::vector<keras::Inbound> two = {{before, 0, 0}, {inbounds[k].layer, 0, 0}};
    if (k + 1 == inbounds.size()) {
      edit.layer(i).inbound_nodes = {two};
      return;
    }
    keras::Layer added = concatenate;
    added.name = concatenate.name + "_" + edit.at(inbounds[k].layer).name;
    added.config.set("name", keras::Value(added.name));
    added.inbound_nodes = {two};
    before = edit.add(std::move(added));
  }
}

bool split_all(keras::Graph& graph) {
  std::vector<std::size_t> targets;
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    const keras::Layer& layer = graph.layers[i];
    if (!is_concatenate(layer)) continue;
    if (layer.inbound_nodes.size() != 1) throw EditFailure("a Concatenate called twice");
    if (layer.inbound_nodes[0].size() > 2) targets.push_back(i);
  }
  if (targets.empty()) return false;
  keras::Edit edit(graph);
  for (const std::size_t i : targets) split(edit, i);
  edit.finish();
  return true;
}

}  // namespace

bool split_concat_layers(keras::Graph& graph) {
  return attempt(graph, split_all);
}

}  // namespace cnn2snn::quantizeml
