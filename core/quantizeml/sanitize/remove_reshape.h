// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Removes a Reshape or Flatten that is followed by another.
keras::Graph remove_reshape(keras::Graph graph);

}  // namespace cnn2snn::compatibility
