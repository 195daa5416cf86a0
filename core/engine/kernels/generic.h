// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/window.h"

/// Sums of products, written for reading: the definition of every faster kernel. The sums are held
/// as the layer type asks for: std::uint32_t wraps around at 32 bits, std::int64_t is exact.
namespace cnn2snn::engine {

/// Akida stores most kernels flipped in both dimensions.
enum class KernelOrder { kFlipped, kAsStored };

struct Map {
  std::span<const std::int32_t> values;  ///< [x][y][c]
  std::size_t channels;
  std::span<const std::uint8_t> padding{};  ///< Per channel, outside the map; empty: 0.
};

/// a[X][Y][f] = sum over i, j, c of map[s X + i - p][s Y + j - p][c] * w[i][j][c][f].
template <typename Sum>
std::vector<Sum> convolve(const Map& map, std::span<const std::int8_t> weights, std::size_t filters,
                          const Windows& windows, KernelOrder order);

/// a[X][Y][c] = the same for every channel alone, with w[i][j][c].
template <typename Sum>
std::vector<Sum> convolve_depthwise(const Map& map, std::span<const std::int8_t> weights,
                                    const Windows& windows, KernelOrder order);

/// a[f] = sum over k of values[k] * w[k][f].
template <typename Sum>
std::vector<Sum> multiply(std::span<const std::int32_t> values,
                          std::span<const std::int8_t> weights, std::size_t outputs);

}  // namespace cnn2snn::engine
