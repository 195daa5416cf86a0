// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "convert/legacy/layer.h"

namespace cnn2snn::legacy {

/// Checks number and shapes of the weights of a quantized neural layer or a batch normalization
/// (others are never read). Keras gives a layer its weights by position, not by name. Throws
/// ConversionError.
void check_weight_shapes(const LegacyLayer& layer);

}  // namespace cnn2snn::legacy
