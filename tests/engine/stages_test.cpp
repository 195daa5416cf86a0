// SPDX-License-Identifier: Apache-2.0
#include "engine/stages.h"

#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <string>
#include <vector>

#include "akida/builder.h"
#include "engine/pooling.h"

namespace cnn2snn::engine {
namespace {

using Values = std::vector<std::int32_t>;

akida::Layer conv(std::map<std::string, std::int32_t> parameters,
                  const std::map<std::string, Values>& variables = {}) {
  akida::Model model;
  akida::Layer input;
  input.type = akida::LayerType::kInputData;
  input.parameters = {{"input_width", 4},
                      {"input_height", 4},
                      {"input_channels", 1},
                      {"input_bits", 8},
                      {"input_signed", 1}};
  akida::add_layer(model, std::move(input));
  akida::Layer layer;
  layer.type = akida::LayerType::kConv2D;
  layer.parameters = {{"filters", 2}, {"kernel_size", 1}, {"activation", 0}};
  for (const auto& [name, value] : parameters) layer.parameters[name] = value;
  akida::Layer& added = akida::add_layer(model, std::move(layer));
  for (const auto& [name, values] : variables) akida::set_variable(added, name, values);
  return added;
}

TEST(Stages, TypeOfTheOutputFollowsItsWidth) {
  EXPECT_EQ(output_type(4), akida::DType::kUInt8);
  EXPECT_EQ(output_type(5), akida::DType::kInt8);
  EXPECT_EQ(output_type(8), akida::DType::kInt8);
  EXPECT_EQ(output_type(9), akida::DType::kInt32);
  EXPECT_EQ(output_type(16), akida::DType::kInt16);
  EXPECT_EQ(output_type(28), akida::DType::kInt32);
}

TEST(Stages, BiasIsSaturatedAloneThenAdded) {
  const akida::Layer layer = conv({{"buffer_bits", 10}, {"post_op_buffer_bits", 12}},
                                  {{"bias", {100, -100}}, {"bias_shift", {10, 0}}});
  const Stages first(layer, BiasRule::kSumFirst);
  // 100 << 10 leaves 12 bits, the sum 10 bits.
  EXPECT_EQ(first.bias()[0], 2047);
  EXPECT_EQ(first.add_bias(-10'000, 0), 2047 - 512);
  EXPECT_EQ(first.add_bias(10'000, 1), 511 - 100);
  EXPECT_EQ(Stages(layer, BiasRule::kBiasFirst).add_bias(520, 1), 420);
  EXPECT_EQ(Stages(layer, BiasRule::kBiasFirst).add_bias(10'000, 1), 511);
  EXPECT_EQ(Stages(layer, BiasRule::kSaturated).add_bias(1'000, 1), 900);
  const Stages recurrent(layer, BiasRule::kBuffer);
  EXPECT_EQ(recurrent.bias()[0], 511);
  EXPECT_EQ(recurrent.add_bias(400, 0), 511);
}

TEST(Stages, ReluIsBoundedByTheShiftedMaximum) {
  const Stages stages(
      conv({{"activation", 1}}, {{"max_value", {3, 127}}, {"max_value_shift", {4, 31}}}),
      BiasRule::kSumFirst);
  EXPECT_EQ(stages.activate(-5, 0), 0);
  EXPECT_EQ(stages.activate(47, 0), 47);
  EXPECT_EQ(stages.activate(49, 0), 48);
  EXPECT_EQ(stages.activate(std::numeric_limits<std::int32_t>::max(), 1),
            std::numeric_limits<std::int32_t>::max());
}

TEST(Stages, TableIsReadAtTheScaledValue) {
  Values table(2048);
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = static_cast<std::int32_t>(i) * 1000;
  const Stages stages(
      conv({{"activation", 2}},
           {{"lut_values", table}, {"activation_scales", {3, 1}}, {"activation_shift", {-1, 0}}}),
      BiasRule::kSumFirst);
  EXPECT_EQ(stages.activate(1, 0), (1024 + 2) * 1000);  // 1.5 rounds up.
  EXPECT_EQ(stages.activate(-1, 0), (1024 - 1) * 1000);
  EXPECT_EQ(stages.activate(5000, 1), 2047 * 1000);
  EXPECT_EQ(stages.activate(-5000, 1), 0);
}

TEST(Stages, OutputIsScaledShiftedAndClipped) {
  const std::map<std::string, Values> variables{{"output_scales", {200, 1}},
                                                {"output_shift", {-8, 3}}};
  const Stages eight(conv({{"output_bits", 8}}, variables), BiasRule::kSumFirst);
  EXPECT_EQ(eight.output(100, 0), 78);  // 78.125
  EXPECT_EQ(eight.output(1'000'000, 0), 127);
  EXPECT_EQ(eight.output(-1'000'000, 0), -128);
  EXPECT_EQ(eight.output(-2, 1), -16);
  // Four bits are unsigned whatever the activation.
  const Stages four(conv({{"output_bits", 4}}, variables), BiasRule::kSumFirst);
  EXPECT_EQ(four.output(-100, 0), 0);
  EXPECT_EQ(four.output(100, 0), 15);
  const Stages wide(conv({{"output_bits", 32}, {"post_op_buffer_bits", 20}}, variables),
                    BiasRule::kSumFirst);
  EXPECT_EQ(wide.output(1 << 19, 0), 2048);  // The product saturates at 20 bits before its shift.
}

TEST(Pooling, IgnoresWhatLiesOutside) {
  const Windows windows{make_window(akida::kPaddingSame, 2, 3, 2),
                        make_window(akida::kPaddingSame, 3, 2, 2)};
  const Values map{-5, -6, -7, -1, -2, -3};
  EXPECT_EQ(max_pool(map, 1, windows), (Values{-1, -3}));
}

TEST(Pooling, GlobalSumSaturatesAfterEveryAddition) {
  const Values map{100, 100, -50, 1};
  EXPECT_EQ(global_sum(map, 1, 8), (Values{127 - 50 + 1}));
  EXPECT_EQ(global_sum(map, 2, 16), (Values{50, 101}));
}

}  // namespace
}  // namespace cnn2snn::engine
