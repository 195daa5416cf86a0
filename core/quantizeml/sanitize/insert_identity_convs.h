// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Adds identity 1x1 convolutions where the hardware could not take an Add, a Concatenate, a
/// branch of the first layer, or more than two branches of one layer as they are.
keras::Graph insert_identity_convs(keras::Graph graph);

}  // namespace cnn2snn::compatibility
