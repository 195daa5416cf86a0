// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "quantizeml/calibrate/fma_chains.h"

// The inner loops of fma_chains, for processors with and without fused multiply-add. All give the
// same bits.
namespace cnn2snn::quantizeml {

struct FmaKernels {
  /// sums[r][n] = the chain over `depth` products rows[r][k] · w[k · kLanes + n].
  void (*rows)(const float* const* rows, std::size_t count, const float* w, std::size_t depth,
               float (*sums)[kLanes]);
  /// sums[c] = the chain over the taps.
  void (*taps)(std::span<const Tap> taps, float* sums, std::size_t count);
  bool rows_take_tiny = true;  ///< See has_tiny: whether `rows` is right for such values too.
};

/// Those for the processor this runs on.
FmaKernels fma_kernels();

void portable_rows(const float* const* rows, std::size_t count, const float* w, std::size_t depth,
                   float (*sums)[kLanes]);
void portable_taps(std::span<const Tap> taps, float* sums, std::size_t count);

#if defined(__wasm_simd128__)
void wasm_rows(const float* const* rows, std::size_t count, const float* w, std::size_t depth,
               float (*sums)[kLanes]);
void wasm_taps(std::span<const Tap> taps, float* sums, std::size_t count);
#endif

/// The chain of each row by fused multiply-adds, however slow.
void exact_rows(const float* const* rows, std::size_t count, const float* w, std::size_t depth,
                float (*sums)[kLanes]);

}  // namespace cnn2snn::quantizeml
