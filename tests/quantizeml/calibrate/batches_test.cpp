// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/calibrate/batches.h"

#include <gtest/gtest.h>

#include "base/conversion_error.h"
#include "quantizeml/calibrate/moving_average.h"

namespace cnn2snn::quantizeml {
namespace {

Batches plan(std::size_t count, std::int64_t num_samples, std::optional<std::int64_t> size,
             bool temporal = false) {
  CalibrationOptions options;
  options.num_samples = num_samples;
  options.batch_size = size;
  return plan_batches(count, temporal, options);
}

TEST(Batches, HoldOneSampleWhereNoSizeIsGiven) {
  EXPECT_EQ(plan(100, 1024, {}).size, 1U);
  EXPECT_EQ(plan(100, 1024, {}).samples, 100U);
  EXPECT_EQ(plan(100, 30, {}).size, 4U);
}

TEST(Batches, AreWholeUpToTheNumberOfSamples) {
  EXPECT_EQ(plan(32, 22, 5).samples, 25U);
  EXPECT_EQ(plan(32, 1024, 5).samples, 32U);
  EXPECT_EQ(plan(32, 10, 100).samples, 32U);
}

TEST(Batches, OfTemporalModelsAreFrames) {
  EXPECT_EQ(plan(24, 4, 2, true).samples, 24U);
  EXPECT_THROW(plan(24, 4, {}, true), ConversionError);
  EXPECT_THROW(plan(25, 4, 2, true), ConversionError);
}

TEST(Batches, NeedPositiveNumbers) {
  EXPECT_THROW(plan(10, 1024, 0), ConversionError);
  EXPECT_THROW(plan(0, 1024, 4), ConversionError);
  EXPECT_THROW(plan(10, 0, 4), ConversionError);
}

TEST(MovingAverage, MovesByATenth) {
  MovingAverage average;
  average.add({2.0F, 4.0F});
  EXPECT_EQ(average.values(), (std::vector<float>{2.0F, 4.0F}));
  average.add({3.0F, 4.0F});
  EXPECT_EQ(average.values(), (std::vector<float>{2.0F - (2.0F - 3.0F) * 0.1F, 4.0F}));
}

TEST(MovingAverage, OfOnesIsReplaced) {
  MovingAverage average;
  average.add({1.0F, 1.0F});
  average.add({3.0F, 1.0F});
  EXPECT_EQ(average.values(), (std::vector<float>{3.0F, 1.0F}));
}

}  // namespace
}  // namespace cnn2snn::quantizeml
