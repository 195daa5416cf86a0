// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cnn2snn/akida_model.h"

/// From the sum of products of an Akida 2.0 layer to its output: bias, activation, scale, shift,
/// clip. The definition, one value at a time; kernels/ holds faster forms of the same.
namespace cnn2snn::engine {

/// How a sum and its bias come together; depends on the layer type.
enum class BiasRule {
  kSumFirst,   ///< sat(sat(a, buffer) + bias, post): all but those below.
  kBiasFirst,  ///< sat(sat(a + bias, buffer), post): InputConv2D.
  kSaturated,  ///< sat(a + bias, post): DepthwiseBufferTempConv, whose sum is saturated already.
  kBuffer,     ///< as kSumFirst and saturated to buffer once more, the bias too: StatefulRecurrent.
};

/// The type of a layer's output array with that many output bits.
akida::DType output_type(std::int32_t output_bits);

/// Variables and widths of one layer, prepared; index f is the output channel.
class Stages {
 public:
  Stages(const akida::Layer& layer, BiasRule rule);

  /// Step 2: the sum with its bias. The result fits post_op_buffer_bits.
  [[nodiscard]] std::int64_t add_bias(std::int64_t sum, std::size_t f) const;
  /// Step 4.
  [[nodiscard]] std::int64_t activate(std::int64_t value, std::size_t f) const;
  /// Step 6: scaled, shifted, clipped.
  [[nodiscard]] std::int32_t output(std::int64_t value, std::size_t f) const;

  [[nodiscard]] int buffer_bits() const { return buffer_bits_; }
  [[nodiscard]] int post_bits() const { return post_bits_; }
  [[nodiscard]] int output_bits() const { return output_bits_; }
  [[nodiscard]] std::int32_t activation() const { return activation_; }
  [[nodiscard]] std::span<const std::int64_t> bias() const { return bias_; }
  [[nodiscard]] std::span<const std::int64_t> max_value() const { return max_value_; }
  [[nodiscard]] std::span<const std::uint8_t> output_scales() const { return output_scales_; }
  [[nodiscard]] std::span<const std::int8_t> output_shift() const { return output_shift_; }

 private:
  [[nodiscard]] std::int64_t look_up(std::int64_t value, std::size_t f) const;

  BiasRule rule_;
  int buffer_bits_;
  int post_bits_;
  int output_bits_;
  std::int32_t activation_;
  std::vector<std::int64_t> bias_;       ///< Shifted and saturated.
  std::vector<std::int64_t> max_value_;  ///< Shifted; empty without ReLU.
  std::vector<std::int32_t> lut_;
  std::vector<std::uint8_t> activation_scales_;
  std::vector<std::int8_t> activation_shift_;
  std::vector<std::uint8_t> output_scales_;
  std::vector<std::int8_t> output_shift_;
};

}  // namespace cnn2snn::engine
