// SPDX-License-Identifier: Apache-2.0
#include "engine/stages.h"

#include <algorithm>

#include "akida/fields.h"
#include "engine/arithmetic.h"

namespace cnn2snn::engine {

using akida::DType;

DType output_type(std::int32_t output_bits) {
  if (output_bits <= 4) return DType::kUInt8;
  if (output_bits <= 8) return DType::kInt8;
  return output_bits == 16 ? DType::kInt16 : DType::kInt32;
}

Stages::Stages(const akida::Layer& layer, BiasRule rule)
    : rule_(rule),
      buffer_bits_(parameter(layer, "buffer_bits")),
      post_bits_(parameter(layer, "post_op_buffer_bits")),
      output_bits_(parameter(layer, "output_bits")),
      activation_(parameter(layer, "activation")),
      lut_(values(layer, akida::kLutValues)),
      activation_scales_(values(layer, akida::kActivationScales)),
      activation_shift_(values(layer, akida::kActivationShift)),
      output_scales_(values(layer, akida::kOutputScales)),
      output_shift_(values(layer, akida::kOutputShift)) {
  const std::vector<std::int8_t> bias = values(layer, akida::kBias);
  const std::vector<std::uint8_t> bias_shift = values(layer, akida::kBiasShift);
  const int bias_bits = rule == BiasRule::kBuffer ? buffer_bits_ : post_bits_;
  for (std::size_t f = 0; f < bias.size(); ++f) {
    bias_.push_back(saturate(shift_left(bias[f], bias_shift[f]), bias_bits));
  }
  const std::vector<std::uint8_t> max_value = values(layer, akida::kMaxValue);
  const std::vector<std::uint8_t> max_value_shift = values(layer, akida::kMaxValueShift);
  for (std::size_t f = 0; f < max_value.size(); ++f) {
    max_value_.push_back(shift_left(max_value[f], max_value_shift[f]));
  }
}

std::int64_t Stages::add_bias(std::int64_t sum, std::size_t f) const {
  switch (rule_) {
    case BiasRule::kBiasFirst:
      return saturate(saturate(sum + bias_[f], buffer_bits_), post_bits_);
    case BiasRule::kSaturated:
      return saturate(sum + bias_[f], post_bits_);
    case BiasRule::kBuffer:
      return saturate(saturate(saturate(sum, buffer_bits_) + bias_[f], buffer_bits_), post_bits_);
    default:
      return saturate(saturate(sum, buffer_bits_) + bias_[f], post_bits_);
  }
}

std::int64_t Stages::look_up(std::int64_t value, std::size_t f) const {
  constexpr int kTableBits = 11;
  const std::int64_t scaled = saturate(value * activation_scales_[f], post_bits_);
  const std::int64_t index = saturate(rounding_shift(scaled, activation_shift_[f]), kTableBits);
  return lut_[static_cast<std::size_t>(index + (1 << (kTableBits - 1)))];
}

std::int64_t Stages::activate(std::int64_t value, std::size_t f) const {
  switch (activation_) {
    case akida::kActivationReLU:
      return std::min(std::max<std::int64_t>(value, 0), max_value_[f]);
    case akida::kActivationLUT:
      return look_up(value, f);
    default:
      return value;
  }
}

std::int32_t Stages::output(std::int64_t value, std::size_t f) const {
  const std::int64_t scaled = saturate(value * output_scales_[f], post_bits_);
  const std::int64_t shifted = rounding_shift(scaled, output_shift_[f]);
  if (output_bits_ <= 4) {
    const std::int64_t most = (std::int64_t{1} << output_bits_) - 1;
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(shifted, 0, most));
  }
  return static_cast<std::int32_t>(saturate(shifted, output_bits_));
}

}  // namespace cnn2snn::engine
