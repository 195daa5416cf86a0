// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Removes a ZeroPadding2D that, with the convolution after it, makes a 'same' padding.
keras::Graph remove_zeropadding2d(keras::Graph graph);

}  // namespace cnn2snn::compatibility
