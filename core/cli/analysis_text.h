// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cnn2snn/quantize.h"

namespace cnn2snn::cli::text {

/// The table of `quantizeml analysis quantization_error`, both of its modes side by side; a star
/// where the outputs saturate by more than 60 %.
std::string quantization_error(std::span<const LayerQuantizationError> layers);

}  // namespace cnn2snn::cli::text
