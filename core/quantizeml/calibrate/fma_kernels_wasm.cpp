// SPDX-License-Identifier: Apache-2.0
// WebAssembly's vectors have no fused multiply-add. In double the product of two floats is exact;
// the sum is rounded twice, to double and to float, which differs from one rounding only where the
// double lies exactly between two floats. Such chains are computed again.
#if defined(__wasm_simd128__)
#include <wasm_simd128.h>

#include <algorithm>

#include "quantizeml/calibrate/fma_kernels.h"

namespace cnn2snn::quantizeml {
namespace {

constexpr std::size_t kPairs = 4;  // Two doubles each: half of the lanes, to fit the registers.

v128_t load_doubles(const float* from) {
  return wasm_f64x2_promote_low_f32x4(wasm_v128_load64_zero(from));
}

/// a · b + c, rounded to float. Notes in `between` where that was rounded from the middle.
v128_t multiply_add(v128_t a, v128_t b, v128_t c, v128_t& between) {
  const v128_t sum = wasm_f64x2_add(wasm_f64x2_mul(a, b), c);
  const v128_t cut = wasm_v128_and(sum, wasm_i64x2_const_splat(0x1FFFFFFF));
  between = wasm_v128_or(between, wasm_i64x2_eq(cut, wasm_i64x2_const_splat(0x10000000)));
  return wasm_f64x2_promote_low_f32x4(wasm_f32x4_demote_f64x2_zero(sum));
}

void store_floats(v128_t doubles, float* to) {
  wasm_v128_store64_lane(to, wasm_f32x4_demote_f64x2_zero(doubles), 0);
}

/// Gives false, and leaves `sums` as they were, where a chain has to be computed otherwise.
template <std::size_t Rows>
bool half_tile(const float* const* rows, const float* w, std::size_t depth, std::size_t lane,
               float (*sums)[kLanes]) {
  v128_t sum[Rows][kPairs];
  for (std::size_t r = 0; r < Rows; ++r) {
    for (std::size_t p = 0; p < kPairs; ++p) sum[r][p] = load_doubles(sums[r] + lane + 2 * p);
  }
  v128_t between = wasm_i64x2_const_splat(0);
  for (std::size_t k = 0; k < depth; ++k) {
    v128_t weights[kPairs];
    for (std::size_t p = 0; p < kPairs; ++p) {
      weights[p] = load_doubles(w + k * kLanes + lane + 2 * p);
    }
    for (std::size_t r = 0; r < Rows; ++r) {
      const v128_t x = wasm_f64x2_splat(static_cast<double>(rows[r][k]));
      for (std::size_t p = 0; p < kPairs; ++p) {
        sum[r][p] = multiply_add(x, weights[p], sum[r][p], between);
      }
    }
  }
  if (wasm_v128_any_true(between)) return false;
  for (std::size_t r = 0; r < Rows; ++r) {
    for (std::size_t p = 0; p < kPairs; ++p) store_floats(sum[r][p], sums[r] + lane + 2 * p);
  }
  return true;
}

template <std::size_t Rows>
void tile(const float* const* rows, const float* w, std::size_t depth, float (*sums)[kLanes]) {
  static_assert(kLanes == 4 * kPairs);
  float made[Rows][kLanes];
  std::copy_n(&sums[0][0], Rows * kLanes, &made[0][0]);
  if (half_tile<Rows>(rows, w, depth, 0, made) &&
      half_tile<Rows>(rows, w, depth, 2 * kPairs, made)) {
    std::copy_n(&made[0][0], Rows * kLanes, &sums[0][0]);
  } else {
    exact_rows(rows, Rows, w, depth, sums);
  }
}

}  // namespace

void wasm_rows(const float* const* rows, std::size_t count, const float* w, std::size_t depth,
               float (*sums)[kLanes]) {
  std::size_t r = 0;
  for (; r + 2 <= count; r += 2) tile<2>(rows + r, w, depth, sums + r);
  if (r < count) tile<1>(rows + r, w, depth, sums + r);
}

void wasm_taps(std::span<const Tap> taps, float* sums, std::size_t count) {
  const bool tiny = std::any_of(taps.begin(), taps.end(), [count](const Tap& tap) {
    return has_tiny({tap.x, count}) || has_tiny({tap.w, count});
  });
  const std::size_t whole = tiny ? 0 : count / 4 * 4;
  v128_t between = wasm_i64x2_const_splat(0);
  for (std::size_t c = 0; c < whole; c += 4) {
    v128_t low = wasm_f64x2_const_splat(0);
    v128_t high = low;
    for (const Tap& tap : taps) {
      low = multiply_add(load_doubles(tap.x + c), load_doubles(tap.w + c), low, between);
      high = multiply_add(load_doubles(tap.x + c + 2), load_doubles(tap.w + c + 2), high, between);
    }
    store_floats(low, sums + c);
    store_floats(high, sums + c + 2);
  }
  const std::size_t done = wasm_v128_any_true(between) ? 0 : whole;
  std::vector<Tap> rest(taps.begin(), taps.end());
  for (Tap& tap : rest) tap = {tap.x + done, tap.w + done};
  if (done < count) portable_taps(rest, sums + done, count - done);
}

}  // namespace cnn2snn::quantizeml
#endif
