// SPDX-License-Identifier: Apache-2.0
#include "engine/fast/bounds.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "akida/fields.h"

namespace cnn2snn::engine {

namespace {

constexpr std::int64_t kMost16 = std::numeric_limits<std::int16_t>::max();
constexpr std::int64_t kMost32 = std::numeric_limits<std::int32_t>::max();

}  // namespace

std::optional<InputBounds> input_bounds(const akida::Layer& layer, akida::DType type, int bits) {
  InputBounds bounds;
  bounds.type = type;
  std::int64_t most = 0;
  if (type == akida::DType::kUInt8) {
    most = (std::int64_t{1} << std::clamp(bits, 1, 8)) - 1;
  } else if (type == akida::DType::kInt8) {
    most = 128;
  } else {
    return std::nullopt;
  }
  const std::vector<std::uint8_t> shift = values(layer, akida::kInputShift);
  const std::size_t channels = shift.empty() ? layer.input_shape[2] : shift.size();
  const int buffer_bits = shift.empty() ? 32 : parameter(layer, "buffer_bits");
  for (std::size_t c = 0; c < channels; ++c) {
    const int left = shift.empty() ? 0 : shift[c];
    const std::int64_t shifted = most << left;
    if (shifted > kMost16 || shifted >= std::int64_t{1} << (buffer_bits - 1)) return std::nullopt;
    bounds.most.push_back(shifted);
    bounds.shift.push_back(left);
  }
  return bounds;
}

std::vector<std::int64_t> sum_bounds(std::span<const std::int8_t> weights, std::size_t filters,
                                     std::span<const std::int64_t> most) {
  std::vector<std::int64_t> sums(filters);
  for (std::size_t k = 0; k * filters < weights.size(); ++k) {
    const std::int64_t x = most[k % most.size()];
    for (std::size_t f = 0; f < filters; ++f) {
      sums[f] += x * std::abs(int{weights[k * filters + f]});
    }
  }
  return sums;
}

bool sums_are_exact(std::span<const std::int64_t> sums, const Stages& stages) {
  const std::int64_t buffer = std::int64_t{1} << (stages.buffer_bits() - 1);
  const std::int64_t post = std::int64_t{1} << (stages.post_bits() - 1);
  for (std::size_t f = 0; f < sums.size(); ++f) {
    const std::int64_t with_bias = sums[f] + std::abs(stages.bias()[f]);
    if (with_bias >= buffer || with_bias >= post || with_bias > kMost32) return false;
  }
  return true;
}

std::optional<FastStages> fast_stages(const Stages& stages, std::size_t lanes) {
  const int bits = stages.output_bits();
  if (stages.activation() == akida::kActivationLUT || bits > 8) return std::nullopt;
  FastStages fast;
  fast.least = bits <= 4 ? 0 : -(1 << (bits - 1));
  fast.most = bits <= 4 ? (1 << bits) - 1 : (1 << (bits - 1)) - 1;
  for (const std::int8_t shift : stages.output_shift()) fast.shift = std::max(fast.shift, -shift);
  fast.half = fast.shift == 0 ? 0 : 1 << (fast.shift - 1);
  for (std::size_t f = 0; f < stages.bias().size(); ++f) {
    const int right = -stages.output_shift()[f];
    // Products of 2^(right + bits) saturate the output; they and the half that is added must fit,
    // and do so too when shifted to the left by as much as is shifted back.
    if (right < 0 || right + bits > 29 || right + bits > stages.post_bits() - 1) {
      return std::nullopt;
    }
    const std::int64_t scale = stages.output_scales()[f];
    const std::int64_t enough =
        scale == 0 ? kMost32 / 2 : ((std::int64_t{1} << (right + bits)) + scale - 1) / scale;
    const bool relu = stages.activation() == akida::kActivationReLU;
    const std::int64_t high = relu ? std::min(stages.max_value()[f], enough) : enough;
    fast.bias.push_back(static_cast<std::int32_t>(stages.bias()[f]));
    fast.low.push_back(relu ? 0 : static_cast<std::int32_t>(-enough));
    fast.high.push_back(static_cast<std::int32_t>(high));
    const std::int64_t same_shift_scale = scale << (fast.shift - right);
    if (same_shift_scale > kMost32 / 4) return std::nullopt;
    fast.scale.push_back(static_cast<std::int32_t>(same_shift_scale));
  }
  const std::size_t padded = (fast.bias.size() + lanes - 1) / lanes * lanes;
  for (auto* all : {&fast.bias, &fast.low, &fast.high, &fast.scale}) all->resize(padded);
  return fast;
}

std::optional<FastTotals> fast_totals(const Stages& stages, std::span<const std::int64_t> sums,
                                      std::size_t positions, std::size_t lanes) {
  if (stages.activation() == akida::kActivationLUT) return std::nullopt;
  const bool relu = stages.activation() == akida::kActivationReLU;
  const std::int64_t limit = std::int64_t{1} << (stages.post_bits() - 1);
  FastTotals totals;
  for (std::size_t f = 0; f < sums.size(); ++f) {
    const std::int64_t reached = sums[f] + std::abs(stages.bias()[f]);
    const std::int64_t most = relu ? std::min(reached, stages.max_value()[f]) : reached;
    if (most > (limit - 1) / static_cast<std::int64_t>(positions)) return std::nullopt;
    totals.bias.push_back(static_cast<std::int32_t>(stages.bias()[f]));
    totals.low.push_back(relu ? 0 : static_cast<std::int32_t>(-reached));
    totals.high.push_back(static_cast<std::int32_t>(most));
  }
  const std::size_t padded = (sums.size() + lanes - 1) / lanes * lanes;
  for (auto* all : {&totals.bias, &totals.low, &totals.high}) all->resize(padded);
  return totals;
}

}  // namespace cnn2snn::engine
