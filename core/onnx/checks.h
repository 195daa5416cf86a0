// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "onnx/model.h"

/// The parts of check_model.
namespace cnn2snn::onnx {

/// What onnx.checker's check_tensor refuses. Throws ConversionError (E_ONNX_MODEL,
/// ValidationError).
void check_tensor(const Tensor& tensor);

/// What check_model_local_functions refuses, but for calls in a circle, which no conversion
/// follows.
void check_functions(const Model& model);

[[noreturn]] void refuse_graph(const std::string& reason,
                               std::string remedy = "Repair the graph, or export the model again.");

}  // namespace cnn2snn::onnx
