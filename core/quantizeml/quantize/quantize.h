// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "cnn2snn/report.h"
#include "keras/graph.h"
#include "quantizeml/classes/ranges.h"
#include "quantizeml/quantize/quantization_params.h"

namespace cnn2snn::quantizeml {

/// A float model on its way: what calibration runs, and what its ranges go into (set_ranges).
struct Quantization {
  keras::Graph sanitized;  ///< Float; the rewrites of QuantizeML are done, weights included.
  keras::Graph quantized;  ///< Its quantized form, without ranges yet.
  std::vector<Observer> observers;
};

/// The input of the model gets another shape, without batch. Throws ConversionError for another
/// number of dimensions and for a graph without one input.
void set_input_shape(keras::Graph& graph, const std::vector<std::int64_t>& shape);

/// Everything that comes before calibration. nullopt: QuantizeML refuses, the report says why, in
/// its order (Step::kQuantization; Step::kParse for classes that cannot be loaded).
std::optional<Quantization> begin_quantization(keras::Graph graph,
                                               const QuantizationRequest& request, Report& report);

}  // namespace cnn2snn::quantizeml
