// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

/// The integer arithmetic of the Akida software runtime. Everything is 64 bits wide here; widths
/// are said by the functions.
namespace cnn2snn::engine {

/// Clips to a signed number of `bits` (1…63).
inline std::int64_t saturate(std::int64_t value, int bits) {
  const std::int64_t limit = std::int64_t{1} << (bits - 1);
  return std::clamp(value, -limit, limit - 1);
}

/// The low 32 bits, two's complement.
inline std::int32_t wrap32(std::uint64_t value) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
}

/// value * 2^shift for shifts of 0…31 bits; |value| must stay below 2^32.
inline std::int64_t shift_left(std::int64_t value, int shift) {
  return value * (std::int64_t{1} << shift);
}

/// value * 2^shift; to the right rounded half up (towards +infinity). To the left |value| must stay
/// below 2^32.
inline std::int64_t rounding_shift(std::int64_t value, int shift) {
  if (shift >= 0) return shift_left(value, shift);
  // Not (value + half) >> n: the sum would need one bit more than the value.
  return ((value >> (-shift - 1)) + 1) >> 1;
}

}  // namespace cnn2snn::engine
