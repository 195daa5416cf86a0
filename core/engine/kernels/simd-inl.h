// SPDX-License-Identifier: Apache-2.0
//
// Included once by each simd_*.cpp, compiled for one instruction set. Nothing but plain pointers
// and Highway here: an inline function of a common header, compiled for AVX, could end up in code
// that runs without.
#include <hwy/highway.h>

#include "engine/kernels/simd.h"

namespace cnn2snn::engine {
namespace {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using D32 = hn::ScalableTag<std::int32_t>;
using D16 = hn::Repartition<std::int16_t, D32>;
using V32 = hn::Vec<D32>;

// Positions and vectors of filters whose sums are kept in registers.
constexpr std::size_t kPixels = HWY_TARGET <= HWY_AVX2 ? 6 : 4;

inline std::int32_t load_pair(const std::int16_t* pair) {
  std::int32_t both;
  __builtin_memcpy(&both, pair, sizeof both);
  return both;
}

template <std::size_t kCount>
HWY_INLINE void multiply_tile(const MultiplyTask& task, const std::int16_t* weights,
                              const std::int16_t* input, std::int32_t* sums, std::size_t stride) {
  const D32 d32;
  const D16 d16;
  const std::size_t lanes = hn::Lanes(d32);
  V32 first[kCount];
  V32 second[kCount];
  // Where a product's halves stay apart (ARM), the other halves.
  V32 rest_first[kCount];
  V32 rest_second[kCount];
  for (std::size_t p = 0; p < kCount; ++p) {
    first[p] = second[p] = rest_first[p] = rest_second[p] = hn::Zero(d32);
  }
  for (std::size_t row = 0; row < task.rows; ++row) {
    const std::int16_t* x = input + static_cast<std::ptrdiff_t>(row) * task.row_stride;
    for (std::size_t pair = 0; pair < task.pairs; ++pair) {
      const auto w0 = hn::LoadU(d16, weights);
      const auto w1 = hn::LoadU(d16, weights + 2 * lanes);
      weights += 4 * lanes;
      for (std::size_t p = 0; p < kCount; ++p) {
        const auto v = hn::BitCast(
            d16, hn::Set(d32, load_pair(x + static_cast<std::ptrdiff_t>(p) * task.pixel_stride)));
        first[p] = hn::ReorderWidenMulAccumulate(d32, v, w0, first[p], rest_first[p]);
        second[p] = hn::ReorderWidenMulAccumulate(d32, v, w1, second[p], rest_second[p]);
      }
      x += 2;
    }
  }
  for (std::size_t p = 0; p < kCount; ++p) {
    hn::StoreU(hn::RearrangeToOddPlusEven(first[p], rest_first[p]), d32, sums + p * stride);
    hn::StoreU(hn::RearrangeToOddPlusEven(second[p], rest_second[p]), d32,
               sums + p * stride + lanes);
  }
}

void multiply(const MultiplyTask& task) {
  const std::size_t lanes = hn::Lanes(D32());
  const std::size_t stride = task.blocks * 2 * lanes;
  const std::size_t block_size = task.rows * task.pairs * 4 * lanes;
  for (std::size_t block = 0; block < task.blocks; ++block) {
    const std::int16_t* weights = task.weights + block * block_size;
    const std::int16_t* input = task.input;
    std::int32_t* sums = task.sums + block * 2 * lanes;
    std::size_t left = task.pixels;
    for (; left >= kPixels; left -= kPixels) {
      multiply_tile<kPixels>(task, weights, input, sums, stride);
      input += static_cast<std::ptrdiff_t>(kPixels) * task.pixel_stride;
      sums += kPixels * stride;
    }
    for (; left >= 2; left -= 2) {
      multiply_tile<2>(task, weights, input, sums, stride);
      input += 2 * task.pixel_stride;
      sums += 2 * stride;
    }
    if (left != 0) multiply_tile<1>(task, weights, input, sums, stride);
  }
}

template <std::size_t kCount>
HWY_INLINE void depthwise_tile(const DepthwiseTask& task, const std::int16_t* input,
                               std::int32_t* sums) {
  const D32 d32;
  const hn::Rebind<std::int16_t, D32> half;
  for (std::size_t c = 0; c < task.channels; c += hn::Lanes(d32)) {
    V32 sum[kCount];
    for (std::size_t p = 0; p < kCount; ++p) sum[p] = hn::Zero(d32);
    for (std::size_t tap = 0; tap < task.tap_count; ++tap) {
      const V32 w = hn::PromoteTo(d32, hn::LoadU(half, task.weights + tap * task.channels + c));
      const std::int16_t* x = input + task.taps[tap] + c;
      for (std::size_t p = 0; p < kCount; ++p) {
        const V32 v = hn::PromoteTo(
            d32, hn::LoadU(half, x + static_cast<std::ptrdiff_t>(p) * task.pixel_stride));
        sum[p] = hn::Add(sum[p], hn::Mul(v, w));
      }
    }
    for (std::size_t p = 0; p < kCount; ++p) {
      hn::StoreU(sum[p], d32, sums + p * task.channels + c);
    }
  }
}

void depthwise(const DepthwiseTask& task) {
  const std::int16_t* input = task.input;
  std::int32_t* sums = task.sums;
  std::size_t left = task.pixels;
  for (; left >= 4; left -= 4) {
    depthwise_tile<4>(task, input, sums);
    input += 4 * task.pixel_stride;
    sums += 4 * task.channels;
  }
  for (; left > 0; --left) {
    depthwise_tile<1>(task, input, sums);
    input += task.pixel_stride;
    sums += task.channels;
  }
}

HWY_INLINE V32 finish_vector(const FinishTask& task, const std::int32_t* sums, std::size_t c) {
  const D32 d32;
  V32 v = hn::Add(hn::LoadU(d32, sums + c), hn::LoadU(d32, task.bias + c));
  v = hn::Max(v, hn::LoadU(d32, task.low + c));
  v = hn::Min(v, hn::LoadU(d32, task.high + c));
  v = hn::Mul(v, hn::LoadU(d32, task.scale + c));
  v = hn::Add(v, hn::LoadU(d32, task.half + c));
  v = hn::Shr(v, hn::LoadU(d32, task.shift + c));
  v = hn::Max(v, hn::Set(d32, task.least));
  return hn::Min(v, hn::Set(d32, task.most));
}

void finish(const FinishTask& task) {
  const D32 d32;
  const hn::Rebind<std::int8_t, D32> d8;
  const std::size_t lanes = hn::Lanes(d32);
  std::uint8_t* output = task.output;
  for (std::size_t p = 0; p < task.pixels; ++p) {
    const std::int32_t* sums = task.sums + p * task.stride;
    std::size_t c = 0;
    for (; c + lanes <= task.channels; c += lanes) {
      hn::StoreU(hn::DemoteTo(d8, finish_vector(task, sums, c)), d8,
                 reinterpret_cast<std::int8_t*>(output + c));
    }
    if (c < task.channels) {
      HWY_ALIGN std::int32_t last[HWY_MAX_BYTES / 4];
      hn::Store(finish_vector(task, sums, c), d32, last);
      for (std::size_t i = 0; c + i < task.channels; ++i) {
        output[c + i] = static_cast<std::uint8_t>(last[i]);
      }
    }
    output += task.channels;
  }
}

void add_up(const AddUpTask& task) {
  const D32 d32;
  for (std::size_t c = 0; c < task.channels; c += hn::Lanes(d32)) {
    const V32 bias = hn::LoadU(d32, task.bias + c);
    const V32 low = hn::LoadU(d32, task.low + c);
    const V32 high = hn::LoadU(d32, task.high + c);
    V32 total = hn::LoadU(d32, task.totals + c);
    for (std::size_t p = 0; p < task.pixels; ++p) {
      const V32 v = hn::Add(hn::LoadU(d32, task.sums + p * task.stride + c), bias);
      total = hn::Add(total, hn::Min(hn::Max(v, low), high));
    }
    hn::StoreU(total, d32, task.totals + c);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace
}  // namespace cnn2snn::engine
