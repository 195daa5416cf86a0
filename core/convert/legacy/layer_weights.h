// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "convert/legacy/layer.h"

namespace cnn2snn::legacy {

/// Weights of a neural layer, its batch normalization folded in. C order.
struct LayerWeights {
  std::vector<float> depthwise;  ///< (kh, kw, channels, 1); separable layers only.
  std::vector<float>
      kernel;  ///< (kh, kw, channels, filters), (1, 1, channels, filters) or (F, units)
  std::vector<float> bias;  ///< (filters); empty: none.
};

/// Reads the weights of a quantized neural layer. Throws ConversionError.
LayerWeights read_layer_weights(const keras::Graph& graph, const LegacyLayer& layer);

/// gamma of a batch normalization that has one. Throws ConversionError.
std::vector<float> read_gammas(const keras::Graph& graph, const LegacyLayer& layer);

/// gamma / sqrt(variance + epsilon) of a batch normalization with all four weights.
std::vector<float> folding_scales(const keras::Graph& graph, const LegacyLayer& layer);

}  // namespace cnn2snn::legacy
