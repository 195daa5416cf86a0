// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "convert/blocks/block.h"

namespace cnn2snn::blocks {

struct Split {
  std::vector<Block> blocks;  ///< First to last; those with nothing to convert are left out.
  /// Index of the first Dequantizer: layers after it stay on the host.
  std::optional<std::size_t> dequantizer;
};

/// Cuts the graph into blocks. Adds a problem for every place where no cut is possible, and one
/// warning that lists the layers after the first Dequantizer.
Split split_into_blocks(const Source& source, Report& report);

/// Layers of a block that Akida has no need of, by class: InputLayer, Rescaling, Activation,
/// Softmax, Dropout (and the quantized forms of Rescaling and Dropout).
bool is_skippable_class(const keras::Layer& layer);

/// Index of the first Dequantizer in the order of the model's layers.
std::optional<std::size_t> first_dequantizer(const keras::Graph& graph);

}  // namespace cnn2snn::blocks
