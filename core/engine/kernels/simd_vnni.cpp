// SPDX-License-Identifier: Apache-2.0
//
// Compiled for AVX-512 with VNNI, whose sums of four products of bytes Highway does not have yet.
#include <immintrin.h>

#include "engine/kernels/simd-inl.h"

namespace cnn2snn::engine {
namespace {

// Positions whose sums are kept in registers, two vectors of filters each.
constexpr std::size_t kBytePixels = 12;

inline __m512i load_quad(const std::uint8_t* quad) {
  std::int32_t all;
  __builtin_memcpy(&all, quad, sizeof all);
  return _mm512_set1_epi32(all);
}

template <std::size_t kCount>
inline void multiply_bytes_tile(const MultiplyBytesTask& task, const std::int8_t* weights,
                                const std::uint8_t* input, const std::int32_t* start,
                                std::int32_t* sums, std::size_t stride) {
  __m512i first[kCount];
  __m512i second[kCount];
  for (std::size_t p = 0; p < kCount; ++p) {
    first[p] = _mm512_loadu_si512(start);
    second[p] = _mm512_loadu_si512(start + 16);
  }
  for (std::size_t row = 0; row < task.rows; ++row) {
    const std::uint8_t* x = input + static_cast<std::ptrdiff_t>(row) * task.row_stride;
    for (std::size_t quad = 0; quad < task.quads; ++quad) {
      const __m512i w0 = _mm512_loadu_si512(weights);
      const __m512i w1 = _mm512_loadu_si512(weights + 64);
      weights += 128;
      for (std::size_t p = 0; p < kCount; ++p) {
        const __m512i v = load_quad(x + static_cast<std::ptrdiff_t>(p) * task.pixel_stride);
        first[p] = _mm512_dpbusd_epi32(first[p], v, w0);
        second[p] = _mm512_dpbusd_epi32(second[p], v, w1);
      }
      x += 4;
    }
  }
  for (std::size_t p = 0; p < kCount; ++p) {
    _mm512_storeu_si512(sums + p * stride, first[p]);
    _mm512_storeu_si512(sums + p * stride + 16, second[p]);
  }
}

void multiply_bytes(const MultiplyBytesTask& task) {
  const std::size_t stride = task.blocks * 32;
  const std::size_t block_size = task.rows * task.quads * 128;
  for (std::size_t block = 0; block < task.blocks; ++block) {
    const std::int8_t* weights = task.weights + block * block_size;
    const std::int32_t* start = task.start + block * 32;
    const std::uint8_t* input = task.input;
    std::int32_t* sums = task.sums + block * 32;
    std::size_t left = task.pixels;
    for (; left >= kBytePixels; left -= kBytePixels) {
      multiply_bytes_tile<kBytePixels>(task, weights, input, start, sums, stride);
      input += static_cast<std::ptrdiff_t>(kBytePixels) * task.pixel_stride;
      sums += kBytePixels * stride;
    }
    for (; left >= 4; left -= 4) {
      multiply_bytes_tile<4>(task, weights, input, start, sums, stride);
      input += 4 * task.pixel_stride;
      sums += 4 * stride;
    }
    for (; left > 0; --left) {
      multiply_bytes_tile<1>(task, weights, input, start, sums, stride);
      input += task.pixel_stride;
      sums += stride;
    }
  }
}

}  // namespace

const SimdKernels kSimdVnni{"AVX-512 VNNI",          HWY_NAMESPACE::hn::Lanes(HWY_NAMESPACE::D32()),
                            HWY_NAMESPACE::multiply, HWY_NAMESPACE::depthwise,
                            HWY_NAMESPACE::finish,   HWY_NAMESPACE::add_up,
                            multiply_bytes};

}  // namespace cnn2snn::engine
