// SPDX-License-Identifier: Apache-2.0
#include "engine/pooling.h"

#include <algorithm>
#include <limits>

#include "engine/arithmetic.h"

namespace cnn2snn::engine {

std::vector<std::int32_t> max_pool(std::span<const std::int32_t> map, std::size_t channels,
                                   const Windows& windows) {
  const auto& [wx, wy] = windows;
  std::vector<std::int32_t> pooled(static_cast<std::size_t>(wx.output * wy.output) * channels,
                                   std::numeric_limits<std::int32_t>::min());
  for (std::int64_t ox = 0; ox < wx.output; ++ox) {
    for (std::int64_t oy = 0; oy < wy.output; ++oy) {
      std::int32_t* most = &pooled[static_cast<std::size_t>(ox * wy.output + oy) * channels];
      for (std::int64_t i = wx.first(ox); i < wx.last(ox); ++i) {
        for (std::int64_t j = wy.first(oy); j < wy.last(oy); ++j) {
          const std::int64_t position = (wx.start(ox) + i) * wy.input + wy.start(oy) + j;
          const std::int32_t* values = &map[static_cast<std::size_t>(position) * channels];
          for (std::size_t c = 0; c < channels; ++c) most[c] = std::max(most[c], values[c]);
        }
      }
    }
  }
  return pooled;
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
