// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "quantizeml/calibrate/fma_chains.h"

// The inner loops of fma_chains, for processors with and without fused multiply-add. All give the
// same bits.
namespace cnn2snn::quantizeml {

/// A few rows times a panel or two that lie one behind the other.
struct Tile {
  const float* const* rows = nullptr;
  std::size_t depth = 0;         ///< Products of a chain.
  const float* w = nullptr;      ///< [depth][kLanes] of the first panel.
  std::size_t panel_step = 0;    ///< From a panel to the next.
  const float* start = nullptr;  ///< As in Chain, of these panels' outputs alone; so are:
  bool onto = false;
  const float* bias = nullptr;
  float* out = nullptr;
  std::size_t out_step = 0;  ///< From a row's outputs to the next one's.
};

struct FmaKernels {
  void (*rows)(const Tile& tile, std::size_t rows, std::size_t panels);
  void (*taps)(const TapRow& row, float* out);
  std::size_t tile_rows = 6;    ///< At most so many rows a call,
  std::size_t tile_panels = 1;  ///< and so many panels.
  /// See has_tiny: whether `rows` is right for such values too. (Else it takes one panel a call, as
  /// portable_rows does, which is called in its place.)
  bool rows_take_tiny = true;
};

/// The kernels that this processor can run, the fastest first.
const std::vector<FmaKernels>& fma_kernels();

/// multiply_rows by these kernels.
void multiply_rows(const FmaKernels& kernels, std::span<const float* const> rows,
                   const PackedMatrix& weights, const Chain& chain, float* out);

/// Of one panel.
void portable_rows(const Tile& tile, std::size_t rows, std::size_t panels);
void portable_taps(const TapRow& row, float* out);

/// The chain of one row and panel by fused multiply-adds, however slow, added to `sums`.
void exact_chain(const float* x, const float* w, std::size_t depth, float* sums);
/// What a kernel does with the sums of row `r`.
void finish_row(const Tile& tile, std::size_t r, const float* sums);

#if defined(__x86_64__)
extern const FmaKernels kAvx2Kernels;
extern const FmaKernels kAvx512Kernels;
#endif
#if defined(__wasm_simd128__)
extern const FmaKernels kWasmKernels;
#endif

}  // namespace cnn2snn::quantizeml
