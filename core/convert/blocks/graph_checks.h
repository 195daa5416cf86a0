// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/report.h"
#include "cnn2snn/version.h"
#include "keras/graph.h"

namespace cnn2snn::blocks {

/// General rules about a model, before it is cut into blocks: one input, one output, ranks, data
/// format, dilation; for v1 a chain of layers. Adds problems to the report.
/// Returns false when a rule is broken that leaves nothing sensible to look for further on.
bool check_graph(const keras::Graph& graph, AkidaVersion version, Report& report);

}  // namespace cnn2snn::blocks
