// SPDX-License-Identifier: Apache-2.0
//
// Sums as numpy has them: np.add.reduce(1 + 0.1 * np.arange(n)) of float32.
#include "quantizeml/arithmetic/sum_rows.h"

#include <gtest/gtest.h>

namespace cnn2snn::quantizeml {
namespace {

std::vector<float> slope(std::size_t n) {
  std::vector<float> values(n);
  for (std::size_t i = 0; i < n; ++i) {
    const float tenths = static_cast<float>(i) * 0.1F;
    values[i] = tenths + 1.0F;
  }
  return values;
}

TEST(SumRows, OfOneColumnAreThoseOfNumpy) {
  EXPECT_EQ(sum_rows(slope(7), 1), std::vector<float>{0x1.233334p+3F});
  EXPECT_EQ(sum_rows(slope(111), 1), std::vector<float>{0x1.68c002p+9F});
  EXPECT_EQ(sum_rows(slope(300), 1), std::vector<float>{0x1.2b1p+12F});
  float in_order = 0;
  for (const float value : slope(300)) in_order += value;
  EXPECT_NE(sum_rows(slope(300), 1)[0], in_order);
}

TEST(SumRows, OfColumnsAreInOrder) {
  EXPECT_EQ(sum_rows({1, 2, 3, 4, 5, 6}, 2), (std::vector<float>{9, 12}));
  float in_order[2] = {0, 0};
  for (std::size_t i = 0; i < 600; ++i) in_order[i % 2] += slope(600)[i];
  EXPECT_EQ(sum_rows(slope(600), 2), (std::vector<float>{in_order[0], in_order[1]}));
}

}  // namespace
}  // namespace cnn2snn::quantizeml
