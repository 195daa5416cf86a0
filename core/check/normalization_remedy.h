// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "keras/graph.h"
#include "keras/neighbours.h"

namespace cnn2snn::check {

/// What to do so that QuantizeML folds this BatchNormalization into the layer with weights before
/// it: which layer has to move where, or what keeps it from being folded where it is.
std::string remedy_for_normalization(const keras::Graph& graph, const keras::Neighbours& neighbours,
                                     std::size_t normalization);

}  // namespace cnn2snn::check
