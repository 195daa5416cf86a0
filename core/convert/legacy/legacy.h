// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "cnn2snn/akida_model.h"
#include "cnn2snn/progress.h"
#include "cnn2snn/report.h"
#include "keras/graph.h"

/// Models quantized with the legacy CNN2SNN API (cnn2snn.quantize): always Akida 1.0.
namespace cnn2snn::legacy {

/// Whether the graph holds a layer of the legacy quantization API.
bool has_legacy_layers(const keras::Graph& graph);

/// A float model fails for whatever the official converter meets first. What its user needs to know
/// is that it was never quantized: this problem says so, and what the official converter says.
Problem not_quantized(const Report& official);

struct LegacyOptions {
  /// (scale, shift): Akida inputs are scale * Keras inputs + shift.
  std::optional<std::pair<double, double>> input_scaling;
  Progress progress;
};

/// Converts a legacy model, or says why a float one is not converted. Everything found in the model
/// goes to the report, in the order in which the official converter would meet it; the model is
/// only valid when the report stays free of problems. `akida_layers` receives, for each Keras layer
/// that became part of an Akida layer, that layer's name.
akida::Model convert(const keras::Graph& graph, const LegacyOptions& options, Report& report,
                     std::map<std::string, std::string>& akida_layers);

}  // namespace cnn2snn::legacy
