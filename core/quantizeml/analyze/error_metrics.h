// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "quantizeml/calibrate/tensor.h"

namespace cnn2snn::quantizeml {

/// How far quantized outputs are from float ones (quantizeml.analysis, compare_outputs).
class ErrorMetrics {
 public:
  /// Adds one sample: `integers` of `value_bits` and the floats they stand for, against `expected`.
  void add(const Tensor& expected, const Tensor& integers, const Tensor& quantized, int value_bits);

  /// Symmetric mean absolute percentage error, mean of |x − y| / (|x| + |y|), from 0 to 1. Where
  /// both are 0 the error is 0; saturated values are left out.
  [[nodiscard]] double smape() const;
  /// Per cent of the integers that are the least or the greatest of their bits.
  [[nodiscard]] double saturation() const;

 private:
  double error_ = 0;
  std::uint64_t compared_ = 0;
  std::uint64_t saturated_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace cnn2snn::quantizeml
