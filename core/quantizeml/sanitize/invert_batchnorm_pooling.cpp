// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using keras::EditFailure;

bool is_pooling(const keras::Layer& layer) {
  return is_max_pooling2d(layer) || is_global_average_pooling2d(layer);
}

bool invert(keras::Graph& graph) {
  const keras::Neighbours neighbours(graph);
  const Pairs pairs = find_pairs(graph, neighbours, is_pooling, is_batch_normalization);
  if (pairs.empty()) return false;
  keras::Edit edit(graph);
  for (const auto& [pooling, normalization] : pairs) {
    const keras::Layer& layer = graph.layers[normalization];
    if (layer.weights.empty()) throw EditFailure("a BatchNormalization without weights");
    if (is_max_pooling2d(graph.layers[pooling])) {
      const std::vector<float> gamma = graph.read(layer.weights[0]);
      if (std::any_of(gamma.begin(), gamma.end(), [](float g) { return g <= 0; })) {
        throw EditFailure("gammas that are not positive");
      }
    } else {
      edit.layer(normalization).config.set("axis", int_list({-1}));
    }
  }
  invert_pairs(edit, neighbours, pairs);
  return true;
}

}  // namespace

bool invert_batchnorm_pooling(keras::Graph& graph) {
  return attempt(graph, invert);
}

}  // namespace cnn2snn::quantizeml
