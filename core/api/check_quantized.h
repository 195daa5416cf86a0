// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "cnn2snn/cnn2snn.h"
#include "keras/graph.h"

/// The check of a model as far as nothing has to be quantized for it: what only converts does not
/// carry quantization along.
namespace cnn2snn {

/// Adds the problems and warnings of one report to another.
void append(Report from, Report& to);

/// Checks anything but a float Keras model, whose graph is given back instead. Throws
/// ConversionError.
std::optional<keras::Graph> check_quantized(const Source& source,
                                            const CompatibilityOptions& options,
                                            CompatibilityResult& result);

/// How much of the model runs where.
void add_shares(CompatibilityResult& result);

}  // namespace cnn2snn
