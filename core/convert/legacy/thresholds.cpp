// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/thresholds.h"

#include <cmath>
#include <limits>

namespace cnn2snn::legacy {
namespace {

// A numpy cast of a double to int32 on x86-64.
std::int32_t to_int32(double value, bool& out_of_range) {
  if (value >= -2147483648. && value < 2147483648.) return static_cast<std::int32_t>(value);
  out_of_range = true;
  return std::numeric_limits<std::int32_t>::min();
}

// Sums of the weights of each filter.
std::vector<std::int64_t> filter_sums(std::span<const std::int8_t> weights, std::size_t filters) {
  std::vector<std::int64_t> sums(filters);
  for (std::size_t i = 0; i < weights.size(); ++i) sums[i % filters] += weights[i];
  return sums;
}

}  // namespace

// Precisions follow NumPy 2: products of float32 scales stay float32, the rest is double.
Thresholds compute_thresholds(const ThresholdInput& input) {
  float fire = 0;  // Half a step: values round to the nearest level.
  float step = 1;  // Of 4-bit levels.
  if (input.activation != nullptr) {
    fire = input.activation->step * 0.5F;
    step = std::ldexp(input.activation->step, input.activation->bitwidth) / 16.F;
  }
  const std::vector<std::int64_t> sums = filter_sums(input.input_weights, input.filters);
  const auto positions = static_cast<double>(input.pooled_positions);
  Thresholds result;
  for (std::size_t n = 0; n < input.filters; ++n) {
    const float gain =
        input.input_scale * input.weight_scales[input.weight_scales.size() == 1 ? 0 : n];
    const double bias = input.bias.empty() ? 0. : static_cast<double>(input.bias[n]);
    double threshold = static_cast<double>(gain) * (static_cast<double>(fire) - bias);
    if (!input.input_weights.empty()) threshold += static_cast<double>(sums[n]) * input.input_shift;
    threshold *= positions;
    float act_step = static_cast<float>(static_cast<double>(gain) * static_cast<double>(step));
    act_step = static_cast<float>(static_cast<double>(act_step) * positions);
    result.thresholds.push_back(to_int32(std::floor(threshold), result.out_of_range));
    result.act_steps.push_back(act_step);
  }
  return result;
}

}  // namespace cnn2snn::legacy
