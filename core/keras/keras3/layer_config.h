// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "keras/value.h"

namespace cnn2snn::keras3 {

/// The "config" of a layer of this class as Keras 2 writes it: arguments under their old names,
/// those that Keras 2 does not know left out. `entry` is the layer's entry in a model of Keras 3.
/// Throws ConversionError (Step::kParse) for a layer that Keras 3 quantized by itself.
keras::Value keras2_layer_config(const keras::Value& entry);

}  // namespace cnn2snn::keras3
