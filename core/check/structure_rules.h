// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cnn2snn/report.h"
#include "cnn2snn/version.h"
#include "keras/graph.h"

namespace cnn2snn::check {

/// Layers whose weights QuantizeML cannot quantize, as they are not float32.
void check_dtypes(const keras::Graph& quantized, Report& report);

/// A dense kernel of the float model that does not fit the layer of the quantized one.
void check_weights(const keras::Graph& quantized, Report& report);

/// What the calibration on one random sample refuses. `sanitized` is the float model.
void check_calibration(const keras::Graph& sanitized, Report& report);

/// Whether the problem comes up when all layers of the quantized model are built.
bool is_after_build(const Problem& problem);

/// Index of the first layer that the problem names, where it is one of the graph's.
std::optional<std::size_t> first_layer(const keras::Graph& graph, const Problem& problem);

/// Unbounded ReLUs that Akida 1.0 refuses, in layers behind the first that cannot be built too.
void check_bounds_v1(const keras::Graph& quantized, Report& report);

/// An output that no device takes, whatever its values.
void note_output(const keras::Graph& quantized, AkidaVersion version,
                 std::vector<std::string>& undecided);

/// Tells a problem met while the quantized model is built as Keras does: by the layer whose call
/// fails.
void name_failing_call(const keras::Graph& quantized, Problem& problem);

}  // namespace cnn2snn::check
