// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cnn2snn/cnn2snn.h"

/// What every way to an Akida file has in common.
namespace cnn2snn {

/// Throws ConversionError unless `version` is empty or "major.minor.patch".
void check_runtime_version(std::string_view version);

/// Stamps `version` (empty: the oldest runtime that runs the model) and writes the file. What makes
/// the runtime crash on a model that it loads, as the official converter's file would, is a
/// warning.
std::vector<std::uint8_t> finish(akida::Model& model, const std::string& version, Report& report);

/// The warning for an input scaling that a model quantized with QuantizeML has no use for.
void warn_of_scaling(const ConvertOptions& options, Report& report);

/// Notes what became of each Keras layer: its Akida layer, and whether it is left to the host.
void mark(SourceModel& keras, const std::vector<std::string>& akida_layer,
          const std::vector<bool>& ignored);

}  // namespace cnn2snn
