// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Replaces Conv2D with groups = filters = input channels by DepthwiseConv2D.
keras::Graph convert_conv_to_dw_conv(keras::Graph graph);

}  // namespace cnn2snn::compatibility
