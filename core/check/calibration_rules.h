// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cnn2snn/report.h"
#include "convert/blocks/convert.h"
#include "keras/graph.h"

namespace cnn2snn::check {

/// Regularizers of outputs that Keras calls on quantized tensors while the model is built.
void check_activity_regularizers(const keras::Graph& quantized, Report& report);

/// Observers that QuantizeML inserts into `sanitized`, the float model, with two tensors in place
/// of one: it takes a layer's output once per way in which it is called, and functions are called
/// with arguments of their own.
void check_observers(const keras::Graph& sanitized, const keras::Graph& quantized, Report& report);

/// The layer whose output quantizer gave the tensor that `layer` takes.
std::optional<std::size_t> quantizer_before(const keras::Graph& graph, std::size_t layer);

/// What hangs on values that only a calibration gives: told, or refused where no values but by
/// chance fulfil it. The sample passes after the blocks are checked and before they are built.
void judge_undecided(const keras::Graph& quantized, const blocks::ConvertResult& converted,
                     Report& report, std::vector<std::string>& undecided);

}  // namespace cnn2snn::check
