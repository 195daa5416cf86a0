// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Replaces LeakyReLU, and PReLU with one slope for all, by Activation('leaky_relu').
keras::Graph replace_activations(keras::Graph graph);

}  // namespace cnn2snn::compatibility
