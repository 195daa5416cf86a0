// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/calibrate/extremes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace cnn2snn::quantizeml {
namespace {

// More and fewer channels than are looked at side by side; pixels that fill no whole number of
// those rows.
TEST(Extremes, OfEachChannel) {
  std::mt19937 random{3};
  std::normal_distribution<float> normal;
  for (const std::size_t channels : {1, 2, 3, 7, 32, 64, 65, 200}) {
    for (const std::size_t pixels : {1, 2, 5, 33, 150}) {
      std::vector<float> values(channels * pixels);
      for (float& value : values) value = normal(random);
      std::vector<float> magnitudes(channels, 0.0F);
      std::vector<float> low(values.begin(),
                             values.begin() + static_cast<std::ptrdiff_t>(channels));
      std::vector<float> high = low;
      for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t c = i % channels;
        magnitudes[c] = std::max(magnitudes[c], std::fabs(values[i]));
        low[c] = std::min(low[c], values[i]);
        high[c] = std::max(high[c], values[i]);
      }
      std::vector<float> seen(channels);
      EXPECT_TRUE(largest_magnitudes(values, seen));
      EXPECT_EQ(seen, magnitudes);
      std::vector<float> least(channels);
      least_and_largest(values, least, seen);
      EXPECT_EQ(least, low);
      EXPECT_EQ(seen, high);
    }
  }
}

TEST(Extremes, WhatIsNotFiniteIsSeenWhereverItIs) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  for (const float value : {kInfinity, -kInfinity, std::numeric_limits<float>::quiet_NaN(),
                            -std::numeric_limits<float>::quiet_NaN()}) {
    for (std::size_t at = 0; at < 70; ++at) {
      std::vector<float> values(70, -std::numeric_limits<float>::max());
      std::vector<float> seen(2);
      EXPECT_TRUE(largest_magnitudes(values, seen));
      values[at] = value;
      EXPECT_FALSE(largest_magnitudes(values, seen));
    }
  }
}

}  // namespace
}  // namespace cnn2snn::quantizeml
