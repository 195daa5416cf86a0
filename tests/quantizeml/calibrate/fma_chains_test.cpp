// SPDX-License-Identifier: Apache-2.0
// Against std::fma, one after the other; the kernels of every processor.
#include "quantizeml/calibrate/fma_chains.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>

#include "quantizeml/calibrate/fma_kernels.h"

namespace cnn2snn::quantizeml {
namespace {

// Values whose sums often lie between two floats (few bits, far apart), and now and then so small
// that sums are subnormal.
std::vector<float> values(std::size_t count, std::mt19937& random, bool with_tiny) {
  std::vector<float> out(count);
  for (float& value : out) {
    const auto mantissa = static_cast<float>(static_cast<int>(random() % 33) - 16);
    const int exponent = with_tiny && random() % 4 == 0 ? -70 : -static_cast<int>(random() % 13);
    value = std::ldexp(mantissa, exponent);
  }
  return out;
}

class Chains : public testing::TestWithParam<bool> {
 protected:
  std::mt19937 random_{7};
};

TEST_P(Chains, OfRows) {
  for (int trial = 0; trial < 200; ++trial) {
    const std::size_t depth = 1 + random_() % 40;
    const std::size_t outputs = 1 + random_() % 40;
    const std::size_t count = 1 + random_() % kRows;
    const std::vector<float> w = values(depth * outputs, random_, GetParam());
    const std::vector<float> start = values(outputs, random_, false);
    std::vector<std::vector<float>> x;
    std::vector<std::vector<float>> out(count, std::vector<float>(outputs));
    std::vector<const float*> rows;
    std::vector<float*> to;
    for (std::size_t r = 0; r < count; ++r) x.push_back(values(depth, random_, GetParam()));
    for (std::size_t r = 0; r < count; ++r) rows.push_back(x[r].data());
    for (std::size_t r = 0; r < count; ++r) to.push_back(out[r].data());
    const PackedMatrix packed(w, depth, outputs);
    multiply_rows(rows, packed, 0, depth, start.data(), to.data());
    for (std::size_t r = 0; r < count; ++r) {
      for (std::size_t n = 0; n < outputs; ++n) {
        float sum = start[n];
        for (std::size_t k = 0; k < depth; ++k) sum = std::fma(x[r][k], w[k * outputs + n], sum);
        ASSERT_EQ(out[r][n], sum) << r << " " << n;
      }
    }
    float sums[kLanes] = {};
    const float* row = rows[0];
    portable_rows(&row, 1, packed.panel(0, 0), depth, &sums);
    float exact[kLanes] = {};
    exact_rows(&row, 1, packed.panel(0, 0), depth, &exact);
    for (std::size_t n = 0; n < kLanes; ++n) ASSERT_EQ(sums[n], exact[n]);
  }
}

TEST_P(Chains, OfTaps) {
  for (int trial = 0; trial < 200; ++trial) {
    const std::size_t count = 1 + random_() % 70;
    std::vector<std::vector<float>> x;
    std::vector<std::vector<float>> w;
    std::vector<Tap> taps;
    for (std::size_t t = 0; t < random_() % 10; ++t) {
      x.push_back(values(count, random_, GetParam()));
      w.push_back(values(count, random_, GetParam()));
    }
    for (std::size_t t = 0; t < x.size(); ++t) taps.push_back({x[t].data(), w[t].data()});
    std::vector<float> sums(count, 1.0F);
    std::vector<float> portable(count, 1.0F);
    multiply_taps(taps, sums.data(), count);
    portable_taps(taps, portable.data(), count);
    for (std::size_t c = 0; c < count; ++c) {
      float sum = 0.0F;
      for (std::size_t t = 0; t < x.size(); ++t) sum = std::fma(x[t][c], w[t][c], sum);
      ASSERT_EQ(sums[c], sum);
      ASSERT_EQ(portable[c], sum);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Fma, Chains, testing::Bool(), [](const auto& tested) {
  return std::string(tested.param ? "WithTinyValues" : "WithoutThem");
});

TEST(Fma, TinyIsBelowTwoToMinus40ButNotZero) {
  EXPECT_FALSE(has_tiny(std::vector<float>{0.0F, -0.0F, 1.0F, -std::ldexp(1.0F, -40)}));
  EXPECT_TRUE(has_tiny(std::vector<float>{1.0F, std::ldexp(0.999F, -40)}));
  EXPECT_TRUE(has_tiny(std::vector<float>{-std::ldexp(1.0F, -149)}));
}

}  // namespace
}  // namespace cnn2snn::quantizeml
