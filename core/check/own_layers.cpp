// SPDX-License-Identifier: Apache-2.0
#include "check/own_layers.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace cnn2snn::check {

OwnLayers::OwnLayers(const keras::Graph& file) {
  for (const keras::Layer& layer : file.layers) classes_.emplace(layer.name, layer.class_name);
}

std::string OwnLayers::before(const keras::Graph& quantized, const std::string& name) const {
  auto at = quantized.find(name);
  // Each step goes one layer back; links that form a ring would never end.
  for (std::size_t steps = 0; at && steps <= quantized.layers.size(); ++steps) {
    const keras::Layer& layer = quantized.layers[*at];
    if (has(layer.name)) return layer.name;
    if (layer.inbounds().empty()) break;
    at = layer.inbounds()[0].layer;
  }
  return {};
}

void OwnLayers::name(const keras::Graph& quantized, Problem& problem) const {
  if (problem.layers.empty()) return;
  std::vector<LayerName> own;
  std::copy_if(problem.layers.begin(), problem.layers.end(), std::back_inserter(own),
               [this](const LayerName& layer) { return has(layer.name); });
  if (own.empty()) {
    const std::string name = before(quantized, problem.layers.front().name);
    if (name.empty()) return;
    own.push_back({name, classes_.at(name)});
  }
  for (LayerName& layer : own) {
    if (layer.class_name.empty()) layer.class_name = classes_.at(layer.name);
  }
  problem.layers = std::move(own);
}

}  // namespace cnn2snn::check
