// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/calibrate/fma_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace cnn2snn::quantizeml {

#if defined(__x86_64__)
namespace {

template <std::size_t Rows>
__attribute__((target("avx2,fma"))) void avx2_tile(const float* const* rows, const float* w,
                                                   std::size_t depth, float (*sums)[kLanes]) {
  __m256 low[Rows];
  __m256 high[Rows];
  for (std::size_t r = 0; r < Rows; ++r) {
    low[r] = _mm256_loadu_ps(sums[r]);
    high[r] = _mm256_loadu_ps(sums[r] + 8);
  }
  for (std::size_t k = 0; k < depth; ++k) {
    const __m256 w_low = _mm256_loadu_ps(w + k * kLanes);
    const __m256 w_high = _mm256_loadu_ps(w + k * kLanes + 8);
    for (std::size_t r = 0; r < Rows; ++r) {
      const __m256 x = _mm256_broadcast_ss(rows[r] + k);
      low[r] = _mm256_fmadd_ps(x, w_low, low[r]);
      high[r] = _mm256_fmadd_ps(x, w_high, high[r]);
    }
  }
  for (std::size_t r = 0; r < Rows; ++r) {
    _mm256_storeu_ps(sums[r], low[r]);
    _mm256_storeu_ps(sums[r] + 8, high[r]);
  }
}

void avx2_rows(const float* const* rows, std::size_t count, const float* w, std::size_t depth,
               float (*sums)[kLanes]) {
  static_assert(kRows == 6);
  switch (count) {
    case 6:
      return avx2_tile<6>(rows, w, depth, sums);
    case 5:
      return avx2_tile<5>(rows, w, depth, sums);
    case 4:
      return avx2_tile<4>(rows, w, depth, sums);
    case 3:
      return avx2_tile<3>(rows, w, depth, sums);
    case 2:
      return avx2_tile<2>(rows, w, depth, sums);
    default:
      return avx2_tile<1>(rows, w, depth, sums);
  }
}

template <std::size_t Vectors>
__attribute__((target("avx2,fma"))) void avx2_sum_taps(std::span<const Tap> taps, std::size_t c,
                                                       float* sums) {
  __m256 sum[Vectors];
  for (std::size_t v = 0; v < Vectors; ++v) sum[v] = _mm256_setzero_ps();
  for (const Tap& tap : taps) {
    for (std::size_t v = 0; v < Vectors; ++v) {
      sum[v] = _mm256_fmadd_ps(_mm256_loadu_ps(tap.x + c + 8 * v),
                               _mm256_loadu_ps(tap.w + c + 8 * v), sum[v]);
    }
  }
  for (std::size_t v = 0; v < Vectors; ++v) _mm256_storeu_ps(sums + c + 8 * v, sum[v]);
}

__attribute__((target("avx2,fma"))) void avx2_taps(std::span<const Tap> taps, float* sums,
                                                   std::size_t count) {
  std::size_t c = 0;
  for (; c + 32 <= count; c += 32) avx2_sum_taps<4>(taps, c, sums);
  for (; c + 8 <= count; c += 8) avx2_sum_taps<1>(taps, c, sums);
  for (; c < count; ++c) {
    float sum = 0.0F;
    for (const Tap& tap : taps) sum = __builtin_fmaf(tap.x[c], tap.w[c], sum);
    sums[c] = sum;
  }
}

}  // namespace
#endif

FmaKernels fma_kernels() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0) {
    return {avx2_rows, avx2_taps};
  }
#endif
#if defined(__wasm_simd128__)
  return {wasm_rows, wasm_taps, false};
#else
  return {portable_rows, portable_taps};
#endif
}

}  // namespace cnn2snn::quantizeml
