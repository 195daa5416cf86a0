// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "keras/graph.h"
#include "quantizeml/classes/quantizers.h"

namespace cnn2snn::quantizeml {

/// What a QuantizeML layer's configuration says of its quantization, defaults filled in.
struct LayerConfig {
  WeightQuantizer weight;  ///< Depthwise weights of a separable layer; states of a recurrent one.
  WeightQuantizer pointwise;  ///< QuantizedSeparableConv2D only.
  AlignedWeightQuantizer bias;
  AlignedWeightQuantizer max_value_quantizer;
  std::optional<OutputQuantizer> output;
  /// Value bits of the layer's accumulator; absent where the layer has none.
  std::optional<int> buffer_bitwidth;
  bool use_bias = false;
  std::optional<float> max_value;    ///< QuantizedReLU; absent: unbounded.
  std::vector<float> padding_value;  ///< QuantizedConv2D; empty: zero padding by Keras's rules.
  std::string activation;            ///< QuantizedActivation: gelu, swish, hard_silu, leaky_relu.
  int lut_bits = 13;                 ///< QuantizedActivation: value bits of the table's entries.
};

/// Reads and checks the configuration as the layer's constructor does.
/// Throws ConversionError (Step::kParse, kLayerConfig).
LayerConfig parse_config(const keras::Layer& layer);

}  // namespace cnn2snn::quantizeml
