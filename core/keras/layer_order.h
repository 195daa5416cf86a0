// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "keras/graph.h"

namespace cnn2snn::keras {

/// Keras's order of a functional model's layers (tf_keras engine/functional.py,
/// `_map_graph_network`): by decreasing depth, then in order of a depth-first walk from the
/// outputs; layers that no output depends on come last. Indices into Graph::layers. nullopt: the
/// layers form a circle.
std::optional<std::vector<std::size_t>> layer_order(const Graph& graph);

/// Puts the layers into this order. Layers that are not in it go; nothing may take their output.
void reorder(Graph& graph, const std::vector<std::size_t>& order);

/// Puts the layers of a functional graph into Keras's order; a Sequential has it.
void sort_layers(Graph& graph);

}  // namespace cnn2snn::keras
