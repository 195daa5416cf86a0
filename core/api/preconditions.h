// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cnn2snn/file_kind.h"
#include "cnn2snn/report.h"
#include "keras/graph.h"

namespace cnn2snn {

/// A warning about a float model saved by Keras 3: what reads it, and what does not.
Problem saved_by_keras3(const std::string& keras_version);

/// The problem of a quantized model in a form in which QuantizeML saves none (Keras 3), or whose
/// weights are not read (a .keras archive); nullopt: it is neither.
std::optional<Problem> unreadable_quantized_model(const keras::Graph& graph, FileKind file);

/// The problem of a model that holds a quantized model as one of its layers; nullopt: it does not.
/// Only the inner model can be converted.
std::optional<Problem> wrapped_quantized_model(const keras::Graph& graph);

}  // namespace cnn2snn
