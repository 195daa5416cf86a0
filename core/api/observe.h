// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/quantize.h"
#include "quantizeml/classes/ranges.h"
#include "quantizeml/quantize/quantize.h"

namespace cnn2snn {

/// The ranges to quantize with: those given, else those that the samples show, else random samples.
/// Adds what is worth a warning. `share` of the whole progress is the calibration's.
quantizeml::Ranges observe(const quantizeml::Quantization& quantization,
                           const QuantizeOptions& options, double share, Report& report);

/// Random samples of a float model's input, as QuantizeML makes them, from `options.seed`.
Samples random_samples(const keras::Graph& graph, const QuantizeOptions& options,
                       std::int64_t count);

}  // namespace cnn2snn
