// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

#include "cnn2snn/akida_model.h"

namespace cnn2snn::engine {

/// A convolution or pooling along one dimension: output o reads input o * stride - before + k for k
/// of 0…size-1.
struct Window {
  std::int64_t input = 1;
  std::int64_t size = 1;
  std::int64_t stride = 1;
  std::int64_t before = 0;  ///< Positions padded before the input.
  std::int64_t output = 1;

  /// Input position under k = 0 of output o; may lie outside.
  [[nodiscard]] std::int64_t start(std::int64_t o) const { return o * stride - before; }
  /// The k of output o that lie on the input: [first, last).
  [[nodiscard]] std::int64_t first(std::int64_t o) const {
    return std::max<std::int64_t>(0, -start(o));
  }
  [[nodiscard]] std::int64_t last(std::int64_t o) const { return std::min(size, input - start(o)); }
};

/// The window of a padding mode; sizes and strides are positive and a valid window fits.
Window make_window(std::int32_t padding, std::int64_t input, std::int64_t size,
                   std::int64_t stride);

/// Both dimensions.
struct Windows {
  Window x;
  Window y;
};

}  // namespace cnn2snn::engine
