// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "convert/onnx/variables.h"

namespace cnn2snn::onnx {

namespace {

/// 2^k - kShortfall[k - 20] is the largest x with log2(x) + 1e-6 <= k, for k of 20 and more.
constexpr std::array<std::int64_t, 12> kShortfall = {1,  2,  3,   6,   12,  24,
                                                     47, 94, 187, 373, 745, 1489};

int integer_bits(std::int64_t magnitude) {
  for (int k = 0; k < 32; ++k) {
    const std::int64_t shortfall = k <= 20 ? 1 : kShortfall[static_cast<std::size_t>(k - 20)];
    if (magnitude <= (std::int64_t{1} << k) - shortfall) return k;
  }
  return 32;
}

std::int64_t divide_half_to_even(std::int64_t x, int shift) {
  const std::int64_t divisor = std::int64_t{1} << shift;
  const std::int64_t floor = x >> shift;
  const std::int64_t twice_rest = 2 * (x - floor * divisor);
  if (twice_rest != divisor) return floor + (twice_rest > divisor ? 1 : 0);
  return floor + (floor & 1);
}

}  // namespace

ValueShift to_value_shift(std::int32_t x, bool is_signed) {
  const int width = is_signed ? 7 : 8;
  // The official formula takes 2^width for 0.
  const std::int64_t magnitude = x == 0 ? std::int64_t{1} << width : std::abs(std::int64_t{x});
  const int shift = std::max(0, integer_bits(magnitude) - width);
  const std::int64_t least = is_signed ? -128 : 0;
  const std::int64_t most = is_signed ? 127 : 255;
  return {static_cast<std::int32_t>(std::clamp(divide_half_to_even(x, shift), least, most)), shift};
}

}  // namespace cnn2snn::onnx
