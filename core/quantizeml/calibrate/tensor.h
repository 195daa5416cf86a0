// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <numeric>
#include <vector>

#include "keras/graph.h"

namespace cnn2snn::quantizeml {

/// Float32 values of one sample, channels last.
struct Tensor {
  keras::Shape shape;  ///< Without the batch; every dimension is known.
  std::vector<float> values;

  Tensor() = default;
  explicit Tensor(keras::Shape dimensions, float fill = 0.0F) {
    reset(std::move(dimensions), fill);
  }
  /// Takes on a shape, all values `fill`, in the memory it has where that is enough.
  void reset(keras::Shape dimensions, float fill = 0.0F) {
    shape = std::move(dimensions);
    values.assign(count(shape), fill);
  }
  /// Takes on a shape; the values are any, for those who write them all.
  void resize(keras::Shape dimensions) {
    shape = std::move(dimensions);
    values.resize(count(shape));
  }
  [[nodiscard]] std::size_t channels() const {
    return shape.empty() ? 1 : static_cast<std::size_t>(shape.back());
  }
  /// Extent of a dimension.
  [[nodiscard]] std::size_t extent(std::size_t axis) const {
    return static_cast<std::size_t>(shape[axis]);
  }
  static std::size_t count(const keras::Shape& shape) {
    std::size_t n = 1;
    for (const std::int64_t extent : shape) n *= static_cast<std::size_t>(extent);
    return n;
  }
};

}  // namespace cnn2snn::quantizeml
