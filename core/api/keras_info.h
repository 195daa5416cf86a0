// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/cnn2snn.h"
#include "keras/graph.h"

namespace cnn2snn {

/// Whether the layer is registered under QuantizeML's package.
bool is_of_quantizeml(const keras::Layer& layer);

/// QuantizeML when any layer is one that QuantizeML makes of a float layer; else legacy when any is
/// of the legacy quantization API; else what a model among the layers is; else float. The only
/// place that decides this.
ModelKind kind_of(const keras::Graph& graph);

/// The graph as reports and pictures need it.
SourceModel keras_info(const keras::Graph& graph);

}  // namespace cnn2snn
