// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::keras {

/// Puts the sizes that Keras takes for arguments that a file does not hold into the configuration:
/// strides of 1 of convolutions, a pool_size of 2 of poolings. What is there stays, null too.
void fill_default_arguments(Layer& layer);

}  // namespace cnn2snn::keras
