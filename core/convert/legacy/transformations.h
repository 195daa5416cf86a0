// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "convert/legacy/layer.h"

/// Rewrites of a linear branch into sequences Akida 1.0 knows: neural layer, pooling, activation.
/// Each scans the whole branch once, as the official converter does.
namespace cnn2snn::legacy {

void remove_dropout(std::vector<LegacyLayer>& branch);

/// Activation, max pooling → max pooling, activation (equivalent: activations increase).
void move_pooling_before_activation(std::vector<LegacyLayer>& branch);

/// Pooling, batch normalization → batch normalization, pooling. For a max pooling that needs
/// positive gammas.
void move_batch_normalization_before_pooling(const keras::Graph& graph,
                                             std::vector<LegacyLayer>& branch, Report& report);

/// Takes batch normalizations that follow a neural layer out of the branch and notes them in that
/// layer, whose weights absorb them when they are read. `folded` keeps the layers noted; it must
/// outlive `branch`.
void fold_batch_normalizations(const keras::Graph& graph, std::vector<LegacyLayer>& branch,
                               std::vector<LegacyLayer>& folded, Report& report);

}  // namespace cnn2snn::legacy
