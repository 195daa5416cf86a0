// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/invert_activation_maxpool.h"

#include <algorithm>

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {
namespace {

bool is_activation(const keras::Layer& layer) {
  return is_relu(layer) || is_quantizeml_activation(layer);
}

keras::Graph invert(const keras::Graph& graph) {
  const Model model(graph);
  auto pairs = find_pairs(model, is_activation, is_max_pooling2d);
  // Only a monotonic function may change places with the maximum.
  const auto not_monotonic = [&graph](const auto& pair) {
    const keras::Layer& activation = graph.layers[pair.first];
    return !is_relu(activation) && activation.config["activation"].as_string() != "leaky_relu";
  };
  pairs.erase(std::remove_if(pairs.begin(), pairs.end(), not_monotonic), pairs.end());
  if (pairs.empty()) return graph;
  return invert_pairs(model, pairs, config_of(graph));
}

}  // namespace

keras::Graph invert_activation_maxpool(keras::Graph graph) {
  return unchanged_on_failure(std::move(graph), invert);
}

}  // namespace cnn2snn::compatibility
