// SPDX-License-Identifier: Apache-2.0
#include "engine/pooling.h"

#include <algorithm>
#include <limits>

#include "engine/arithmetic.h"

namespace cnn2snn::engine {

namespace {

template <typename T>
void pool(const T* map, std::size_t channels, const Windows& windows, T* most) {
  const auto& [wx, wy] = windows;
  for (std::int64_t ox = 0; ox < wx.output; ++ox) {
    for (std::int64_t oy = 0; oy < wy.output; ++oy, most += channels) {
      std::fill_n(most, channels, std::numeric_limits<T>::min());
      for (std::int64_t i = wx.first(ox); i < wx.last(ox); ++i) {
        for (std::int64_t j = wy.first(oy); j < wy.last(oy); ++j) {
          const std::int64_t position = (wx.start(ox) + i) * wy.input + wy.start(oy) + j;
          const T* values = map + static_cast<std::size_t>(position) * channels;
          for (std::size_t c = 0; c < channels; ++c) most[c] = std::max(most[c], values[c]);
        }
      }
    }
  }
}

}  // namespace

std::vector<std::int32_t> max_pool(std::span<const std::int32_t> map, std::size_t channels,
                                   const Windows& windows) {
  const auto positions = static_cast<std::size_t>(windows.x.output * windows.y.output);
  std::vector<std::int32_t> pooled(positions * channels);
  pool(map.data(), channels, windows, pooled.data());
  return pooled;
}

void max_pool_bytes(std::span<const std::uint8_t> map, std::size_t channels, const Windows& windows,
                    std::span<std::uint8_t> pooled) {
  pool(reinterpret_cast<const std::int8_t*>(map.data()), channels, windows,
       reinterpret_cast<std::int8_t*>(pooled.data()));
}

std::vector<std::int32_t> global_sum(std::span<const std::int32_t> map, std::size_t channels,
                                     int bits) {
  std::vector<std::int32_t> sums(channels);
  for (std::size_t i = 0; i < map.size(); i += channels) {
    for (std::size_t c = 0; c < channels; ++c) {
      sums[c] = static_cast<std::int32_t>(saturate(std::int64_t{sums[c]} + map[i + c], bits));
    }
  }
  return sums;
}

}  // namespace cnn2snn::engine
