// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cnn2snn/report.h"
#include "keras/graph.h"

namespace cnn2snn {

/// Whether Keras 3 or newer saved the file, by its own word.
bool is_keras3(const keras::Graph& graph);

/// What to say of a model saved by Keras 3: nothing official reads it.
Problem saved_by_keras3(const std::string& keras_version);

/// The problem of a model that holds a quantized model as one of its layers; nullopt: it does not.
/// Only the inner model can be converted.
std::optional<Problem> wrapped_quantized_model(const keras::Graph& graph);

}  // namespace cnn2snn
