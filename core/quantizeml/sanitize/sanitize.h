// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

namespace cnn2snn::compatibility {

/// Prepares a float model for quantization: QuantizeML's sixteen rewrites in its order. The model
/// computes the same (but for rounding, and for paddings that Keras would place otherwise).
/// A rewrite that cannot be done leaves the model as it is.
keras::Graph sanitize(keras::Graph graph);

}  // namespace cnn2snn::compatibility
