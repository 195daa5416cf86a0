// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Replaces x · relu6(x + 3) / 6 written as operations by one Activation('hard_silu').
keras::Graph reconstruct_hard_silu(keras::Graph graph);

}  // namespace cnn2snn::compatibility
