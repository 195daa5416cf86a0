// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Splits depthwise 5x5 and 7x7 convolutions of stride 2 into one of stride 1 and a 3x3 identity
/// of stride 2.
keras::Graph split_dw_layers(keras::Graph graph);

}  // namespace cnn2snn::compatibility
