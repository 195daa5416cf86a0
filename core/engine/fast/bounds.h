// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "engine/stages.h"

/// What may be computed in fewer bits, because the values of this very model cannot overflow them.
namespace cnn2snn::engine {

/// The largest absolute value of each channel at a layer's input.
struct InputBounds {
  akida::DType type = akida::DType::kInt8;  ///< uint8 or int8.
  std::vector<std::int64_t> most;           ///< After `shift`.
  std::vector<int> shift;                   ///< To the left, before the products.
};

/// Bounds of an input of that type and width under the layer's input_shift; nothing when values
/// could leave 16 bits or saturate.
std::optional<InputBounds> input_bounds(const akida::Layer& layer, akida::DType type, int bits);

/// The largest absolute sum of products of each filter: `weights` is [k][filters], and input k is
/// bounded by most[k % most.size()].
std::vector<std::int64_t> sum_bounds(std::span<const std::int8_t> weights, std::size_t filters,
                                     std::span<const std::int64_t> most);

/// Sums, and sums with bias, that neither saturate nor leave 32 bits.
bool sums_are_exact(std::span<const std::int64_t> sums, const Stages& stages);

/// The stages from the sum to 8 bits or fewer, in 32 bits: the arrays of a FinishTask.
struct FastStages {
  std::vector<std::int32_t> bias;
  std::vector<std::int32_t> low;
  std::vector<std::int32_t> high;
  /// Greater by 2^(shift - the channel's own shift): one shift for all channels, as most
  /// instruction sets have it.
  std::vector<std::int32_t> scale;
  std::int32_t half = 0;
  int shift = 0;  ///< The greatest of all channels.
  std::int32_t least = 0;
  std::int32_t most = 0;
};

/// Padded to a multiple of `lanes`; nothing with a table, more than 8 output bits, shifts to the
/// left or widths that would show.
std::optional<FastStages> fast_stages(const Stages& stages, std::size_t lanes);

/// What is added up for a global average: the arrays of an AddUpTask.
struct FastTotals {
  std::vector<std::int32_t> bias;
  std::vector<std::int32_t> low;
  std::vector<std::int32_t> high;
};

/// Padded to a multiple of `lanes`; nothing with a table, or where a total over the positions could
/// saturate. `sums` bound the sums of products, which must be exact.
std::optional<FastTotals> fast_totals(const Stages& stages, std::span<const std::int64_t> sums,
                                      std::size_t positions, std::size_t lanes);

}  // namespace cnn2snn::engine
