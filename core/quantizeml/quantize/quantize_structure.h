// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cnn2snn/report.h"
#include "keras/graph.h"
#include "quantizeml/quantize/quantization_params.h"

namespace cnn2snn::quantizeml {

/// Quantizes the structure of a float model as QuantizeML does: which layers become quantized ones,
/// with which bitwidths, and where quantizers and Dequantizers go. The weights stay the float ones;
/// there are no ranges yet (set_ranges).
///
/// `graph` is a sanitized model of one input. Adds what QuantizeML refuses to the report (Step::
/// kQuantization), in its order, and goes on where that makes sense. nullopt: nothing is quantized.
std::optional<keras::Graph> quantize_structure(const keras::Graph& graph,
                                               const QuantizationRequest& request, Report& report);

}  // namespace cnn2snn::quantizeml
