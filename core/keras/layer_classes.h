// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace cnn2snn::keras {

/// Whether `class_name` (without package) is a layer class that Keras 2 itself can load. Anything
/// else must be a class of QuantizeML or of the legacy CNN2SNN API, or cannot be loaded.
bool is_keras_layer_class(std::string_view class_name);

}  // namespace cnn2snn::keras
