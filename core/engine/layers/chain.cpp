// SPDX-License-Identifier: Apache-2.0
#include "engine/layers/chain.h"

#include <algorithm>

#include "akida/fields.h"
#include "engine/arithmetic.h"
#include "engine/pooling.h"

namespace cnn2snn::engine {

Windows convolution_windows(const akida::Layer& layer) {
  const std::int32_t padding = parameter(layer, "padding");
  const std::int32_t size = parameter(layer, "kernel_size");
  const std::int32_t stride = parameter(layer, "kernel_stride");
  return {make_window(padding, layer.input_shape[0], size, stride),
          make_window(padding, layer.input_shape[1], size, stride)};
}

Windows pooling_windows(const akida::Layer& layer, const Windows& convolution) {
  if (parameter(layer, "pool_type") != akida::kPoolMax) return {};
  const std::int32_t padding = parameter(layer, "padding");
  const std::int32_t size = parameter(layer, "pool_size");
  const std::int32_t given = parameter(layer, "pool_stride");
  const std::int32_t stride = given > 0 ? given : size;
  return {make_window(padding, convolution.x.output, size, stride),
          make_window(padding, convolution.y.output, size, stride)};
}

InputShift::InputShift(const akida::Layer& layer)
    : shift_(values(layer, akida::kInputShift)), buffer_bits_(parameter(layer, "buffer_bits")) {}

std::vector<std::int32_t> InputShift::operator()(const Tensor& input) const {
  std::vector<std::int32_t> shifted = widen(input);
  for (std::size_t i = 0; i < shifted.size();) {
    for (std::size_t c = 0; c < shift_.size(); ++c, ++i) {
      shifted[i] =
          static_cast<std::int32_t>(saturate(shift_left(shifted[i], shift_[c]), buffer_bits_));
    }
  }
  return shifted;
}

Chain::Chain(const akida::Layer& layer, BiasRule rule, const Windows& convolution)
    : stages_(layer, rule),
      pool_type_(parameter(layer, "pool_type")),
      pooling_(pooling_windows(layer, convolution)),
      channels_(layer.output_shape[2]) {}

template <typename Sum>
void Chain::finish(std::span<const Sum> sums, Tensor& output) const {
  std::vector<std::int32_t> map(sums.size());
  for (std::size_t i = 0; i < map.size();) {
    for (std::size_t f = 0; f < channels_; ++f, ++i) {
      map[i] = static_cast<std::int32_t>(stages_.add_bias(std::int64_t{sums[i]}, f));
    }
  }
  finish_map(std::move(map), output);
}

void Chain::finish_map(std::vector<std::int32_t> map, Tensor& output) const {
  if (pool_type_ == akida::kPoolMax) map = max_pool(map, channels_, pooling_);
  for (std::size_t i = 0; i < map.size();) {
    for (std::size_t f = 0; f < channels_; ++f, ++i) {
      // A bounded ReLU, like any entry of a table, fits 32 bits; so does an unbounded one.
      map[i] = static_cast<std::int32_t>(stages_.activate(map[i], f));
    }
  }
  if (pool_type_ == akida::kPoolAverage) map = global_sum(map, channels_, stages_.post_bits());
  for (std::size_t i = 0; i < map.size();) {
    for (std::size_t f = 0; f < channels_; ++f, ++i) map[i] = stages_.output(map[i], f);
  }
  narrow(map, output);
}

template void Chain::finish(std::span<const std::int32_t>, Tensor&) const;
template void Chain::finish(std::span<const std::int64_t>, Tensor&) const;

/// Sums that wrap around at 32 bits are read as two's complement.
template <>
void Chain::finish(std::span<const std::uint32_t> sums, Tensor& output) const {
  std::vector<std::int32_t> wrapped(sums.size());
  std::transform(sums.begin(), sums.end(), wrapped.begin(),
                 [](std::uint32_t sum) { return wrap32(sum); });
  finish(std::span<const std::int32_t>(wrapped), output);
}

}  // namespace cnn2snn::engine
