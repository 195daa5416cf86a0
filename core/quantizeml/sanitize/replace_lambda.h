// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Replaces Activation layers and TFOpLambda calls by the layers they are equal to: ReLU, Add,
/// Multiply, Reshape, Permute, and QuantizeML's Activation.
keras::Graph replace_lambda(keras::Graph graph);

}  // namespace cnn2snn::compatibility
