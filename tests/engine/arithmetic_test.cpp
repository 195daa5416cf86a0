// SPDX-License-Identifier: Apache-2.0
#include "engine/arithmetic.h"

#include <gtest/gtest.h>

#include <limits>

#include "engine/window.h"

namespace cnn2snn::engine {
namespace {

TEST(Arithmetic, RoundsHalfUp) {
  EXPECT_EQ(rounding_shift(5, -1), 3);
  EXPECT_EQ(rounding_shift(-5, -1), -2);
  EXPECT_EQ(rounding_shift(-6, -2), -1);
  EXPECT_EQ(rounding_shift(-7, -2), -2);
  EXPECT_EQ(rounding_shift(3, 4), 48);
  EXPECT_EQ(rounding_shift(-3, 0), -3);
}

TEST(Arithmetic, RoundsTheLargestValuesWithoutOverflow) {
  constexpr auto kMost = (std::int64_t{1} << 62) - 1;
  EXPECT_EQ(rounding_shift(kMost, -1), std::int64_t{1} << 61);
  EXPECT_EQ(rounding_shift(std::numeric_limits<std::int32_t>::max(), -31), 1);
  EXPECT_EQ(rounding_shift(std::numeric_limits<std::int32_t>::min(), -31), -1);
}

TEST(Arithmetic, SaturatesToSignedWidths) {
  EXPECT_EQ(saturate(128, 8), 127);
  EXPECT_EQ(saturate(-129, 8), -128);
  EXPECT_EQ(saturate(1, 1), 0);
  EXPECT_EQ(saturate(-2, 1), -1);
  EXPECT_EQ(saturate(std::int64_t{1} << 40, 32), std::numeric_limits<std::int32_t>::max());
}

TEST(Arithmetic, WrapsAtThirtyTwoBits) {
  EXPECT_EQ(wrap32(0x1'8000'0000U), std::numeric_limits<std::int32_t>::min());
  EXPECT_EQ(wrap32(static_cast<std::uint64_t>(-1)), -1);
}

TEST(Window, SamePaddingPutsTheRestAfter) {
  // 5 positions, kernel 3, stride 2: one before, one after. 6 positions: none before.
  EXPECT_EQ(make_window(akida::kPaddingSame, 5, 3, 2).before, 1);
  EXPECT_EQ(make_window(akida::kPaddingSame, 6, 3, 2).before, 0);
  EXPECT_EQ(make_window(akida::kPaddingSame, 6, 3, 2).output, 3);
  EXPECT_EQ(make_window(akida::kPaddingSameUpper, 6, 3, 2).before, 1);
  EXPECT_EQ(make_window(akida::kPaddingValid, 6, 3, 2).output, 2);
}

TEST(Window, ClipsToTheInput) {
  const Window window = make_window(akida::kPaddingSame, 4, 5, 1);
  EXPECT_EQ(window.before, 2);
  EXPECT_EQ(window.first(0), 2);
  EXPECT_EQ(window.last(0), 5);
  EXPECT_EQ(window.first(3), 0);
  EXPECT_EQ(window.last(3), 3);
}

}  // namespace
}  // namespace cnn2snn::engine
