// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "convert/legacy/layer.h"
#include "convert/legacy/layer_weights.h"

namespace cnn2snn::legacy {

/// Integer weights of an Akida 1.0 layer in the order Akida keeps them.
struct AkidaWeights {
  std::vector<std::int8_t> weights;
  std::vector<std::int8_t> pointwise;  ///< SeparableConvolutional only.
  std::vector<float> scales;           ///< Integer units per float unit: one, or one per filter.
};

/// Quantizes and lays out the weights of `layer` for an Akida layer of that type whose input has
/// shape `input` (needed by FullyConnected only). Takes the float weights apart. Throws
/// ConversionError.
AkidaWeights akida_weights(const LegacyLayer& layer, LayerWeights& weights, akida::LayerType type,
                           const akida::Shape3& input);

}  // namespace cnn2snn::legacy
