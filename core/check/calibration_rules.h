// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cnn2snn/report.h"
#include "cnn2snn/version.h"
#include "keras/graph.h"

namespace cnn2snn::check {

/// Regularizers of outputs that Keras calls on quantized tensors while the model is built.
void check_activity_regularizers(const keras::Graph& quantized, Report& report);

/// Observers that QuantizeML inserts into `sanitized`, the float model, with two tensors in place
/// of one: it takes a layer's output once per way in which it is called, and functions are called
/// with arguments of their own.
void check_observers(const keras::Graph& sanitized, const keras::Graph& quantized, Report& report);

/// What only a calibration decides: whether activation steps are large enough for Akida 1.0;
/// whether one of the channels that a map is quantized by, and that are then flattened, never
/// fires.
void note_values(const keras::Graph& quantized, AkidaVersion version,
                 std::vector<std::string>& undecided);

}  // namespace cnn2snn::check
