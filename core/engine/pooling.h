// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/window.h"

namespace cnn2snn::engine {

/// Largest value of each window, per channel. `map` is [x][y][c] with the windows' input sizes;
/// positions outside the map do not count.
std::vector<std::int32_t> max_pool(std::span<const std::int32_t> map, std::size_t channels,
                                   const Windows& windows);

/// The same for int8 values (4-bit unsigned ones look the same).
void max_pool_bytes(std::span<const std::uint8_t> map, std::size_t channels, const Windows& windows,
                    std::span<std::uint8_t> pooled);

/// Sum over all positions per channel, x outer, y inner, saturated to `bits` after every addition.
std::vector<std::int32_t> global_sum(std::span<const std::int32_t> map, std::size_t channels,
                                     int bits);

}  // namespace cnn2snn::engine
