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
void multiply_tile(const Tile& tile, std::size_t first) {
  static_assert(kLanes == 4 * kPairs);
  const float* const* rows = tile.rows + first;
  float start[kLanes] = {};
  if (tile.start != nullptr) std::copy_n(tile.start, kLanes, start);
  float sums[Rows][kLanes];
  for (std::size_t r = 0; r < Rows; ++r) std::copy_n(start, kLanes, sums[r]);
  if (!half_tile<Rows>(rows, tile.w, tile.depth, 0, sums) ||
      !half_tile<Rows>(rows, tile.w, tile.depth, 2 * kPairs, sums)) {
    for (std::size_t r = 0; r < Rows; ++r) {
      std::copy_n(start, kLanes, sums[r]);
      exact_chain(rows[r], tile.w, tile.depth, sums[r]);
    }
  }
  for (std::size_t r = 0; r < Rows; ++r) finish_row(tile, first + r, sums[r]);
}

void multiply_tiles(const Tile& tile, std::size_t rows, std::size_t /*panels*/) {
  std::size_t r = 0;
  for (; r + 2 <= rows; r += 2) multiply_tile<2>(tile, r);
  if (r < rows) multiply_tile<1>(tile, r);
}

// All channels of a pixel of which whole vectors are left; gives how many those are.
std::size_t multiply_pixel(const TapRow& row, bool tiny_weights, std::size_t at, float* out) {
  const bool tiny =
      tiny_weights || std::any_of(row.taps.begin(), row.taps.end(), [&](const Tap& tap) {
        return has_tiny({tap.x + at, row.channels});
      });
  const std::size_t whole = tiny ? 0 : row.channels / 4 * 4;
  v128_t between = wasm_i64x2_const_splat(0);
  for (std::size_t c = 0; c < whole; c += 4) {
    v128_t low = wasm_f64x2_const_splat(0);
    v128_t high = low;
    for (const Tap& tap : row.taps) {
      const float* x = tap.x + at + c;
      low = multiply_add(load_doubles(x), load_doubles(tap.w + c), low, between);
      high = multiply_add(load_doubles(x + 2), load_doubles(tap.w + c + 2), high, between);
    }
    store_floats(low, out + c);
    store_floats(high, out + c + 2);
  }
  return wasm_v128_any_true(between) ? 0 : whole;
}

void multiply_tap_row(const TapRow& row, float* out) {
  const bool tiny_weights = std::any_of(row.taps.begin(), row.taps.end(), [&](const Tap& tap) {
    return has_tiny({tap.w, row.channels});
  });
  std::vector<Tap> rest(row.taps.size());
  for (std::size_t p = 0; p < row.pixels; ++p, out += row.channels) {
    const std::size_t at = p * row.step;
    const std::size_t done = multiply_pixel(row, tiny_weights, at, out);
    for (std::size_t c = 0; row.bias != nullptr && c < done; ++c) out[c] = out[c] + row.bias[c];
    if (done == row.channels) continue;
    std::transform(row.taps.begin(), row.taps.end(), rest.begin(), [&](const Tap& tap) {
      return Tap{tap.x + at + done, tap.w + done};
    });
    const float* bias = row.bias == nullptr ? nullptr : row.bias + done;
    portable_taps({rest, 0, 1, row.channels - done, bias}, out + done);
  }
}

}  // namespace

const FmaKernels kWasmKernels = {multiply_tiles, multiply_tap_row, 6, 1, false};

}  // namespace cnn2snn::quantizeml
#endif
