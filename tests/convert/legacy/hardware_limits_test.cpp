// SPDX-License-Identifier: Apache-2.0
#include "akida/hardware_limits.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstring>

namespace cnn2snn::akida {
namespace {

constexpr float kActStepLimit = 65535.F;
constexpr std::int32_t kThresholdLimit = 524287;

template <typename T>
Variable variable(const std::string& name, std::vector<std::uint32_t> shape, DType dtype,
                  const std::vector<T>& values) {
  static_assert(std::endian::native == std::endian::little);
  Variable result{name, std::move(shape), dtype, {}};
  result.data.resize(values.size() * sizeof(T));
  std::memcpy(result.data.data(), values.data(), result.data.size());
  return result;
}

template <typename T>
std::vector<T> values(const Layer& layer, const std::string& name) {
  const Variable& stored = layer.variables.at(name);
  std::vector<T> result(stored.data.size() / sizeof(T));
  std::memcpy(result.data(), stored.data.data(), stored.data.size());
  return result;
}

Layer convolutional(const std::string& name, const std::vector<std::int32_t>& thresholds,
                    const std::vector<float>& steps, const std::vector<std::int8_t>& weights,
                    std::uint32_t inputs) {
  Layer layer;
  layer.name = name;
  layer.type = LayerType::kConvolutional;
  layer.parameters = {{"activation", 1}, {"act_bits", 4}};
  const auto filters = static_cast<std::uint32_t>(steps.size());
  layer.variables["threshold"] = variable("threshold", {filters}, DType::kInt32, thresholds);
  layer.variables["act_step"] = variable("act_step", {filters}, DType::kFloat32, steps);
  layer.variables["weights"] = variable("weights", {1, 1, inputs, filters}, DType::kInt8, weights);
  return layer;
}

Model two_layers(std::vector<float> steps, std::vector<std::int32_t> thresholds) {
  Model model;
  model.layers.push_back(convolutional("first", thresholds, steps, {1, 1}, 1));
  model.layers.push_back(convolutional("second", {kThresholdLimit + 9}, {2e6F}, {-7, 7}, 2));
  return model;
}

TEST(HardwareLimits, LeaveWhatFitsAlone) {
  Model model = two_layers({kActStepLimit, 3}, {kThresholdLimit, -kThresholdLimit - 5});
  Report report;
  apply_v1_hardware_limits(model, report);
  EXPECT_EQ(values<float>(model.layers[0], "act_step"), (std::vector<float>{kActStepLimit, 3}));
  EXPECT_EQ(values<std::int32_t>(model.layers[0], "threshold")[1], -kThresholdLimit - 5);
  EXPECT_EQ(values<std::int8_t>(model.layers[1], "weights"), (std::vector<std::int8_t>{-7, 7}));
  EXPECT_TRUE(report.warnings.empty());
}

TEST(HardwareLimits, LargeStepsAreDividedDownWithTheNextWeights) {
  Model model = two_layers({2 * kActStepLimit, 1}, {100, 100});
  Report report;
  apply_v1_hardware_limits(model, report);
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(values<float>(model.layers[0], "act_step"), (std::vector<float>{kActStepLimit, 1}));
  // 0.5 * (65535 - 131070) = -32767.5 rounds to even.
  EXPECT_EQ(values<std::int32_t>(model.layers[0], "threshold"),
            (std::vector<std::int32_t>{100 - 32768, 100}));
  // floor(-7 / 2), toward minus infinity; the other channel is left.
  EXPECT_EQ(values<std::int8_t>(model.layers[1], "weights"), (std::vector<std::int8_t>{-4, 7}));
}

TEST(HardwareLimits, FewerActivationBitsMoveTheThresholdMore) {
  Model model = two_layers({2 * kActStepLimit, 1}, {100, 100});
  model.layers[0].parameters["act_bits"] = 2;
  Report report;
  apply_v1_hardware_limits(model, report);
  EXPECT_EQ(values<std::int32_t>(model.layers[0], "threshold")[0], 100 - 4 * 32768);
}

TEST(HardwareLimits, WithoutActivationTheThresholdStays) {
  Model model = two_layers({2 * kActStepLimit, 1}, {100, 100});
  model.layers[0].parameters["activation"] = 0;
  Report report;
  apply_v1_hardware_limits(model, report);
  EXPECT_EQ(values<std::int32_t>(model.layers[0], "threshold")[0], 100);
}

TEST(HardwareLimits, FirstConvolutionsHaveLargerOnes) {
  Model model = two_layers({2 * kActStepLimit, 1}, {kThresholdLimit + 1, 0});
  model.layers[0].type = LayerType::kInputConvolutional;
  Report report;
  apply_v1_hardware_limits(model, report);
  EXPECT_EQ(values<float>(model.layers[0], "act_step")[0], 2 * kActStepLimit);
  EXPECT_EQ(values<std::int32_t>(model.layers[0], "threshold")[0], kThresholdLimit + 1);
}

TEST(HardwareLimits, HighThresholdsAreClippedWithAWarning) {
  Model model = two_layers({1, 1}, {kThresholdLimit + 1, 5});
  Report report;
  apply_v1_hardware_limits(model, report);
  EXPECT_EQ(values<std::int32_t>(model.layers[0], "threshold"),
            (std::vector<std::int32_t>{kThresholdLimit, 5}));
  ASSERT_EQ(report.warnings.size(), 1U);
  EXPECT_EQ(report.warnings[0].layers.at(0).name, "first");
  EXPECT_NE(report.warnings[0].reason.find("clipped to the maximum supported value 524287"),
            std::string::npos);
  // The last layer is never mapped with an activation: it keeps its own.
  EXPECT_EQ(values<std::int32_t>(model.layers[1], "threshold")[0], kThresholdLimit + 9);
}

TEST(HardwareLimits, RefuseRatiosThatDoNotFitTheNextWeights) {
  Model model = two_layers({2 * kActStepLimit, 1}, {0, 0});
  model.layers[1] = convolutional("second", {0}, {1}, std::vector<std::int8_t>(8, 1), 8);
  Report report;
  apply_v1_hardware_limits(model, report);
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems[0].error_class, "ValueError");
  EXPECT_EQ(report.problems[0].layers.at(0).name, "second");
}

TEST(HardwareLimits, OtherGenerationsAreLeftAlone) {
  Model model = two_layers({2 * kActStepLimit, 1}, {kThresholdLimit + 1, 0});
  for (Layer& layer : model.layers) layer.type = LayerType::kConv2D;
  Report report;
  apply_v1_hardware_limits(model, report);
  EXPECT_TRUE(report.warnings.empty());
  EXPECT_EQ(values<float>(model.layers[0], "act_step")[0], 2 * kActStepLimit);
}

}  // namespace
}  // namespace cnn2snn::akida
