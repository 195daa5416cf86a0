// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/arithmetic/sum_rows.h"

namespace cnn2snn::quantizeml {
namespace {

/// numpy's pairwise summation of contiguous float32 values (numpy loops_utils.h, pairwise_sum).
float pairwise_sum(const float* a, std::size_t n) {
  if (n < 8) {
    float sum = -0.0F;
    for (std::size_t i = 0; i < n; ++i) sum += a[i];
    return sum;
  }
  if (n <= 128) {
    float r[8] = {a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]};
    std::size_t i = 8;
    for (; i + 8 <= n; i += 8) {
      for (std::size_t k = 0; k < 8; ++k) r[k] += a[i + k];
    }
    float sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    for (; i < n; ++i) sum += a[i];
    return sum;
  }
  std::size_t half = n / 2;
  half -= half % 8;
  return pairwise_sum(a, half) + pairwise_sum(a + half, n - half);
}

}  // namespace

std::vector<float> sum_rows(const std::vector<float>& values, std::size_t columns) {
  if (columns == 1) return {pairwise_sum(values.data(), values.size())};
  std::vector<float> sums(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(columns));
  for (std::size_t i = columns; i < values.size(); ++i) sums[i % columns] += values[i];
  return sums;
}

}  // namespace cnn2snn::quantizeml
