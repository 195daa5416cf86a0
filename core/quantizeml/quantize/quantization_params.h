// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cnn2snn/quantization_params.h"
#include "cnn2snn/version.h"
#include "keras/value.h"

namespace cnn2snn::quantizeml {

/// An integer type of numpy.
struct IntegerType {
  int bits = 8;
  bool is_signed = false;
};

/// Throws ConversionError with QuantizeML's words for a type that is no integer type.
IntegerType integer_type(const std::string& dtype);

/// How a model is to be quantized: the arguments of QuantizeML's `quantize`, without samples.
struct QuantizationRequest {
  QuantizationParams params;
  keras::Value q_config;       ///< Layer name → its "quant_config", in place of the chosen one.
  std::string quantize_until;  ///< What follows this layer stays float. Empty: nothing does.

  /// What the official `check_model_compatibility` asks for.
  static QuantizationRequest of_check(AkidaVersion version, InputDType input_dtype);
};

}  // namespace cnn2snn::quantizeml
