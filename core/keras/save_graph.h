// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "keras/graph.h"

namespace cnn2snn::keras {

/// A value as JSON text; null for NaN and infinities, which JSON does not have.
std::string to_json(const Value& value);

/// The graph as the `.h5` that Keras 2 saves: model_config, and the weights of every layer, read
/// one at a time. A graph is always saved as a Functional model. Throws ConversionError where a
/// weight cannot be read.
std::vector<std::uint8_t> save_graph(const Graph& graph);

}  // namespace cnn2snn::keras
