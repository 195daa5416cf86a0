// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/fast/bounds.h"
#include "engine/kernels/simd.h"
#include "engine/layers/chain.h"
#include "engine/layers/v1/potentials.h"
#include "engine/prepared_layer.h"

namespace cnn2snn::engine {

/// Takes the sums of output positions in order, and makes the output of them: at once on the fast
/// kernels where bounds allow, else by the layer's own definition when all are there.
class RowEnd {
 public:
  /// `sums` bound the sums of products of each channel (sum_bounds).
  RowEnd(Chain chain, const Windows& windows, std::span<const std::int64_t> sums,
         std::size_t lanes);
  RowEnd(Potentials potentials, const Windows& windows);

  void begin(LayerState& state) const;
  /// `stride` sums a position, of which the first channels() count.
  void put(const std::int32_t* sums, std::size_t stride, std::size_t position, std::size_t pixels,
           Tensor& output, LayerState& state, const SimdKernels& simd) const;
  void end(Tensor& output, LayerState& state) const;

 private:
  [[nodiscard]] bool pools_bytes() const;

  std::optional<Chain> chain_;
  std::optional<Potentials> potentials_;
  std::optional<FastStages> fast_;
  std::optional<FastTotals> totals_;
  std::size_t channels_;
  std::size_t positions_;
};

}  // namespace cnn2snn::engine
