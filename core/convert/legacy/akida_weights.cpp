// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/akida_weights.h"

#include <algorithm>
#include <string>

#include "base/conversion_error.h"

namespace cnn2snn::legacy {
namespace {

using Integers = std::vector<std::int8_t>;

// Reverses the spatial axes of a (kh, kw, …) kernel: Akida convolves, Keras correlates.
void flip(Integers& weights, const Pair& kernel) {
  const std::size_t positions =
      static_cast<std::size_t>(kernel[0]) * static_cast<std::size_t>(kernel[1]);
  const std::size_t width = weights.size() / positions;
  for (std::size_t first = 0, last = positions - 1; first < last; ++first, --last) {
    const auto at = [&](std::size_t position) {
      return weights.begin() + static_cast<std::ptrdiff_t>(position * width);
    };
    std::swap_ranges(at(first), at(first + 1), at(last));
  }
}

// Keras flattens (X, Y, C) row by row, Akida channel by channel: (X, Y, C, N) → (C, Y, X, N).
Integers channels_first(const Integers& weights, const akida::Shape3& input, std::size_t units) {
  const std::size_t size_x = input[0];
  const std::size_t size_y = input[1];
  const std::size_t channels = input[2];
  if (size_x == 1 && size_y == 1) return weights;
  Integers result(weights.size());
  for (std::size_t x = 0; x < size_x; ++x) {
    for (std::size_t y = 0; y < size_y; ++y) {
      for (std::size_t c = 0; c < channels; ++c) {
        const std::size_t from = ((x * size_y + y) * channels + c) * units;
        const std::size_t to = ((c * size_y + y) * size_x + x) * units;
        std::copy_n(weights.begin() + static_cast<std::ptrdiff_t>(from), units,
                    result.begin() + static_cast<std::ptrdiff_t>(to));
      }
    }
  }
  return result;
}

Integers dense_weights(const LegacyLayer& layer, const LayerWeights& weights,
                       const std::vector<float>& scales, const akida::Shape3& input) {
  const auto units = static_cast<std::size_t>(layer.filters);
  const std::size_t inputs = std::size_t{input[0]} * input[1] * input[2];
  if (inputs * units != weights.kernel.size()) {
    fail(ErrorId::kMissingWeight, Step::kConversion,
         "cannot reshape " + std::to_string(weights.kernel.size()) + " weights for " +
             std::to_string(inputs) + " inputs and " + std::to_string(units) + " units.",
         "Check the layers before the Dense layer.", "ValueError");
  }
  return channels_first(quantize(layer.quantizer, weights.kernel, scales), input, units);
}

}  // namespace

AkidaWeights akida_weights(const LegacyLayer& layer, LayerWeights& weights, akida::LayerType type,
                           const akida::Shape3& input) {
  AkidaWeights result;
  result.scales =
      scale_factors(layer.quantizer, weights.kernel, static_cast<std::size_t>(layer.filters));
  if (type == akida::LayerType::kFullyConnected) {
    result.weights = dense_weights(layer, weights, result.scales, input);
    return result;
  }
  if (type != akida::LayerType::kSeparableConvolutional) {
    result.weights = quantize(layer.quantizer, weights.kernel, result.scales);
    if (type == akida::LayerType::kConvolutional) flip(result.weights, layer.kernel);
    return result;
  }
  result.pointwise = quantize(layer.quantizer, weights.kernel, result.scales);
  const std::vector<float> depthwise_scales =
      scale_factors(layer.depthwise_quantizer, weights.depthwise, 1);
  result.weights = quantize(layer.depthwise_quantizer, weights.depthwise, depthwise_scales);
  flip(result.weights, layer.kernel);
  for (float& scale : result.scales) scale = depthwise_scales[0] * scale;
  return result;
}

}  // namespace cnn2snn::legacy
