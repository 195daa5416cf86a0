// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/weight_shapes.h"

#include <string>

#include "base/conversion_error.h"
#include "convert/legacy/messages.h"

namespace cnn2snn::legacy {
namespace {

// -1: any size.
std::int64_t size_at(const std::optional<keras::Shape>& shape, std::int64_t axis) {
  if (!shape || axis < 0 || axis >= static_cast<std::int64_t>(shape->size())) return -1;
  return (*shape)[static_cast<std::size_t>(axis)];
}

std::vector<keras::Shape> neural_shapes(const LegacyLayer& layer) {
  const std::int64_t channels =
      layer.input_shape
          ? size_at(layer.input_shape, static_cast<std::int64_t>(layer.input_shape->size()) - 1)
          : -1;
  const std::int64_t filters = layer.filters;
  std::vector<keras::Shape> shapes;
  if (layer.is_dense()) {
    shapes = {{channels, filters}};
  } else if (layer.is_separable()) {
    shapes = {{layer.kernel[0], layer.kernel[1], channels, 1}, {1, 1, channels, filters}};
  } else {
    shapes = {{layer.kernel[0], layer.kernel[1], channels, filters}};
  }
  if (layer.use_bias) shapes.push_back({filters});
  return shapes;
}

std::vector<keras::Shape> expected_shapes(const LegacyLayer& layer) {
  if (layer.kind != Kind::kBatchNormalization) return neural_shapes(layer);
  const std::int64_t channels =
      layer.axes.size() == 1 ? size_at(layer.input_shape, layer.axes[0] - 1) : -1;
  const std::size_t count = 2 + (layer.has_gamma ? 1U : 0U) + (layer.has_beta ? 1U : 0U);
  return std::vector<keras::Shape>(count, keras::Shape{channels});
}

bool agrees(const keras::Shape& stored, const keras::Shape& expected) {
  if (stored.size() != expected.size()) return false;
  for (std::size_t i = 0; i < stored.size(); ++i) {
    if (stored[i] <= 0) return false;
    if (expected[i] >= 0 && stored[i] != expected[i]) return false;
  }
  return true;
}

}  // namespace

void check_weight_shapes(const LegacyLayer& layer) {
  const bool batch_normalization = layer.kind == Kind::kBatchNormalization;
  if (!layer.is_quantized_neural() && !batch_normalization) return;
  if (batch_normalization && layer.axes.size() != 1) return;  // Refused later, and never read.
  const std::string remedy = "Save the whole model again (model.save), not weights of another one.";
  const std::vector<keras::Shape> expected = expected_shapes(layer);
  const std::vector<keras::Weight>& weights = layer.keras->weights;
  if (weights.size() != expected.size()) {
    fail(ErrorId::kMissingWeight, Step::kParse,
         "Weight count mismatch: the layer expects " + std::to_string(expected.size()) +
             " weight(s). Received " + std::to_string(weights.size()) + " saved weight(s).",
         remedy, "ValueError");
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const bool alike = !batch_normalization || weights[i].shape == weights[0].shape;
    if (alike && agrees(weights[i].shape, expected[i])) continue;
    fail(ErrorId::kMissingWeight, Step::kParse,
         "Shape mismatch: the weight " + weights[i].name + " has shape " +
             python_tuple(weights[i].shape) + ", the layer expects " + python_tuple(expected[i]) +
             ".",
         remedy, "ValueError");
  }
}

}  // namespace cnn2snn::legacy
