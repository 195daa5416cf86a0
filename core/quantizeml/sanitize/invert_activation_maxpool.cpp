// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

bool is_activation(const keras::Layer& layer) {
  return is_relu(layer) || is_quantizeml_activation(layer);
}

bool invert(keras::Graph& graph) {
  const keras::Neighbours neighbours(graph);
  Pairs pairs = find_pairs(graph, neighbours, is_activation, is_max_pooling2d);
  // Only a monotonic function may change places with the maximum.
  const auto not_monotonic = [&graph](const auto& pair) {
    const keras::Layer& activation = graph.layers[pair.first];
    return !is_relu(activation) && activation.config["activation"].as_string() != "leaky_relu";
  };
  pairs.erase(std::remove_if(pairs.begin(), pairs.end(), not_monotonic), pairs.end());
  if (pairs.empty()) return false;
  keras::Edit edit(graph);
  invert_pairs(edit, neighbours, pairs);
  return true;
}

}  // namespace

bool invert_activation_maxpool(keras::Graph& graph) {
  return attempt(graph, invert);
}

}  // namespace cnn2snn::quantizeml
