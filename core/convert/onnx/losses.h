// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/report.h"
#include "onnx/model.h"

/// What the official conversion loses of a model without a word: the result is the same here, and
/// a warning says what is missing.
namespace cnn2snn::onnx {

/// A depthwise convolution's pooling is dropped.
void note_losses(const Model& model, const Node& node, Report& report);

/// The nodes from `first` on stand behind the Dequantizer.
void note_ignored(const Model& model, std::size_t first, Report& report);

}  // namespace cnn2snn::onnx
