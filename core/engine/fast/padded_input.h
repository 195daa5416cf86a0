// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/fast/bounds.h"
#include "engine/tensor.h"
#include "engine/window.h"

namespace cnn2snn::engine {

/// A layer's input as 16-bit values, shifted, or as it is in bytes, with the padding around it: no
/// kernel has to ask where the border is.
class PaddedInput {
 public:
  PaddedInput(const akida::Shape3& shape, const Windows& windows, InputBounds bounds,
              std::vector<std::uint8_t> padding);

  /// Fills `buffer`, which belongs to this layer: its padding is written once.
  void fill(const Tensor& input, std::vector<std::int16_t>& buffer) const;
  /// As unsigned bytes: int8 values are 128 greater. Not where values are shifted.
  void fill(const Tensor& input, std::vector<std::uint8_t>& buffer) const;

  [[nodiscard]] std::ptrdiff_t row_stride() const {
    return static_cast<std::ptrdiff_t>(columns_ * channels_);
  }
  [[nodiscard]] std::size_t channels() const { return channels_; }
  [[nodiscard]] bool is_shifted() const { return shifted_; }
  /// What fill adds to values as bytes.
  [[nodiscard]] std::uint8_t byte_offset() const {
    return bounds_.type == akida::DType::kInt8 ? 128 : 0;
  }
  /// Elements of padding values for bounds.
  [[nodiscard]] bool is_bare() const { return bare_; }

 private:
  template <typename T>
  void fill_padding(std::vector<T>& buffer, T offset) const;

  std::size_t input_x_;
  std::size_t input_y_;
  std::size_t channels_;
  std::size_t rows_;  ///< That the windows read, padding included.
  std::size_t columns_;
  std::size_t before_x_;
  std::size_t before_y_;
  bool bare_;  ///< Rows and columns are those of the input.
  InputBounds bounds_;
  bool shifted_;
  std::vector<std::uint8_t> padding_;
};

}  // namespace cnn2snn::engine
