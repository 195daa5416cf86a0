// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernels/generic.h"
#include "engine/window.h"

namespace cnn2snn::engine {

/// Weights in the order in which a kernel reads them. A row of the layer's kernel is a run of
/// neighbouring inputs, position by position; it is filled up to groups (2 of a MultiplyTask, 4 of
/// a MultiplyBytesTask) with a weight of 0.
template <typename Weight, std::size_t kGroup>
class PackedWeights {
 public:
  /// `weights` are [i][j][c][f].
  PackedWeights(std::span<const std::int8_t> weights, const Windows& windows, KernelOrder order,
                std::size_t channels, std::size_t filters, std::size_t lanes)
      : rows_(static_cast<std::size_t>(windows.x.size)),
        length_(static_cast<std::size_t>(windows.y.size) * channels),
        groups_((length_ + kGroup - 1) / kGroup),
        width_(2 * lanes),
        blocks_((filters + width_ - 1) / width_),
        packed_(blocks_ * rows_ * groups_ * width_ * kGroup) {
    const std::size_t positions = rows_ * (length_ / channels);
    for (std::size_t row = 0; row < rows_; ++row) {
      for (std::size_t i = 0; i < length_; ++i) {
        std::size_t position = row * (length_ / channels) + i / channels;
        if (order == KernelOrder::kFlipped) position = positions - 1 - position;
        const std::int8_t* w = &weights[(position * channels + i % channels) * filters];
        for (std::size_t f = 0; f < filters; ++f) packed_[place(row, i, f)] = w[f];
      }
    }
  }

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t groups() const { return groups_; }
  [[nodiscard]] std::size_t blocks() const { return blocks_; }
  [[nodiscard]] std::size_t stride() const { return blocks_ * width_; }  ///< Sums of a position.
  [[nodiscard]] const Weight* data() const { return packed_.data(); }

 private:
  [[nodiscard]] std::size_t place(std::size_t row, std::size_t i, std::size_t f) const {
    const std::size_t group = (f / width_ * rows_ + row) * groups_ + i / kGroup;
    return (group * width_ + f % width_) * kGroup + i % kGroup;
  }

  std::size_t rows_;
  std::size_t length_;
  std::size_t groups_;
  std::size_t width_;  ///< Filters of a block.
  std::size_t blocks_;
  std::vector<Weight> packed_;
};

}  // namespace cnn2snn::engine
