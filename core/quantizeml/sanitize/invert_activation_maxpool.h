// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Puts MaxPooling2D before the ReLU or leaky ReLU that precedes it.
keras::Graph invert_activation_maxpool(keras::Graph graph);

}  // namespace cnn2snn::compatibility
