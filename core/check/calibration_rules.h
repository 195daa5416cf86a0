// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cnn2snn/report.h"
#include "keras/graph.h"

namespace cnn2snn::check {

/// Regularizers of outputs that Keras calls on quantized tensors while the model is built.
void check_activity_regularizers(const keras::Graph& quantized, Report& report);

/// Observers that QuantizeML inserts into `sanitized`, the float model, with two tensors in place
/// of one: it takes a layer's output once per way in which it is called, and functions are called
/// with arguments of their own.
void check_observers(const keras::Graph& sanitized, const keras::Graph& quantized, Report& report);

/// Maps whose channels are quantized one by one and then flattened: whether one of them never fires
/// shows in the calibration.
void note_flattened_channels(const keras::Graph& quantized, std::vector<std::string>& undecided);

}  // namespace cnn2snn::check
