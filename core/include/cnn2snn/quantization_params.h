// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace cnn2snn {

/// Integer types that a check takes a float model's inputs to be quantized to.
enum class InputDType : std::uint8_t { kUInt8, kInt8, kInt16 };

/// What QuantizeML is asked for, under its own names and with its defaults
/// (quantizeml.layers.QuantizationParams 1.2.5).
struct QuantizationParams {
  int activation_bits = 8;  ///< Outputs of ReLU and Activation, and of a pooling after them.
  bool per_tensor_activations = false;  ///< One range for a tensor, not one for each channel.
  int weight_bits = 8;
  int output_bits = 8;                ///< Other outputs.
  int input_weight_bits = 8;          ///< Weights of the first layer that has some.
  std::string input_dtype = "uint8";  ///< Any integer type of numpy.
  int buffer_bits = 32;               ///< Accumulators at most.
  /// Quantize the output of a model that is quantized to its end.
  std::optional<int> last_output_bits;
};

}  // namespace cnn2snn
