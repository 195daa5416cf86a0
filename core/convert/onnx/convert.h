// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "cnn2snn/report.h"
#include "onnx/model.h"

/// ONNX models quantized with QuantizeML → Akida 2.0. Everything in such a file is an integer: one
/// node becomes one Akida layer.
namespace cnn2snn::onnx {

struct ConvertResult {
  akida::Model model;                    ///< Whole only when no problem was found.
  std::vector<std::string> akida_layer;  ///< Per node: the Akida layer it became; empty: none.
  std::vector<bool> ignored;             ///< Per node: behind the first Dequantizer.
};

/// Adds all problems found to the report, the one that the official converter reports first.
/// `progress` is called with the fraction of nodes done, and may throw to cancel.
ConvertResult convert(const Model& model, const std::function<void(double)>& progress,
                      Report& report);

}  // namespace cnn2snn::onnx
