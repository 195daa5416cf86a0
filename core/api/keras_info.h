// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/cnn2snn.h"
#include "keras/graph.h"

namespace cnn2snn {

/// QuantizeML when any layer is registered under QuantizeML's package; else legacy when any is of
/// the legacy quantization API; else float.
ModelKind kind_of(const keras::Graph& graph);

/// The graph as reports and pictures need it.
KerasModelInfo keras_info(const keras::Graph& graph);

}  // namespace cnn2snn
