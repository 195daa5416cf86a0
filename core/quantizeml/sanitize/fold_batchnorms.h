// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Folds BatchNormalization into the weights of the layer before.
keras::Graph fold_batchnorms(keras::Graph graph);

}  // namespace cnn2snn::compatibility
