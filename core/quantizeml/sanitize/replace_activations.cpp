// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using keras::EditFailure;

/// nullopt: the slopes differ, the layer stays.
std::optional<float> slope_of(const keras::Layer& layer, const keras::Graph& graph) {
  if (layer.weights.empty()) throw EditFailure("a PReLU without slopes");
  const std::vector<float> alpha = graph.read(layer.weights[0]);
  if (alpha.empty()) throw EditFailure("a PReLU without slopes");
  if (std::any_of(alpha.begin(), alpha.end(), [&](float a) { return a != alpha[0]; })) return {};
  return alpha[0];
}

void take_slope(keras::Layer& layer, float slope) {
  for (const char* key :
       {"alpha_initializer", "alpha_regularizer", "alpha_constraint", "shared_axes"}) {
    layer.config.erase(key);
  }
  layer.config.set("alpha", keras::Value(static_cast<double>(slope)));
  layer.weights.clear();
}

bool replace(keras::Graph& graph) {
  keras::Edit edit(graph);
  bool changed = false;
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    const bool prelu = graph.layers[i].is("PReLU");
    if (!prelu && !graph.layers[i].is("LeakyReLU")) continue;
    const auto slope = prelu ? slope_of(graph.layers[i], graph) : std::nullopt;
    if (prelu && !slope) continue;
    keras::Layer& layer = edit.layer(i);
    if (slope) take_slope(layer, *slope);
    layer.class_name = "Activation";
    layer.package = "Custom";
    layer.config.set("activation", keras::Value(std::string("leaky_relu")));
    if (!layer.config.has("alpha")) layer.config.set("alpha", keras::Value(0.3));
    changed = true;
  }
  if (changed) edit.finish();
  return changed;
}

}  // namespace

bool replace_activations(keras::Graph& graph) {
  return attempt(graph, replace);
}

}  // namespace cnn2snn::quantizeml
