// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "cnn2snn/report.h"
#include "cnn2snn/version.h"
#include "keras/graph.h"
#include "quantizeml/record/record.h"

namespace cnn2snn::blocks {

struct ConvertOptions {
  AkidaVersion version = AkidaVersion::v2;
  /// False: weights and recorded ranges are unknown values: rules that depend on them are not
  /// broken, and the model's variables mean nothing.
  bool read_values = true;
  /// Give Dense1D the left shifts with which QuantizeML's Flatten aligns the channels of data that
  /// is quantized per-axis. The official converter drops them, and so does this, with a warning.
  bool keep_flatten_shift = false;
  /// Called with the fraction done (0…1) and the step; may throw to cancel.
  std::function<void(double, Step)> progress;
};

struct ConvertResult {
  akida::Model model;                    ///< Whole only when no problem was found.
  std::vector<std::string> akida_layer;  ///< Per Keras layer: the Akida layer it became part of.
  std::vector<bool> ignored;             ///< Per Keras layer: after the first Dequantizer.
  /// Those of the report from here on were met while the Akida layers were made; the ones before
  /// while model and blocks were looked at.
  std::size_t first_build_problem = 0;
  std::vector<quantizeml::Undecided> undecided;
};

/// Converts a model quantized with QuantizeML. Adds all problems found to the report, in the order
/// in which the official converter would meet them.
ConvertResult convert(const keras::Graph& graph, const ConvertOptions& options, Report& report);

}  // namespace cnn2snn::blocks
