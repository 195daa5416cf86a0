// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "convert/legacy/layer.h"

namespace cnn2snn::legacy {

/// Whether a layer is of one of the classes of the legacy quantization API.
bool is_legacy_class(const keras::Layer& layer);

/// Reads the configurations of all layers, index as Graph::layers, and checks what Keras and the
/// legacy API check when they load a model: known classes, arguments, quantizers, weight shapes.
/// Problems go to the report.
std::vector<LegacyLayer> load_layers(const keras::Graph& graph, Report& report);

}  // namespace cnn2snn::legacy
