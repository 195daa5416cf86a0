// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

/// The fast kernels: sums of products of 16-bit values in 32 bits, which must
/// not overflow. They give what kernels/generic.h and stages.h define;
/// fast/bounds.h says where.
namespace cnn2snn::engine {

/// One run of output positions that lie side by side, all filters.
struct MultiplyTask {
  const std::int16_t* input;    ///< Of the first position; readable up to one element further.
  std::ptrdiff_t row_stride;    ///< Input elements from one row of the kernel to the next.
  std::ptrdiff_t pixel_stride;  ///< Input elements from one output position to the next.
  std::size_t pixels;
  const std::int16_t* weights;  ///< [block][row][pair][2 lanes() filters][2 of the pair]
  std::size_t rows;
  std::size_t pairs;  ///< Of consecutive input elements in a row of the kernel.
  std::size_t blocks;
  std::int32_t* sums;  ///< [pixel][blocks * 2 lanes()]
};

/// The same with bytes: sums of products of four neighbours at a time.
struct MultiplyBytesTask {
  const std::uint8_t* input;  ///< Of the first position; readable up to three elements further.
  std::ptrdiff_t row_stride;
  std::ptrdiff_t pixel_stride;
  std::size_t pixels;
  const std::int8_t* weights;  ///< [block][row][quad][2 lanes() filters][4 of the quad]
  std::size_t rows;
  std::size_t quads;
  std::size_t blocks;
  const std::int32_t* start;  ///< What the sums of a position begin with: [blocks * 2 lanes()]
  std::int32_t* sums;         ///< [pixel][blocks * 2 lanes()]
};

/// The same for every channel alone.
struct DepthwiseTask {
  const std::int16_t* input;   ///< Readable up to 2 lanes() elements further.
  const std::ptrdiff_t* taps;  ///< Input elements from a position to each of the kernel's.
  std::size_t tap_count;
  std::ptrdiff_t pixel_stride;
  std::size_t pixels;
  const std::int16_t* weights;  ///< [tap][channels, padded with zeros to 2 lanes()]
  std::size_t channels;         ///< Padded.
  std::int32_t* sums;           ///< [pixel][channels]
};

/// (clamp(sum + bias, low, high) * scale + half) >> shift, clipped to 8 bits or less.
struct FinishTask {
  const std::int32_t* sums;
  std::size_t stride;  ///< Sums from one position to the next.
  std::size_t pixels;
  std::size_t channels;
  const std::int32_t* bias;  ///< These are padded to lanes().
  const std::int32_t* low;
  const std::int32_t* high;
  const std::int32_t* scale;
  std::int32_t half;
  int shift;
  std::int32_t least;
  std::int32_t most;
  std::uint8_t* output;  ///< [pixel][channels]
};

/// Of every channel, clamp(sum + bias, low, high) added up over the positions.
struct AddUpTask {
  const std::int32_t* sums;
  std::size_t stride;  ///< Sums from one position to the next.
  std::size_t pixels;
  std::size_t channels;  ///< Padded to lanes(), and so are these:
  const std::int32_t* bias;
  const std::int32_t* low;
  const std::int32_t* high;
  std::int32_t* totals;  ///< [channels]
};

struct SimdKernels {
  const char* name;
  std::size_t lanes;  ///< 32-bit lanes of a vector.
  void (*multiply)(const MultiplyTask&);
  void (*depthwise)(const DepthwiseTask&);
  void (*finish)(const FinishTask&);
  void (*add_up)(const AddUpTask&);
  void (*multiply_bytes)(const MultiplyBytesTask&);  ///< nullptr: no such instructions.
};

/// Number of sets that the processor can run; set `number` of them, wider ones
/// later.
std::size_t simd_kernel_count();
const SimdKernels& simd_kernel_set(std::size_t number);
/// The widest of them; nullptr: there is none.
const SimdKernels* simd_kernels();

// One set an instruction set, each in a file compiled for it.
extern const SimdKernels kSimdBaseline;
#ifdef CNN2SNN_X86_KERNELS
extern const SimdKernels kSimdAvx2;
extern const SimdKernels kSimdAvx512;
extern const SimdKernels kSimdVnni;
#endif

}  // namespace cnn2snn::engine
