// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/weight_quantizers.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/conversion_error.h"
#include "convert/legacy/graph_builder.h"

namespace cnn2snn::legacy {
namespace {

using Kind = WeightQuantizer::Kind;
using Integers = std::vector<std::int8_t>;

TEST(WeightQuantizer, ReadsItsConfiguration) {
  const WeightQuantizer read = weight_quantizer_from(
      dict({{"class_name", text("StdPerAxisQuantizer")},
            {"config", dict({{"bitwidth", number(8)}, {"threshold", number(2.5)}})}}));
  EXPECT_EQ(read.kind, Kind::kStdPerAxis);
  EXPECT_EQ(read.bitwidth, 8);
  EXPECT_EQ(read.threshold, 2.5);
}

TEST(WeightQuantizer, HasTheOfficialDefaults) {
  const WeightQuantizer read =
      weight_quantizer_from(dict({{"class_name", text("StdWeightQuantizer")}}));
  EXPECT_EQ(read.bitwidth, 4);
  EXPECT_EQ(read.threshold, 3);
}

void expect_refused(const keras::Value& serialized, ErrorId id, const std::string& error_class,
                    const std::string& words) {
  try {
    weight_quantizer_from(serialized);
    ADD_FAILURE() << "accepted: " << serialized.repr();
  } catch (const ConversionError& error) {
    EXPECT_EQ(error.problem().id, id);
    EXPECT_EQ(error.problem().error_class, error_class);
    EXPECT_NE(error.problem().reason.find(words), std::string::npos) << error.problem().reason;
  }
}

TEST(WeightQuantizer, RefusesWhatTheLoaderRefuses) {
  expect_refused(keras::Value(), ErrorId::kLayerConfig, "ValueError",
                 "Could not interpret identifier None");
  expect_refused(quantizer("TrainableStdWeightQuantizer"), ErrorId::kUnknownLayer, "ValueError",
                 "TrainableStdWeightQuantizer");
  expect_refused(quantizer("MaxQuantizer", 1), ErrorId::kLayerConfig, "ValueError",
                 "should be higher than 1");
}

TEST(ScaleFactors, MaxOfTheTensorOrOfEachFilter) {
  const std::vector<float> weights = {-.5F, 2.F, .25F, -4.F};
  WeightQuantizer max{Kind::kMax, 4, 3};
  EXPECT_EQ(scale_factors(max, weights, 2), std::vector<float>{7.F / 4.F});
  max.kind = Kind::kMaxPerAxis;
  EXPECT_EQ(scale_factors(max, weights, 2), (std::vector<float>{7.F / .5F, 7.F / 4.F}));
}

TEST(ScaleFactors, AreAtMostAThousand) {
  const std::vector<float> zeros(4, 0.F);
  for (const Kind kind : {Kind::kMax, Kind::kMaxPerAxis, Kind::kStd, Kind::kStdPerAxis}) {
    for (const float scale : scale_factors({kind, 8, 3}, zeros, 2)) EXPECT_EQ(scale, 1000.F);
  }
}

TEST(ScaleFactors, StandardDeviationTimesThreshold) {
  const std::vector<float> weights = {1, 10, 3, 30, 5, 50, 7, 70};
  const std::vector<float> scales = scale_factors({Kind::kStdPerAxis, 4, 2}, weights, 2);
  EXPECT_FLOAT_EQ(scales[0], 7.F / (std::sqrt(5.F) * 2.F));
  EXPECT_FLOAT_EQ(scales[1], 7.F / (std::sqrt(500.F) * 2.F));
  EXPECT_EQ(scale_factors({Kind::kStd, 4, 2}, weights, 2).size(), 1U);
}

TEST(Quantize, RoundsHalfToEvenAndClips) {
  const WeightQuantizer four{Kind::kMax, 4, 3};
  const std::vector<float> weights = {.5F, 1.5F, 2.5F, -2.5F, 6.9F, 40.F, -7.6F, 0.F};
  EXPECT_EQ(quantize(four, weights, std::vector<float>{1.F}), (Integers{0, 2, 2, -2, 7, 7, -7, 0}));
}

TEST(Quantize, TakesOneScaleForEachFilter) {
  const WeightQuantizer eight{Kind::kMaxPerAxis, 8, 3};
  EXPECT_EQ(quantize(eight, std::vector<float>{1, 1, -2, 200}, std::vector<float>{10.F, .5F}),
            (Integers{10, 0, -20, 100}));
}

}  // namespace
}  // namespace cnn2snn::legacy
