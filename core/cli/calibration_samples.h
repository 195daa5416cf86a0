// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/system.h"
#include "cnn2snn/cnn2snn.h"

namespace cnn2snn::cli {

/// The arrays of an `.npz` one behind the other, that of an `.npy`, or the pictures below a folder
/// in the shape `asked` for (empty: that of the model's input). Throws ConversionError.
Samples calibration_samples(System& system, const std::string& path, const Source& model,
                            const std::vector<std::int64_t>& asked);

}  // namespace cnn2snn::cli
