// SPDX-License-Identifier: Apache-2.0
// Processors of the x86 family with AVX2 and FMA: 16 registers of 8 floats.
#if defined(__x86_64__)
#include <immintrin.h>

#include "quantizeml/calibrate/fma_kernels.h"

#define TARGET __attribute__((target("avx2,fma")))

namespace cnn2snn::quantizeml {
namespace {

struct Vector {
  using Type = __m256;
  static constexpr std::size_t kWidth = 8;
  TARGET static Type zero() { return _mm256_setzero_ps(); }
  TARGET static Type all(const float* from) { return _mm256_broadcast_ss(from); }
  TARGET static Type load(const float* from) { return _mm256_loadu_ps(from); }
  TARGET static void store(float* to, Type a) { _mm256_storeu_ps(to, a); }
  TARGET static Type add(Type a, Type b) { return _mm256_add_ps(a, b); }
  TARGET static Type multiply_add(Type a, Type b, Type c) { return _mm256_fmadd_ps(a, b, c); }
};

constexpr std::size_t kTileRows = 6;
constexpr std::size_t kTilePanels = 1;
#include "quantizeml/calibrate/fma_tiles.inc"

}  // namespace

const FmaKernels kAvx2Kernels = {multiply_tiles, multiply_tap_row, kTileRows, kTilePanels};

}  // namespace cnn2snn::quantizeml
#endif
