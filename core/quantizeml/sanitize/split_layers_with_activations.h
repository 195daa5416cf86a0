// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Splits every layer that applies an activation function into the layer and an Activation layer
/// named `<layer>_activ`.
keras::Graph split_layers_with_activations(keras::Graph graph);

}  // namespace cnn2snn::compatibility
