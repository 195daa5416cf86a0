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

// Chains as each set of kernels computes them, over part of the depth or all of it, from a start or
// from 0, onto what was there or not, with a bias or without.
TEST_P(Chains, OfRows) {
  for (int trial = 0; trial < 300; ++trial) {
    const std::size_t depth = 1 + random_() % 40;
    const std::size_t outputs = 1 + random_() % 70;
    const std::size_t count = 1 + random_() % 30;
    const std::vector<float> w = values(depth * outputs, random_, GetParam());
    const std::vector<float> start = values(outputs, random_, false);
    const std::vector<float> bias = values(outputs, random_, false);
    const std::vector<float> before = values(count * outputs, random_, false);
    const std::vector<float> x = values(count * depth, random_, GetParam());
    std::vector<const float*> rows;
    for (std::size_t r = 0; r < count; ++r) rows.push_back(x.data() + r * depth);
    Chain chain;
    chain.first = random_() % depth;
    chain.last = chain.first + random_() % (depth - chain.first + 1);
    chain.start = random_() % 2 == 0 ? start.data() : nullptr;
    chain.onto = random_() % 2 == 0;
    chain.bias = random_() % 2 == 0 ? bias.data() : nullptr;
    std::vector<float> expected = before;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const std::size_t n = i % outputs;
      float sum = chain.start == nullptr ? 0.0F : start[n];
      for (std::size_t k = chain.first; k < chain.last; ++k) {
        sum = std::fma(rows[i / outputs][k], w[k * outputs + n], sum);
      }
      if (chain.onto) sum = expected[i] + sum;
      expected[i] = chain.bias == nullptr ? sum : sum + bias[n];
    }
    const PackedMatrix packed(w, depth, outputs);
    for (const FmaKernels& kernels : fma_kernels()) {
      std::vector<float> out = before;
      multiply_rows(kernels, rows, packed, chain, out.data());
      ASSERT_EQ(out, expected) << kernels.tile_rows;
    }
  }
}

TEST_P(Chains, OfTaps) {
  for (int trial = 0; trial < 300; ++trial) {
    TapRow row;
    row.channels = 1 + random_() % 70;
    row.pixels = 1 + random_() % 4;
    row.step = row.channels * (1 + random_() % 2);
    const std::vector<float> bias = values(row.channels, random_, false);
    row.bias = random_() % 2 == 0 ? bias.data() : nullptr;
    const std::size_t count = trial % 2 == 0 ? 9 : random_() % 12;
    std::vector<std::vector<float>> x;
    std::vector<std::vector<float>> w;
    std::vector<Tap> taps;
    for (std::size_t t = 0; t < count; ++t) {
      x.push_back(values(row.step * row.pixels, random_, GetParam()));
      w.push_back(values(row.channels, random_, GetParam()));
      taps.push_back({x[t].data(), w[t].data()});
    }
    row.taps = taps;
    std::vector<float> expected(row.pixels * row.channels);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const std::size_t c = i % row.channels;
      const std::size_t at = i / row.channels * row.step + c;
      for (std::size_t t = 0; t < count; ++t)
        expected[i] = std::fma(x[t][at], w[t][c], expected[i]);
      if (row.bias != nullptr) expected[i] = expected[i] + bias[c];
    }
    for (const FmaKernels& kernels : fma_kernels()) {
      std::vector<float> out(expected.size(), 1.0F);
      kernels.taps(row, out.data());
      ASSERT_EQ(out, expected) << kernels.tile_rows;
    }
  }
}

// How the kernels fall back where a double lies between two floats.
TEST_P(Chains, Exactly) {
  const std::vector<float> w = values(8 * kLanes, random_, GetParam());
  const std::vector<float> x = values(8, random_, GetParam());
  std::vector<float> sums = values(kLanes, random_, false);
  std::vector<float> expected = sums;
  exact_chain(x.data(), w.data(), 8, sums.data());
  for (std::size_t i = 0; i < w.size(); ++i) {
    float& sum = expected[i % kLanes];
    sum = std::fma(x[i / kLanes], w[i], sum);
  }
  EXPECT_EQ(sums, expected);
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
