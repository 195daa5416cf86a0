// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "convert/legacy/layer.h"

/// What single layers must fulfil to become part of an Akida 1.0 layer; nullopt: fulfilled.
namespace cnn2snn::legacy {

/// Bit widths of the weights. The first convolution of images is free to have others than 2, 4, 8.
std::optional<Problem> check_weight_bits(const LegacyLayer& neural, bool input_convolution);

/// Bit width of a quantized activation.
std::optional<Problem> check_activation_bits(const LegacyLayer& activation);

/// A layer no Akida layer can hold (mostly: one that is not quantized).
Problem unsupported_type(const LegacyLayer& layer);

}  // namespace cnn2snn::legacy
