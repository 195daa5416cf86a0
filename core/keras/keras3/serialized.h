// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/value.h"

// Keras 3 writes every object as {"module", "class_name", "config", "registered_name"}
// (keras/src/saving/serialization_lib.py).
namespace cnn2snn::keras3 {

using keras::Value;

/// A serialized value as Keras 2 writes it: functions and data types by their name, arrays and
/// tuples as lists, other objects as {"class_name", "config"}; everything else as it is.
Value keras2_value(const Value& value);

/// The name of a data type policy: "float32", "mixed_float16". Empty: it is not known.
std::string dtype_policy_name(const Value& dtype);

}  // namespace cnn2snn::keras3
