// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "api/source.h"
#include "cnn2snn/quantize.h"
#include "quantizeml/quantize/quantize.h"

namespace cnn2snn {

/// Opens a float model, in the input shape asked for, and does everything that comes before its
/// calibration. nullopt: QuantizeML refuses, the report says why. Throws ConversionError for bytes
/// that cannot be read. The source must outlive the result.
std::optional<quantizeml::Quantization> begin_quantization(Source::Content& source,
                                                           const QuantizeOptions& options,
                                                           Report& report);

}  // namespace cnn2snn
