// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cnn2snn::keras3 {

/// A class name as Keras writes it in paths and default names: "MaxPooling2D" is "max_pooling2d",
/// "ReLU" is "re_lu" (keras/src/utils/naming.py, to_snake_case).
std::string snake_case(std::string_view class_name);

}  // namespace cnn2snn::keras3
