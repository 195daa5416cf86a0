// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/arithmetic/arithmetic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace cnn2snn::quantizeml {
namespace {

// What ceil_log2 gives for 2^k at position `position` of a vector of `size` elements.
float at_position(int k, std::size_t size, std::size_t position) {
  std::vector<float> values(size, 1.0F);
  values[position] = std::ldexp(1.0F, k);
  return ceil_log2(Array::vector(values)).values[position];
}

std::set<int> wrong_powers(std::size_t size, std::size_t position) {
  std::set<int> wrong;
  for (int k = -60; k <= 60; ++k) {
    const float got = at_position(k, size, position);
    if (got != static_cast<float>(k)) {
      EXPECT_EQ(got, static_cast<float>(k + 1)) << "2^" << k;
      wrong.insert(k);
    }
  }
  return wrong;
}

// Measured on TensorFlow's CPU kernels: the exact powers of two whose logarithm is rounded up.
const std::set<int> kPacketWrong = {-60, -57, -54, -49, -31, -30, -27, -15, 13, 26, 52};
const std::set<int> kScalarWrong = {-60, -57, -54, -52, -49, -31, -30, -27, -26, -15, -13};

TEST(CeilLog2, WholeGroupsOfEightGoThroughTheVectorRoutine) {
  EXPECT_EQ(wrong_powers(8, 0), kPacketWrong);
  EXPECT_EQ(wrong_powers(8, 7), kPacketWrong);
  EXPECT_EQ(wrong_powers(19, 15), kPacketWrong);
}

TEST(CeilLog2, TheRemainderGoesThroughTheScalarRoutine) {
  EXPECT_EQ(wrong_powers(1, 0), kScalarWrong);
  EXPECT_EQ(wrong_powers(7, 3), kScalarWrong);
  EXPECT_EQ(wrong_powers(19, 16), kScalarWrong);
}

TEST(CeilLog2, RoundsUpBetweenPowers) {
  for (const std::size_t size : {std::size_t{1}, std::size_t{8}}) {
    const Array x = Array::filled(size, 5.0F);
    EXPECT_EQ(ceil_log2(x).values[0], 3.0F);
    EXPECT_EQ(ceil_log2(Array::filled(size, 0.3F)).values[0], -1.0F);
  }
}

TEST(CeilLog2, ZeroIsMinusInfinity) {
  for (const std::size_t size : {std::size_t{1}, std::size_t{8}}) {
    EXPECT_EQ(ceil_log2(Array::filled(size, 0.0F)).values[0],
              -std::numeric_limits<float>::infinity());
  }
}

TEST(Pow2, OfExponentsThatNoFloatHas) {
  const float infinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(pow2(infinity), infinity);
  EXPECT_EQ(pow2(-infinity), 0.0F);
  EXPECT_TRUE(std::isnan(pow2(std::nanf(""))));
}

TEST(MaxFracBits, IsClampedToTheValueBits) {
  EXPECT_EQ(max_frac_bits(7, Array::of(6.0F)).values[0], 4.0F);
  EXPECT_EQ(max_frac_bits(7, Array::of(0.1F)).values[0], 7.0F);
  EXPECT_EQ(max_frac_bits(7, Array::of(0.0F)).values[0], 7.0F);
  EXPECT_EQ(max_frac_bits(8, Array::of(0.1F), false).values[0], 11.0F);
}

TEST(Saturate, BoundsAreComputedInFloat32) {
  EXPECT_EQ(saturate(300.0F, 7), 127.0F);
  EXPECT_EQ(saturate(-300.0F, 7), -128.0F);
  // 2^27 − 1 has no float32: it rounds to 2^27.
  EXPECT_EQ(saturate(1e30F, 27), 134217728.0F);
}

TEST(RoundHalfEven, Ties) {
  EXPECT_EQ(round_half_even(0.5F), 0.0F);
  EXPECT_EQ(round_half_even(1.5F), 2.0F);
  EXPECT_EQ(round_half_even(-2.5F), -2.0F);
}

TEST(Reciprocal, IsRoundedOnce) {
  EXPECT_EQ(reciprocal(127.0F), 1.0F / 127.0F);
  // A multiplication by it is not the division: 16777215 / 127 differs in the last bit.
  int differences = 0;
  for (int i = 1; i < 1000; ++i) {
    const auto x = static_cast<float>(i);
    if (x * reciprocal(127.0F) != x / 127.0F) ++differences;
  }
  EXPECT_GT(differences, 0);
}

TEST(ToInt32, OutOfRangeIsTheSmallest) {
  EXPECT_EQ(to_int32(12.0F), 12);
  EXPECT_EQ(to_int32(3e9F), std::numeric_limits<std::int32_t>::min());
  EXPECT_EQ(to_int32(std::numeric_limits<float>::quiet_NaN()),
            std::numeric_limits<std::int32_t>::min());
}

TEST(FloorLog2, OfPowersOfTwoLikeTensorFlow) {
  // One too low at these exponents; the vector routine takes whole groups of 8, logf the rest.
  const std::set<int> packet_low = {-55, -52, -47, -26, -13, 15, 30, 49, 57, 60};
  const std::set<int> single_low = {-55, -47, 13, 15, 26, 30, 49, 52, 57, 60};
  for (int k = -60; k <= 60; ++k) {
    const float x = pow2(static_cast<float>(k));
    EXPECT_EQ(floor_log2(Array::filled(8, x))[7],
              static_cast<float>(k) - (packet_low.count(k) != 0))
        << k;
    EXPECT_EQ(floor_log2(Array::of(x))[0], static_cast<float>(k) - (single_low.count(k) != 0)) << k;
    EXPECT_EQ(floor_log2(Array::of(1.5F * x))[0], static_cast<float>(k)) << k;
  }
  EXPECT_EQ(floor_log2(Array::of(0.0F))[0], -std::numeric_limits<float>::infinity());
}

}  // namespace
}  // namespace cnn2snn::quantizeml
