// SPDX-License-Identifier: Apache-2.0
//
// Included once by each simd_*.cpp, compiled for one instruction set. Nothing but plain pointers
// and Highway here: an inline function of a common header, compiled for AVX, could end up in code
// that runs without.
#include <hwy/highway.h>

#include "engine/kernels/simd.h"

// Each object has its own, in namespaces of no name.
// NOLINTBEGIN(misc-definitions-in-headers)

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

// Interleaving works on blocks of 128 bits: the lanes of a wider vector come out of order. In the
// order of the channels again:
HWY_INLINE void store_in_order(V32 lower, V32 upper, std::int32_t* to) {
  const D32 d32;
#if HWY_MAX_BYTES == 64
  const V32 even = hn::OddEvenBlocks(hn::SwapAdjacentBlocks(upper), lower);
  upper = hn::OddEvenBlocks(upper, hn::SwapAdjacentBlocks(lower));
  lower = even;
#endif
#if HWY_MAX_BYTES >= 32
  hn::StoreU(hn::ConcatLowerLower(d32, upper, lower), d32, to);
  hn::StoreU(hn::ConcatUpperUpper(d32, upper, lower), d32, to + hn::Lanes(d32));
#else
  hn::StoreU(lower, d32, to);
  hn::StoreU(upper, d32, to + hn::Lanes(d32));
#endif
}

// Two positions of the kernel at a time: their values side by side give sums of two products.
template <std::size_t kCount>
HWY_INLINE void depthwise_tile(const DepthwiseTask& task, const std::int16_t* input,
                               std::int32_t* sums) {
  const D32 d32;
  const D16 d16;
  for (std::size_t c = 0; c < task.channels; c += hn::Lanes(d16)) {
    V32 lower[kCount];
    V32 upper[kCount];
    // Where a product's halves stay apart (ARM), the other halves.
    V32 rest_lower[kCount];
    V32 rest_upper[kCount];
    for (std::size_t p = 0; p < kCount; ++p) {
      lower[p] = upper[p] = rest_lower[p] = rest_upper[p] = hn::Zero(d32);
    }
    for (std::size_t tap = 0; tap < task.tap_count; tap += 2) {
      const std::int16_t* weights = task.weights + tap * task.channels + c;
      const std::int16_t* x = input + task.taps[tap] + c;
      // The last of an odd number goes with itself and a weight of 0.
      const bool last = tap + 1 == task.tap_count;
      const std::int16_t* next = last ? x : input + task.taps[tap + 1] + c;
      const auto w0 = hn::LoadU(d16, weights);
      const auto w1 = last ? hn::Zero(d16) : hn::LoadU(d16, weights + task.channels);
      const auto w_lower = hn::InterleaveLower(d16, w0, w1);
      const auto w_upper = hn::InterleaveUpper(d16, w0, w1);
      for (std::size_t p = 0; p < kCount; ++p) {
        const auto x0 = hn::LoadU(d16, x + static_cast<std::ptrdiff_t>(p) * task.pixel_stride);
        const auto x1 = hn::LoadU(d16, next + static_cast<std::ptrdiff_t>(p) * task.pixel_stride);
        lower[p] = hn::ReorderWidenMulAccumulate(d32, hn::InterleaveLower(d16, x0, x1), w_lower,
                                                 lower[p], rest_lower[p]);
        upper[p] = hn::ReorderWidenMulAccumulate(d32, hn::InterleaveUpper(d16, x0, x1), w_upper,
                                                 upper[p], rest_upper[p]);
      }
    }
    for (std::size_t p = 0; p < kCount; ++p) {
      store_in_order(hn::RearrangeToOddPlusEven(lower[p], rest_lower[p]),
                     hn::RearrangeToOddPlusEven(upper[p], rest_upper[p]),
                     sums + p * task.channels + c);
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

/// The constants of some channels, in registers for all positions.
class FinishedChannels {
 public:
  HWY_INLINE FinishedChannels(const FinishTask& task, std::size_t c)
      : bias_(hn::LoadU(D32(), task.bias + c)),
        low_(hn::LoadU(D32(), task.low + c)),
        high_(hn::LoadU(D32(), task.high + c)),
        scale_(hn::LoadU(D32(), task.scale + c)),
        half_(hn::Set(D32(), task.half)),
        least_(hn::Set(D32(), task.least)),
        most_(hn::Set(D32(), task.most)),
        shift_(task.shift) {}

  [[nodiscard]] HWY_INLINE V32 output(V32 sum) const {
    V32 v = hn::Min(hn::Max(hn::Add(sum, bias_), low_), high_);
    v = hn::ShiftRightSame(hn::Add(hn::Mul(v, scale_), half_), shift_);
    return hn::Min(hn::Max(v, least_), most_);
  }

 private:
  V32 bias_;
  V32 low_;
  V32 high_;
  V32 scale_;
  V32 half_;
  V32 least_;
  V32 most_;
  int shift_;
};

void finish(const FinishTask& task) {
  const D32 d32;
  const hn::Rebind<std::int8_t, D32> d8;
  const std::size_t lanes = hn::Lanes(d32);
  for (std::size_t c = 0; c < task.channels; c += lanes) {
    const FinishedChannels channels(task, c);
    const std::int32_t* sums = task.sums + c;
    std::uint8_t* output = task.output + c;
    const std::size_t left = task.channels - c;
    for (std::size_t p = 0; p < task.pixels; ++p) {
      const V32 v = channels.output(hn::LoadU(d32, sums));
      if (left >= lanes) {
        hn::StoreU(hn::DemoteTo(d8, v), d8, reinterpret_cast<std::int8_t*>(output));
      } else {
        HWY_ALIGN std::int32_t last[HWY_MAX_BYTES / 4];
        hn::Store(v, d32, last);
        for (std::size_t i = 0; i < left; ++i) output[i] = static_cast<std::uint8_t>(last[i]);
      }
      sums += task.stride;
      output += task.channels;
    }
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
// NOLINTEND(misc-definitions-in-headers)
