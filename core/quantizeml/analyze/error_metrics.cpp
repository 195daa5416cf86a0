// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/analyze/error_metrics.h"

#include <cmath>

#include "quantizeml/arithmetic/arithmetic.h"

namespace cnn2snn::quantizeml {

void ErrorMetrics::add(const Tensor& expected, const Tensor& integers, const Tensor& quantized,
                       int value_bits) {
  const float least = -pow2(static_cast<float>(value_bits));
  const float most = pow2(static_cast<float>(value_bits)) - 1.0F;
  count_ += integers.values.size();
  for (std::size_t i = 0; i < integers.values.size(); ++i) {
    const float integer = integers.values[i];
    if (integer <= least || integer >= most) {
      ++saturated_;
      continue;
    }
    ++compared_;
    const float x = expected.values.at(i);
    const float y = quantized.values.at(i);
    if (x == 0.0F && y == 0.0F) continue;
    const float difference = std::fabs(x - y);
    const float size = std::fabs(x) + std::fabs(y);
    error_ += static_cast<double>(difference / size);
  }
}

double ErrorMetrics::smape() const {
  return compared_ == 0 ? 0.0 : error_ / static_cast<double>(compared_);
}

double ErrorMetrics::saturation() const {
  return count_ == 0 ? 0.0
                     : 100.0 * (static_cast<double>(saturated_) / static_cast<double>(count_));
}

}  // namespace cnn2snn::quantizeml
