// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/analyze/error_metrics.h"

#include <gtest/gtest.h>

namespace cnn2snn::quantizeml {
namespace {

Tensor tensor(std::vector<float> values) {
  Tensor out({static_cast<std::int64_t>(values.size())});
  out.values = std::move(values);
  return out;
}

TEST(ErrorMetrics, SaturatedValuesAreCountedAndLeftOut) {
  ErrorMetrics metrics;
  metrics.add(tensor({9, 9, 1, 0}), tensor({127, -128, 2, 0}), tensor({1, 1, 3, 0}), 7);
  EXPECT_EQ(metrics.saturation(), 50.0);
  EXPECT_EQ(metrics.smape(), 0.25);  // |1 − 3| / 4, and nothing where both are 0.
}

TEST(ErrorMetrics, WithoutValuesThereIsNoError) {
  ErrorMetrics metrics;
  EXPECT_EQ(metrics.smape(), 0.0);
  EXPECT_EQ(metrics.saturation(), 0.0);
}

}  // namespace
}  // namespace cnn2snn::quantizeml
