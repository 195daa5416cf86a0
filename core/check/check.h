// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "cnn2snn/quantization_params.h"
#include "cnn2snn/report.h"
#include "cnn2snn/samples.h"
#include "cnn2snn/version.h"
#include "keras/graph.h"

namespace cnn2snn::check {

struct FloatCheck {
  Report report;
  std::vector<std::string> host_layers;  ///< By their names in the file.
  std::set<std::string> split_layers;    ///< Those of them of which only a part stays on the host.
  std::vector<std::string> undecided;
  /// What it would become: whole only when there is no problem, and without values.
  akida::Model model;
  /// Akida layer of each Keras layer that becomes part of one, by Keras name (of the sanitized
  /// model, whose added layers have names the file does not have).
  std::map<std::string, std::string> akida_layers;
};

struct CheckRequest {
  AkidaVersion version = AkidaVersion::v2;
  InputDType input_dtype = InputDType::kUInt8;
  /// What the sanitized float model is calibrated with. Absent: what depends on its values stays
  /// undecided.
  std::function<Samples(const keras::Graph& sanitized)> samples;
  bool random = false;  ///< The samples are random: any number of them will do.
  std::function<void(double, Step)> progress;
};

/// Judges a float model as the official check_model_compatibility does: sanitizing, quantization of
/// the structure, conversion of the structure; where nothing stops it by then, calibration and the
/// conversion with all values.
FloatCheck check_float_model(keras::Graph graph, const CheckRequest& request);

}  // namespace cnn2snn::check
