// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/value.h"

namespace cnn2snn::keras3 {

/// The description of a model of Keras 3 ({"class_name", "config", ...}), nested models included,
/// as Keras 2 writes it. Nothing in it is executed: code of a Lambda stays text. What the new
/// .keras files of tf_keras hold comes out right as well. Throws ConversionError (Step::kParse).
keras::Value keras2_model(const keras::Value& model);

}  // namespace cnn2snn::keras3
