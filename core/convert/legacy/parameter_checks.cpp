// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/parameter_checks.h"

#include <string>

namespace cnn2snn::legacy {

std::optional<Problem> check_weight_bits(const LegacyLayer& neural, bool input_convolution) {
  const int bits = neural.quantizer.bitwidth;
  if (neural.is_separable() && neural.depthwise_quantizer.bitwidth != bits) {
    return problem_of(neural, ErrorId::kBlockParameter,
                      "Quantized layer " + neural.name() +
                          " must have the same bitwidth for depthwise and pointwise quantizers.",
                      "Quantize both with the same number of bits.", "ValueError");
  }
  if (input_convolution) {
    if (bits <= 8) return std::nullopt;
    // The official converter accepts these, and its weights overflow.
    return problem_of(neural, ErrorId::kBlockParameter,
                      "Weight bitwidth " + std::to_string(bits) + " does not fit 8-bit weights.",
                      "Quantize the first layer with 8 bits or less.", {});
  }
  if (bits == 2 || bits == 4 || bits == 8) return std::nullopt;
  return problem_of(neural, ErrorId::kBlockParameter,
                    "Weight bitwidth must be in (2, 4, 8). Receives bitwidth " +
                        std::to_string(bits) + " in layer '" + neural.name() + "'.",
                    "Quantize the weights with 2, 4 or 8 bits.", "ValueError");
}

std::optional<Problem> check_activation_bits(const LegacyLayer& activation) {
  const int bits = activation.bitwidth;
  if (bits == 1 || bits == 2 || bits == 4) return std::nullopt;
  return problem_of(activation, ErrorId::kBlockParameter,
                    "Activation bitwidth must be in (1, 2, 4). Receives bitwidth " +
                        std::to_string(bits) + " in layer '" + activation.name() + "'.",
                    "Quantize the activations with 1, 2 or 4 bits.", "ValueError");
}

Problem unsupported_type(const LegacyLayer& layer) {
  return problem_of(layer, ErrorId::kInvalidBlock,
                    "Layer " + layer.name() + ": unsupported type " + layer.class_name() + ".",
                    "Quantize all layers of the model.", "RuntimeError");
}

}  // namespace cnn2snn::legacy
