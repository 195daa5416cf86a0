// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cnn2snn/cnn2snn.h"

namespace cnn2snn::compatibility {

/// What QuantizeML is asked for (quantizeml.layers.QuantizationParams).
struct QuantizationParams {
  int activation_bits = 8;
  int weight_bits = 8;
  int input_weight_bits = 8;
  int output_bits = 8;
  int buffer_bits = 32;
  bool per_tensor_activations = false;
  int input_bits = 8;
  bool input_signed = false;
  std::string input_dtype = "uint8";

  /// What the official `check_model_compatibility` asks for.
  static QuantizationParams of(AkidaVersion version, InputDType input_dtype);
};

}  // namespace cnn2snn::compatibility
