// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Turns a model of video frames (5-D inputs) into one that takes frame by frame: spatial Conv3D
/// layers become Conv2D, temporal ones BufferTempConv.
keras::Graph replace_conv3d(keras::Graph graph);

}  // namespace cnn2snn::compatibility
