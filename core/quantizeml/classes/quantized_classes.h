// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "keras/graph.h"

namespace cnn2snn::quantizeml {

/// What QuantizeML knows of a quantized class (the decorators of quantizeml.layers).
struct QuantizedClass {
  std::string_view float_class;
  std::string_view quantized_class;
  bool aligned_inputs = false;
  bool output_quantizer = true;  ///< Can hold one.
  enum Weights { kNone, kOne, kSeparable, kStates } weights = kNone;
  int buffer_limit = 0;  ///< Accumulator bits at most; 0: no limit, -1: no accumulator.
  /// What becomes of a "quant_config": it is in the layer's configuration, taken and left out of
  /// it, or refused.
  enum QuantConfig { kWritten, kTaken, kRefused } quant_config = kWritten;
};

/// The quantized class of a float layer; nullptr: it is left float.
const QuantizedClass* quantized_class(const keras::Layer& layer);

}  // namespace cnn2snn::quantizeml
