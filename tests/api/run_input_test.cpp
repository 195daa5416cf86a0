// SPDX-License-Identifier: Apache-2.0
//
// Inputs that a model does not take: the runtime's sentence, and what to do.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "akida/builder.h"
#include "akida/make_layer.h"
#include "cnn2snn/runner.h"

namespace cnn2snn {
namespace {

using Kind = ElementType::Kind;
using akida::LayerType;

/// Takes (4, 4, 2) of `bits` bits.
std::unique_ptr<Runner> integers(std::int32_t bits, bool is_signed) {
  akida::Model model;
  akida::add_layer(model, make(LayerType::kInputData, {{"input_width", 4},
                                                       {"input_height", 4},
                                                       {"input_channels", 2},
                                                       {"input_bits", bits},
                                                       {"input_signed", is_signed ? 1 : 0}}));
  akida::add_layer(model, make(LayerType::kConv2D, {{"filters", 1}, {"kernel_size", 1}}));
  Report report;
  return Runner::make(std::move(model), {}, report);
}

std::unique_ptr<Runner> quantizer() {
  akida::Model model;
  akida::Layer& layer =
      akida::add_layer(model, make(LayerType::kQuantizer, {{"input_width", 1},
                                                           {"input_height", 1},
                                                           {"input_channels", 4},
                                                           {"output_bits", 8},
                                                           {"output_signed", 1}}));
  akida::set_variable(layer, "scales", std::vector<float>{1});
  Report report;
  auto runner = Runner::make(std::move(model), {}, report);
  EXPECT_TRUE(report.ok()) << describe(report.problems[0]);
  return runner;
}

Array zeros(ElementType type, std::vector<std::int64_t> shape) {
  Array array;
  array.type = type;
  array.shape = std::move(shape);
  std::size_t count = type.size;
  for (const std::int64_t extent : array.shape) count *= static_cast<std::size_t>(extent);
  array.data.resize(count);
  return array;
}

std::string refusal(Runner& runner, const Array& input) {
  const ForwardResult result = runner.forward(input);
  if (result.report.ok()) return "";
  EXPECT_EQ(result.report.problems.size(), 1U);
  EXPECT_EQ(result.report.problems[0].id, ErrorId::kInput);
  EXPECT_NE(result.report.problems[0].remedy, "");
  return result.report.problems[0].error_class + ": " + result.report.problems[0].reason;
}

constexpr ElementType kUInt8{Kind::kUnsigned, 1};
constexpr ElementType kInt8{Kind::kSigned, 1};
constexpr ElementType kFloat{Kind::kFloat, 4};

TEST(RunInput, Types) {
  const auto runner = integers(8, false);
  for (const ElementType type : {ElementType{Kind::kFloat, 8}, ElementType{Kind::kFloat, 2},
                                 ElementType{Kind::kSigned, 4}, ElementType{Kind::kSigned, 8},
                                 ElementType{Kind::kUnsigned, 2}, ElementType{Kind::kBool, 1}}) {
    EXPECT_EQ(refusal(*runner, zeros(type, {1, 4, 4, 2})),
              "ValueError: Input dtype should be int8, uint8, int16 or float32.");
  }
  EXPECT_EQ(refusal(*runner, zeros({Kind::kSigned, 2}, {1, 4, 4, 2})),
            "ValueError: Unsupported input type int16. Input type should be uint8.");
  EXPECT_EQ(refusal(*runner, zeros(kFloat, {1, 4, 4, 2})),
            "ValueError: Unsupported input type float32. Input type should be uint8.");
  EXPECT_EQ(refusal(*quantizer(), zeros(kUInt8, {1, 1, 1, 4})),
            "ValueError: Unsupported input type uint8. Input type should be int8 or float32.");
  EXPECT_EQ(refusal(*runner, zeros(kUInt8, {3, 4, 4, 2})), "");
}

TEST(RunInput, Shapes) {
  const auto runner = integers(8, false);
  EXPECT_EQ(refusal(*runner, zeros(kUInt8, {4, 4, 2})),
            "ValueError: Input shape must be (N,4,4,2) but got (4,4,2).");
  EXPECT_EQ(refusal(*runner, zeros(kUInt8, {1, 4, 2, 4})),
            "ValueError: Input shape must be (N,4,4,2) but got (1,4,2,4).");
  EXPECT_EQ(refusal(*runner, zeros(kUInt8, {32})),
            "ValueError: Input shape must be (N,4,4,2) but got (32).");
  EXPECT_EQ(refusal(*runner, zeros(kUInt8, {})),
            "RuntimeError: Shape number of dimensions must be in range [1, 4], got 0");
  EXPECT_EQ(refusal(*runner, zeros(kUInt8, {1, 1, 4, 4, 2})),
            "ValueError: Cannot instantiate a Dense with 5 dimensions (min 1, max 4).");
  EXPECT_EQ(refusal(*runner, zeros(kUInt8, {0, 4, 4, 2})),
            "RuntimeError: Cannot have a shape with dimension 0 set to 0");
}

TEST(RunInput, Ranges) {
  Array input = zeros(kUInt8, {1, 4, 4, 2});
  input.data[3] = 15;
  input.data[5] = 16;
  input.data[6] = 17;
  EXPECT_EQ(refusal(*integers(4, false), input),
            "RuntimeError: Input values must be in the range (0, 15). Got 16.");
  EXPECT_EQ(refusal(*integers(8, false), input), "");
  input.type = kInt8;
  input.data[2] = 0xF7;  // -9
  EXPECT_EQ(refusal(*integers(4, true), input),
            "RuntimeError: Input values must be in the range (-8, 7). Got -9.");
}

TEST(RunInput, NumbersThatAreNone) {
  Array input = zeros(kFloat, {1, 1, 1, 4});
  const float values[] = {1.0F, std::nanf(""), std::numeric_limits<float>::infinity(), -2.0F};
  std::memcpy(input.data.data(), values, sizeof values);
  const ForwardResult result = quantizer()->forward(input);
  ASSERT_TRUE(result.report.ok());
  EXPECT_EQ(result.output.data, (std::vector<std::uint8_t>{1, 0x80, 0x80, 0xFE}));
  ASSERT_EQ(result.report.warnings.size(), 1U);
  EXPECT_EQ(result.report.warnings[0].reason,
            "2 input values are infinite or no number: they are taken for the smallest number, as "
            "the Akida runtime takes them");
}

TEST(RunInput, FilesThatAreNoModels) {
  const std::string text = "no model at all";
  Report report;
  const auto runner =
      Runner::load({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, {}, report);
  EXPECT_EQ(runner, nullptr);
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems[0].id, ErrorId::kNotFbz);
  EXPECT_EQ(report.problems[0].reason, "The file is no Akida model.");
}

TEST(RunInput, StateIsKeptAndBroughtBack) {
  akida::Model model;
  akida::add_layer(model, make(LayerType::kInputData, {{"input_width", 1},
                                                       {"input_height", 1},
                                                       {"input_channels", 1},
                                                       {"input_bits", 8},
                                                       {"input_signed", 1}}));
  akida::Layer& layer =
      akida::add_layer(model, make(LayerType::kBufferTempConv, {{"filters", 1}, {"fifo_size", 2}}));
  akida::set_variable(layer, "weights", std::vector<std::int32_t>{1});
  Report report;
  const auto runner = Runner::make(std::move(model), {}, report);
  ASSERT_NE(runner, nullptr);
  Array input = zeros(kInt8, {1, 1, 1, 1});
  input.data[0] = 3;
  const auto once = [&] { return runner->forward(input).output.data.at(0); };
  EXPECT_EQ(once(), 3);
  const RunnerState state = runner->state();
  EXPECT_EQ(once(), 6);
  EXPECT_EQ(once(), 6);
  runner->reset();
  EXPECT_EQ(once(), 3);
  runner->reset();
  runner->restore(state);
  EXPECT_EQ(once(), 6);
}

TEST(Evaluate, PartsAreCountedTogether) {
  EvaluateResult all;
  EvaluateResult part;
  part.samples = 2;
  part.correct = 1;
  part.confusion = {{1, 1}, {0, 0}};
  part.layers = {{"conv", "Conv2D", 10, 4, 1, 0, 15}};
  all.add(part);
  part.confusion = {{0, 0, 0}, {0, 1, 0}, {1, 0, 0}};
  all.add(part);
  EXPECT_EQ(all.samples, 4U);
  EXPECT_EQ(all.correct, 2U);
  EXPECT_EQ(all.confusion,
            (std::vector<std::vector<std::uint64_t>>{{1, 1, 0}, {0, 1, 0}, {1, 0, 0}}));
  EXPECT_EQ(all.layers.at(0).zeros, 8U);
  part.confusion.clear();  // Too many classes to be kept.
  all.add(part);
  EXPECT_TRUE(all.confusion.empty());
}

TEST(RunnerInfo, AsJsonSaysWhatAModelTakesAndGives) {
  const auto runner = integers(4, true);
  ASSERT_NE(runner, nullptr);
  const auto json = nlohmann::json::parse(to_json(runner->info()));
  EXPECT_EQ(json.at("input_shape"), nlohmann::json({4, 4, 2}));
  EXPECT_EQ(json.at("input_type"), "int8");
  EXPECT_EQ(json.at("input_range"), nlohmann::json({-8, 7}));
  EXPECT_EQ(json.at("float_input"), false);
  EXPECT_EQ(json.at("output_shape"), nlohmann::json({4, 4, 1}));
  EXPECT_EQ(json.at("scores"), false);
  ASSERT_EQ(json.at("layers").size(), 2U);
  EXPECT_EQ(json.at("layers")[1].at("type"), "Conv2D");
  EXPECT_EQ(json.at("layers")[1].at("output_shape"), json.at("output_shape"));
}

}  // namespace
}  // namespace cnn2snn
