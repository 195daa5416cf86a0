// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "convert/legacy/layer.h"

namespace cnn2snn::legacy {

struct ThresholdInput {
  std::size_t filters = 0;
  float input_scale = 1;  ///< Akida units of the layer's input per Keras unit.
  /// Integer units of the weights per Keras unit: one, or one per filter.
  std::span<const float> weight_scales;
  std::span<const float> bias;                 ///< Per filter, Keras units; empty: none.
  const LegacyLayer* activation = nullptr;     ///< The quantized activation; null: none.
  std::span<const std::int8_t> input_weights;  ///< Of an InputConvolutional; else empty.
  double input_shift = 0;                      ///< Of an InputConvolutional.
  std::int64_t pooled_positions = 1;           ///< Height * width of a global average pooling.
};

struct Thresholds {
  std::vector<std::int32_t> thresholds;
  std::vector<float> act_steps;  ///< Always for 4-bit activation levels.
  bool out_of_range = false;     ///< A threshold does not fit 32 bits (it becomes INT32_MIN).
};

Thresholds compute_thresholds(const ThresholdInput& input);

}  // namespace cnn2snn::legacy
