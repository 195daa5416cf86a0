// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cnn2snn/cnn2snn.h"
#include "keras/graph.h"

namespace cnn2snn {

/// Whether layers of this class, with its package or without, are quantized ones: of QuantizeML, or
/// of the legacy quantization API.
bool is_quantized_class(std::string class_name);

/// A quantized model inside of another one.
struct WrappedModel {
  std::string name;
  std::string path;       ///< What gives it in Python: "model.get_layer('backbone')".
  std::size_t layer = 0;  ///< The layer of the outermost model that holds it.
  ModelKind kind = ModelKind::kQuantizeML;
};

/// The first quantized model among the layers of a graph that has no quantized layer itself, at any
/// depth; nullopt: there is none.
std::optional<WrappedModel> wrapped_model(const keras::Graph& graph);

}  // namespace cnn2snn
