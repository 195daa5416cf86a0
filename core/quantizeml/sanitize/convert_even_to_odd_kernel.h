// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Widens even kernels by a row and a column of zeros.
keras::Graph convert_even_to_odd_kernel(keras::Graph graph);

}  // namespace cnn2snn::compatibility
