// SPDX-License-Identifier: Apache-2.0
#include "engine/layers/v1/potentials.h"

#include <algorithm>
#include <cmath>

#include "akida/crashes.h"
#include "akida/fields.h"
#include "engine/arithmetic.h"
#include "engine/pooling.h"

namespace cnn2snn::engine {

namespace {

/// Width of the potentials that a pooling works on.
constexpr int kPotentialBits = 20;

Window pooling_window(const akida::Layer& layer, std::int64_t input, bool x) {
  const std::int32_t size = parameter(layer, x ? "pooling_width" : "pooling_height");
  const std::int32_t given = parameter(layer, x ? "pooling_stride_x" : "pooling_stride_y");
  return make_window(parameter(layer, "padding"), input, size, given > 0 ? given : size);
}

}  // namespace

Windows convolution_windows_v1(const akida::Layer& layer) {
  const std::int32_t padding = parameter(layer, "padding");
  return {make_window(padding, layer.input_shape[0], parameter(layer, "kernel_width"),
                      parameter(layer, "stride_x")),
          make_window(padding, layer.input_shape[1], parameter(layer, "kernel_height"),
                      parameter(layer, "stride_y"))};
}

Potentials::Potentials(const akida::Layer& layer, const Windows& convolution)
    : activation_(parameter(layer, "activation") != 0),
      act_bits_(static_cast<std::uint32_t>(parameter(layer, "act_bits"))),
      pool_type_(parameter(layer, "pool_type")),
      threshold_(values(layer, akida::kThreshold)) {
  if (pool_type_ == akida::kPoolMax) {
    pooling_ = {pooling_window(layer, convolution.x.output, true),
                pooling_window(layer, convolution.y.output, false)};
    // Left out, saturation included.
    if (pooling_.x.size == 1 && pooling_.y.size == 1) pool_type_ = akida::kNoPooling;
  }
  for (const float step : values(layer, akida::kActStep))
    step_.push_back(akida::step_divisor(step));
}

void Potentials::finish(std::span<const std::uint32_t> sums, Tensor& output) const {
  std::vector<std::int32_t> map(sums.size());
  std::transform(sums.begin(), sums.end(), map.begin(), [](std::uint32_t a) { return wrap32(a); });
  if (pool_type_ == akida::kPoolMax) {
    map = max_pool(map, channels(), pooling_);
    for (std::int32_t& a : map) a = static_cast<std::int32_t>(saturate(a, kPotentialBits));
  } else if (pool_type_ == akida::kPoolAverage) {
    map = global_sum(map, channels(), kPotentialBits);
  }
  if (activation_) {
    for (std::size_t i = 0; i < map.size();) {
      for (std::size_t f = 0; f < channels(); ++f, ++i) map[i] = activate(map[i], f);
    }
  }
  narrow(map, output);
}

std::int32_t Potentials::activate(std::int32_t potential, std::size_t f) const {
  const std::int32_t p =
      wrap32(static_cast<std::uint32_t>(potential) - static_cast<std::uint32_t>(threshold_[f]));
  if (p <= 0) return 0;
  // Unsigned 32-bit arithmetic, which wraps around for large potentials.
  const std::uint32_t scaled = (static_cast<std::uint32_t>(p) << (4 + act_bits_)) - 1;
  const std::uint32_t most = (1U << act_bits_) - 1;
  return static_cast<std::int32_t>(std::min(scaled / step_[f] + 1, most));
}

}  // namespace cnn2snn::engine
