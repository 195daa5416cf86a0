// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/generic.h"

namespace cnn2snn::engine {

namespace {

/// Calls each(k, values) for every position (i, j) of a window that counts: k is the index of its
/// weights in the stored kernel, values the channels there.
template <typename Each>
void for_each_position(const Map& map, const std::vector<std::int32_t>& padding,
                       const Windows& windows, KernelOrder order, std::int64_t ox, std::int64_t oy,
                       Each each) {
  const auto& [wx, wy] = windows;
  const bool padded = !padding.empty();
  const std::int64_t positions = wx.size * wy.size;
  for (std::int64_t i = padded ? 0 : wx.first(ox); i < (padded ? wx.size : wx.last(ox)); ++i) {
    const std::int64_t x = wx.start(ox) + i;
    for (std::int64_t j = padded ? 0 : wy.first(oy); j < (padded ? wy.size : wy.last(oy)); ++j) {
      const std::int64_t y = wy.start(oy) + j;
      const bool outside = x < 0 || x >= wx.input || y < 0 || y >= wy.input;
      const std::int32_t* values =
          outside ? padding.data()
                  : &map.values[static_cast<std::size_t>(x * wy.input + y) * map.channels];
      // w[K-1-i][K-1-j] is the same count from the end.
      const std::int64_t k = i * wy.size + j;
      each(static_cast<std::size_t>(order == KernelOrder::kFlipped ? positions - 1 - k : k),
           values);
    }
  }
}

template <typename Sum>
void add_products(std::int32_t value, const std::int8_t* weights, std::size_t outputs, Sum* sums) {
  for (std::size_t f = 0; f < outputs; ++f) {
    sums[f] += static_cast<Sum>(value) * static_cast<Sum>(weights[f]);
  }
}

}  // namespace

template <typename Sum>
std::vector<Sum> convolve(const Map& map, std::span<const std::int8_t> weights, std::size_t filters,
                          const Windows& windows, KernelOrder order) {
  const std::int64_t width = windows.y.output;
  const std::vector<std::int32_t> padding(map.padding.begin(), map.padding.end());
  std::vector<Sum> sums(static_cast<std::size_t>(windows.x.output * width) * filters);
  for (std::int64_t ox = 0; ox < windows.x.output; ++ox) {
    for (std::int64_t oy = 0; oy < width; ++oy) {
      Sum* here = &sums[static_cast<std::size_t>(ox * width + oy) * filters];
      for_each_position(
          map, padding, windows, order, ox, oy, [&](std::size_t k, const std::int32_t* values) {
            for (std::size_t c = 0; c < map.channels; ++c) {
              add_products(values[c], &weights[(k * map.channels + c) * filters], filters, here);
            }
          });
    }
  }
  return sums;
}

template <typename Sum>
std::vector<Sum> convolve_depthwise(const Map& map, std::span<const std::int8_t> weights,
                                    const Windows& windows, KernelOrder order) {
  const std::int64_t width = windows.y.output;
  std::vector<Sum> sums(static_cast<std::size_t>(windows.x.output * width) * map.channels);
  for (std::int64_t ox = 0; ox < windows.x.output; ++ox) {
    for (std::int64_t oy = 0; oy < width; ++oy) {
      Sum* here = &sums[static_cast<std::size_t>(ox * width + oy) * map.channels];
      for_each_position(map, {}, windows, order, ox, oy,
                        [&](std::size_t k, const std::int32_t* values) {
                          const std::int8_t* w = &weights[k * map.channels];
                          for (std::size_t c = 0; c < map.channels; ++c) {
                            here[c] += static_cast<Sum>(values[c]) * static_cast<Sum>(w[c]);
                          }
                        });
    }
  }
  return sums;
}

template <typename Sum>
std::vector<Sum> multiply(std::span<const std::int32_t> values,
                          std::span<const std::int8_t> weights, std::size_t outputs) {
  std::vector<Sum> sums(outputs);
  for (std::size_t k = 0; k < values.size(); ++k) {
    add_products(values[k], &weights[k * outputs], outputs, sums.data());
  }
  return sums;
}

template std::vector<std::uint32_t> convolve(const Map&, std::span<const std::int8_t>, std::size_t,
                                             const Windows&, KernelOrder);
template std::vector<std::int64_t> convolve(const Map&, std::span<const std::int8_t>, std::size_t,
                                            const Windows&, KernelOrder);
template std::vector<std::uint32_t> convolve_depthwise(const Map&, std::span<const std::int8_t>,
                                                       const Windows&, KernelOrder);
template std::vector<std::uint32_t> multiply(std::span<const std::int32_t>,
                                             std::span<const std::int8_t>, std::size_t);
template std::vector<std::int64_t> multiply(std::span<const std::int32_t>,
                                            std::span<const std::int8_t>, std::size_t);

}  // namespace cnn2snn::engine
