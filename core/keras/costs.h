// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "keras/graph.h"

namespace cnn2snn::keras {

/// What a layer costs: elements of its weights (those of quantizers left out), and
/// multiply-accumulates of one inference.
struct Cost {
  std::uint64_t parameters = 0;
  std::uint64_t macs = 0;
};

/// Index as Graph::layers; `shapes` are those of infer_shapes. Every element of a kernel is used
/// once at each position: of the output, of the input of a transposed convolution, of the time of a
/// recurrent layer. Where a shape is not known, and inside nested models, MACs are 0. Sums
/// saturate.
std::vector<Cost> layer_costs(const Graph& graph, const std::vector<std::optional<Shape>>& shapes);

/// Elements of one sample of this shape; a size that is not known counts as 1.
double sample_elements(const std::optional<Shape>& shape);

}  // namespace cnn2snn::keras
