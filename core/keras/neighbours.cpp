// SPDX-License-Identifier: Apache-2.0
#include "keras/neighbours.h"

#include <algorithm>

namespace cnn2snn::keras {

Neighbours::Neighbours(const Graph& graph)
    : outbounds_(graph.layers.size()), only_inbounds_(graph.layers.size()) {
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    const Layer& layer = graph.layers[i];
    for (const auto& node : layer.inbound_nodes) {
      for (const Inbound& in : node) outbounds_[in.layer].push_back(i);
    }
    if (layer.inbounds().size() == 1) only_inbounds_[i] = layer.inbounds()[0].layer;
  }
}

std::optional<std::size_t> Neighbours::only_outbound(std::size_t i) const {
  if (outbounds_[i].size() != 1) return std::nullopt;
  return outbounds_[i][0];
}

bool Neighbours::feeds_itself(std::size_t i) const {
  return std::find(outbounds_[i].begin(), outbounds_[i].end(), i) != outbounds_[i].end();
}

std::optional<std::size_t> Neighbours::only_inbound(std::size_t i) const {
  return only_inbounds_[i];
}

std::size_t first_layer(const Graph& graph) {
  return graph.sequential && !graph.layers.empty() && graph.layers[0].is("InputLayer") ? 1 : 0;
}

}  // namespace cnn2snn::keras
