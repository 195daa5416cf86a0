// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "convert/legacy/layer.h"

namespace cnn2snn::legacy {

/// Checks inputs, outputs and links: only one linear branch can be converted. `layers` are those of
/// the graph, same indices. Returns the layers from the input's follower to the output; empty when
/// there is no such branch (the report then says why).
std::vector<LegacyLayer> linear_branch(const keras::Graph& graph,
                                       const std::vector<LegacyLayer>& layers, Report& report);

}  // namespace cnn2snn::legacy
