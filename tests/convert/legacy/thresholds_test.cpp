// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/thresholds.h"

#include <gtest/gtest.h>

#include <limits>

namespace cnn2snn::legacy {
namespace {

LegacyLayer activation(int bitwidth, float step) {
  LegacyLayer layer;
  layer.kind = Kind::kQuantizedActivation;
  layer.bitwidth = bitwidth;
  layer.step = step;
  return layer;
}

ThresholdInput input(std::size_t filters, const std::vector<float>& scales) {
  ThresholdInput result;
  result.filters = filters;
  result.weight_scales = scales;
  return result;
}

TEST(Thresholds, HalfAStepMinusTheBiasInIntegerUnits) {
  const LegacyLayer relu = activation(4, .4F);
  const std::vector<float> scales = {10.F, 20.F};
  const std::vector<float> bias = {1.F, -.5F};
  ThresholdInput in = input(2, scales);
  in.input_scale = 3.F;
  in.bias = bias;
  in.activation = &relu;
  const Thresholds out = compute_thresholds(in);
  // floor(30 * (0.2 - 1)) and floor(60 * (0.2 + 0.5))
  EXPECT_EQ(out.thresholds, (std::vector<std::int32_t>{-24, 42}));
  EXPECT_EQ(out.act_steps, (std::vector<float>{30.F * .4F, 60.F * .4F}));
  EXPECT_FALSE(out.out_of_range);
}

TEST(Thresholds, ActStepCountsInFourBitLevels) {
  const std::vector<float> scales = {8.F};
  for (const int bits : {1, 2, 4}) {
    const LegacyLayer relu = activation(bits, 1.F);
    ThresholdInput in = input(1, scales);
    in.activation = &relu;
    EXPECT_EQ(compute_thresholds(in).act_steps[0], 8.F * static_cast<float>(1 << bits) / 16.F);
  }
}

TEST(Thresholds, WithoutActivationAStepIsOneUnit) {
  const std::vector<float> scales = {5.F};
  const std::vector<float> bias = {1.5F, 0.F};
  ThresholdInput in = input(2, scales);
  in.bias = bias;
  const Thresholds out = compute_thresholds(in);
  EXPECT_EQ(out.thresholds, (std::vector<std::int32_t>{-8, 0}));
  EXPECT_EQ(out.act_steps, (std::vector<float>{5.F, 5.F}));
}

TEST(Thresholds, InputShiftCountsForEachWeight) {
  const std::vector<float> scales = {1.F};
  const std::vector<std::int8_t> weights = {1, -2, 3, -4};  // (1, 1, 2, 2)
  ThresholdInput in = input(2, scales);
  in.input_weights = weights;
  in.input_shift = 127.5;
  EXPECT_EQ(compute_thresholds(in).thresholds, (std::vector<std::int32_t>{510, -765}));
}

TEST(Thresholds, GlobalPoolingSumsOverPositions) {
  const LegacyLayer relu = activation(4, .5F);
  const std::vector<float> scales = {1.F};
  ThresholdInput in = input(1, scales);
  in.activation = &relu;
  in.pooled_positions = 49;
  const Thresholds out = compute_thresholds(in);
  EXPECT_EQ(out.thresholds[0], 12);  // floor(0.25 * 49)
  EXPECT_EQ(out.act_steps[0], 24.5F);
}

TEST(Thresholds, OutOfRangeBecomesTheSmallest) {
  const std::vector<float> scales = {1000.F};
  const std::vector<float> bias = {-1e9F};
  ThresholdInput in = input(1, scales);
  in.bias = bias;
  const Thresholds out = compute_thresholds(in);
  EXPECT_EQ(out.thresholds[0], std::numeric_limits<std::int32_t>::min());
  EXPECT_TRUE(out.out_of_range);
}

}  // namespace
}  // namespace cnn2snn::legacy
