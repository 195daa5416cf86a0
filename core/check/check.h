// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "cnn2snn/cnn2snn.h"
#include "cnn2snn/report.h"
#include "keras/graph.h"

namespace cnn2snn::check {

struct FloatCheck {
  Report report;
  std::vector<std::string> host_layers;
  std::vector<std::string> undecided;
  /// What it would become: whole only when there is no problem, and without values.
  akida::Model model;
  /// Akida layer of each Keras layer that becomes part of one, by Keras name (of the sanitized
  /// model, whose added layers have names the file does not have).
  std::map<std::string, std::string> akida_layers;
};

/// Judges a float model as the official check_model_compatibility does: sanitizing, quantization of
/// the structure, conversion of the structure. Weights are read where a rewrite needs them.
FloatCheck check_float_model(keras::Graph graph, AkidaVersion version, InputDType input_dtype,
                             const std::function<void(double, Step)>& progress = {});

}  // namespace cnn2snn::check
