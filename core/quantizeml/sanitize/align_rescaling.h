// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Folds the offset of the first Rescaling, and its scale where that is a vector, into the layer
/// after it. A Conv2D with 'same' padding becomes a PaddedConv2D.
keras::Graph align_rescaling(keras::Graph graph);

}  // namespace cnn2snn::compatibility
