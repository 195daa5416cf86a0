// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cnn2snn {

/// How far quantized outputs are from the float ones.
struct QuantizationError {
  /// Symmetric mean absolute percentage error, mean of |x − y| / (|x| + |y|): 0 to 1. Saturated
  /// values are left out.
  double smape = 0;
  /// Per cent of the integers that are the least or the greatest of their bits.
  double saturation = 0;
};

/// What `quantizeml analysis quantization_error` measures of a layer.
struct LayerQuantizationError {
  std::string layer;
  std::string layer_class;       ///< "QuantizedConv2D".
  QuantizationError single;      ///< The float layer receives what the quantized one receives.
  QuantizationError cumulative;  ///< Both models run from the input.
};

}  // namespace cnn2snn
