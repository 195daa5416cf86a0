// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Splits Concatenate layers of more than two inputs into chains of two-input ones.
keras::Graph split_concat_layers(keras::Graph graph);

}  // namespace cnn2snn::compatibility
