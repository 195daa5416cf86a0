// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cnn2snn/version.h"

namespace cnn2snn {

/// A sequence of quantized layers that becomes one Akida layer.
struct Pattern {
  /// Keras class names in order, e.g. {"QuantizedConv2D", "QuantizedReLU"}.
  std::vector<std::string> layers;
  std::string akida_layer;  ///< What it becomes, e.g. "Conv2D".
  bool input = false;       ///< Only for the first block of a model.
};

/// The pattern table of a target, as the errors name them.
std::vector<Pattern> patterns(AkidaVersion version);

}  // namespace cnn2snn
