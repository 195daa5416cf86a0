// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/invert_batchnorm_pooling.h"

#include <algorithm>

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {
namespace {

bool is_pooling(const keras::Layer& layer) {
  return is_max_pooling2d(layer) || is_global_average_pooling2d(layer);
}

keras::Graph invert(const keras::Graph& graph) {
  const Model model(graph);
  const auto pairs = find_pairs(model, is_pooling, is_batch_normalization);
  if (pairs.empty()) return graph;
  ModelConfig config = config_of(graph);
  for (const auto& [pooling, normalization] : pairs) {
    const keras::Layer& layer = graph.layers[normalization];
    if (layer.weights.empty()) throw TransformFailure("a BatchNormalization without weights");
    if (is_max_pooling2d(graph.layers[pooling])) {
      const std::vector<float> gamma = graph.read(layer.weights[0]);
      if (std::any_of(gamma.begin(), gamma.end(), [](float g) { return g <= 0; })) {
        throw TransformFailure("gammas that are not positive");
      }
    } else {
      config.at(layer.name).config.set("axis", int_list({-1}));
    }
  }
  return invert_pairs(model, pairs, std::move(config));
}

}  // namespace

keras::Graph invert_batchnorm_pooling(keras::Graph graph) {
  return unchanged_on_failure(std::move(graph), invert);
}

}  // namespace cnn2snn::compatibility
