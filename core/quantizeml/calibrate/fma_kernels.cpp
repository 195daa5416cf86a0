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
  if (count == kRows) {
    avx2_tile<kRows>(rows, w, depth, sums);
    return;
  }
  for (std::size_t r = 0; r < count; ++r) avx2_tile<1>(rows + r, w, depth, sums + r);
}

__attribute__((target("avx2,fma"))) void avx2_channels(const float* x, const float* w, float* sums,
                                                       std::size_t count) {
  std::size_t c = 0;
  for (; c + 8 <= count; c += 8) {
    _mm256_storeu_ps(sums + c, _mm256_fmadd_ps(_mm256_loadu_ps(x + c), _mm256_loadu_ps(w + c),
                                               _mm256_loadu_ps(sums + c)));
  }
  for (; c < count; ++c) sums[c] = __builtin_fmaf(x[c], w[c], sums[c]);
}

}  // namespace
#endif

FmaKernels fma_kernels() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0) {
    return {avx2_rows, avx2_channels};
  }
#endif
  return {portable_rows, portable_channels};
}

}  // namespace cnn2snn::quantizeml
