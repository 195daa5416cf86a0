// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/arithmetic/logarithm.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace cnn2snn::quantizeml {
namespace {

TEST(Logarithm, HasTheBitsOfTheCLibrary) {
  // Every 4099th positive float, the subnormal ones too, and the neighbours of powers of two.
  for (std::uint32_t bits = 1; bits < 0x7f800000U; bits += 4099) {
    float x = 0;
    std::memcpy(&x, &bits, sizeof x);
    ASSERT_EQ(logarithm(x), std::log(x)) << x;
  }
  for (int k = -126; k <= 127; ++k) {
    const float power = std::ldexp(1.0F, k);
    for (const float x : {std::nextafter(power, 0.0F), power, std::nextafter(power, 4 * power)}) {
      ASSERT_EQ(logarithm(x), std::log(x)) << x;
    }
  }
}

TEST(Logarithm, OfWhatIsNoPositiveNumber) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(logarithm(0.0F), -kInfinity);
  EXPECT_EQ(logarithm(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(logarithm(-1.0F)));
}

}  // namespace
}  // namespace cnn2snn::quantizeml
