// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/layer_weights.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "base/conversion_error.h"

namespace cnn2snn::legacy {
namespace {

// Positions of the weights of a batch normalization.
enum : std::size_t { kGamma = 0, kBeta = 1, kMean = 2, kVariance = 3 };

void require_finite(const std::vector<float>& values, const std::string& name) {
  if (std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); })) return;
  fail(ErrorId::kQuantization, Step::kConversion,
       "The weight " + name + " holds values that are not finite.",
       "Train or quantize the model again.");
}

std::vector<float> read(const keras::Graph& graph, const LegacyLayer& layer, std::size_t position) {
  if (position >= layer.keras->weights.size()) {
    fail(ErrorId::kMissingWeight, Step::kParse,
         "The weight at position " + std::to_string(position) + " is missing.",
         "Save the whole model again (model.save).", "ValueError");
  }
  const keras::Weight& weight = layer.keras->weights[position];
  std::vector<float> values = graph.read(weight);
  require_finite(values, weight.name);
  return values;
}

// kernel' = kernel * s, bias' = beta + (bias - mean) * s; float32, one rounding per operation.
void fold(const keras::Graph& graph, const LegacyLayer& normalization, LayerWeights& weights) {
  const std::vector<float> scales = folding_scales(graph, normalization);
  const std::vector<float> beta = read(graph, normalization, kBeta);
  const std::vector<float> mean = read(graph, normalization, kMean);
  const std::size_t filters = scales.size();
  if (filters == 0 || weights.kernel.size() % filters != 0 ||
      (!weights.bias.empty() && weights.bias.size() != filters) || beta.size() != filters ||
      mean.size() != filters) {
    fail(ErrorId::kMissingWeight, Step::kParse,
         "The weights of " + normalization.name() + " do not fit those of the layer before.",
         "Save the whole model again (model.save).", "ValueError");
  }
  for (std::size_t i = 0; i < weights.kernel.size(); i += filters) {
    for (std::size_t n = 0; n < filters; ++n) weights.kernel[i + n] *= scales[n];
  }
  weights.bias.resize(filters, 0.F);
  for (std::size_t n = 0; n < filters; ++n) {
    const float centred = weights.bias[n] - mean[n];
    const float scaled = centred * scales[n];
    weights.bias[n] = beta[n] + scaled;
  }
  require_finite(weights.kernel, normalization.name() + " (folded)");
  require_finite(weights.bias, normalization.name() + " (folded)");
}

}  // namespace

LayerWeights read_layer_weights(const keras::Graph& graph, const LegacyLayer& layer) {
  LayerWeights weights;
  std::size_t position = 0;
  if (layer.is_separable()) weights.depthwise = read(graph, layer, position++);
  weights.kernel = read(graph, layer, position++);
  if (layer.use_bias) weights.bias = read(graph, layer, position++);
  if (layer.batch_normalization != nullptr) fold(graph, *layer.batch_normalization, weights);
  return weights;
}

std::vector<float> read_gammas(const keras::Graph& graph, const LegacyLayer& layer) {
  return read(graph, layer, kGamma);
}

std::vector<float> folding_scales(const keras::Graph& graph, const LegacyLayer& layer) {
  std::vector<float> scales = read(graph, layer, kGamma);
  const std::vector<float> variance = read(graph, layer, kVariance);
  for (std::size_t n = 0; n < std::min(scales.size(), variance.size()); ++n) {
    const float deviation = std::sqrt(variance[n] + layer.epsilon);
    // Not finite like any other division by zero, and refused below.
    scales[n] = deviation == 0 ? std::numeric_limits<float>::infinity() : scales[n] / deviation;
  }
  require_finite(scales, layer.name() + " (gamma / sqrt(variance + epsilon))");
  return scales;
}

}  // namespace cnn2snn::legacy
