// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

bool remove(keras::Graph& graph) {
  const keras::Neighbours neighbours(graph);
  std::vector<std::size_t> superfluous;
  for (std::size_t i = first_layer(graph); i < graph.layers.size(); ++i) {
    const auto next = neighbours.only_outbound(i);
    if (is_reshape_or_flatten(graph.layers[i]) && next &&
        is_reshape_or_flatten(graph.layers[*next])) {
      superfluous.push_back(i);
    }
  }
  if (superfluous.empty()) return false;
  keras::Edit edit(graph);
  for (const std::size_t i : superfluous) edit.bypass(i, neighbours.outbounds(i));
  edit.finish(keras::Edit::Weights::kByPosition);
  return true;
}

}  // namespace

bool remove_reshape(keras::Graph& graph) {
  return attempt(graph, remove);
}

}  // namespace cnn2snn::quantizeml
