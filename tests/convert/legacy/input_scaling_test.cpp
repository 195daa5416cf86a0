// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/input_scaling.h"

#include <gtest/gtest.h>

#include "convert/legacy/graph_builder.h"

namespace cnn2snn::legacy {
namespace {

struct Scaled {
  InputScaling scaling;
  Report report;
};

Scaled scaled(const keras::Value& rescaling, std::optional<std::pair<double, double>> asked) {
  keras::Layer layer;
  layer.name = "rescale";
  layer.class_name = "Rescaling";
  layer.config = rescaling;
  std::vector<LegacyLayer> layers(1);
  layers[0].keras = &layer;
  layers[0].kind = rescaling.is_null() ? Kind::kFlatten : Kind::kRescaling;
  Scaled result;
  result.scaling = input_scaling(layers, asked, result.report);
  return result;
}

keras::Value rescaling(double scale, double offset) {
  return dict({{"scale", number(scale)}, {"offset", number(offset)}});
}

TEST(LegacyInputScaling, InvertsARescalingLayer) {
  const Scaled result = scaled(rescaling(1 / 127.5, -1), {});
  EXPECT_TRUE(result.report.ok());
  EXPECT_EQ(result.scaling.scale, 1 / (1 / 127.5));
  EXPECT_EQ(result.scaling.shift, 1 / (1 / 127.5));
}

TEST(LegacyInputScaling, TakesTheArgument) {
  EXPECT_EQ(scaled({}, {{255, 3}}).scaling.scale, 255);
  EXPECT_EQ(scaled({}, {{255, 3}}).scaling.shift, 3);
  EXPECT_EQ(scaled({}, {}).scaling.scale, 1);
  EXPECT_EQ(scaled({}, {}).scaling.shift, 0);
}

TEST(LegacyInputScaling, RefusesBoth) {
  const Scaled result = scaled(rescaling(.5, 0), {{2, 0}});
  ASSERT_EQ(result.report.problems.size(), 1U);
  EXPECT_EQ(result.report.problems[0].error_class, "ValueError");
  EXPECT_EQ(result.report.problems[0].reason,
            "If a Rescaling layer is present in the model, 'input_scaling' argument must be None. "
            "Receives (2, 0).");
}

TEST(LegacyInputScaling, RefusesAScaleThatIsNotPositive) {
  EXPECT_EQ(scaled({}, {{0, 1}}).report.problems.at(0).reason,
            "The scale factor 'input_scaling[0]' must be strictly positive. Receives: "
            "input_scaling=(0, 1)");
  EXPECT_EQ(scaled(rescaling(-.5, 1), {}).report.problems.at(0).reason,
            "The scale factor 'input_scaling[0]' must be strictly positive. Receives: "
            "input_scaling=(-2.0, 2.0)");
}

TEST(LegacyInputScaling, RefusesAScaleForEachChannel) {
  const Scaled result = scaled(dict({{"scale", ints({1, 2, 3})}, {"offset", number(0.)}}), {});
  EXPECT_EQ(result.report.problems.at(0).error_class, "TypeError");
  EXPECT_EQ(result.report.problems.at(0).layers.at(0).name, "rescale");
}

}  // namespace
}  // namespace cnn2snn::legacy
