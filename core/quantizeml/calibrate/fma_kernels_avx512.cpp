// SPDX-License-Identifier: Apache-2.0
// Processors of the x86 family with AVX-512: 32 registers of 16 floats.
#if defined(__x86_64__)
#include <immintrin.h>

#include "quantizeml/calibrate/fma_kernels.h"

#define TARGET __attribute__((target("avx512f")))

namespace cnn2snn::quantizeml {
namespace {

struct Vector {
  using Type = __m512;
  static constexpr std::size_t kWidth = 16;
  TARGET static Type zero() { return _mm512_setzero_ps(); }
  TARGET static Type all(const float* from) { return _mm512_set1_ps(*from); }
  TARGET static Type load(const float* from) { return _mm512_loadu_ps(from); }
  TARGET static void store(float* to, Type a) { _mm512_storeu_ps(to, a); }
  TARGET static Type add(Type a, Type b) { return _mm512_add_ps(a, b); }
  TARGET static Type multiply_add(Type a, Type b, Type c) { return _mm512_fmadd_ps(a, b, c); }
};

constexpr std::size_t kTileRows = 7;
constexpr std::size_t kTilePanels = 2;
#include "quantizeml/calibrate/fma_tiles.inc"

}  // namespace

const FmaKernels kAvx512Kernels = {multiply_tiles, multiply_tap_row, kTileRows, kTilePanels};

}  // namespace cnn2snn::quantizeml
#endif
