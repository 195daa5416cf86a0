// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/value.h"

namespace cnn2snn::keras3 {

/// Whether a model's entry is a function of `keras.ops` that was called on a tensor (`a + b`,
/// `ops.relu(a)`), not a layer. Keras 3 lists them among the layers.
bool is_operation(const keras::Value& entry);

/// The function of TensorFlow that does the same, as the entry of the TFOpLambda layer that Keras 2
/// makes of it. A function without one there keeps its name ("keras.ops.Mean"): it is a layer that
/// nothing quantizes. `entry` has the inbound nodes of Keras 3.
keras::Value function_layer(const keras::Value& entry);

}  // namespace cnn2snn::keras3
