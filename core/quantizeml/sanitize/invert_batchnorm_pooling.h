// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Puts BatchNormalization before the pooling that precedes it.
keras::Graph invert_batchnorm_pooling(keras::Graph graph);

}  // namespace cnn2snn::compatibility
