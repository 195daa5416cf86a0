// SPDX-License-Identifier: Apache-2.0
#include "engine/checks.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "akida/builder.h"
#include "akida/fields.h"
#include "akida/make_layer.h"
#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "engine/plan.h"

namespace cnn2snn::engine {
namespace {

akida::Model input_data(std::uint32_t x, std::uint32_t y, std::int32_t channels,
                        std::int32_t bits) {
  akida::Model model;
  akida::add_layer(
      model, make(akida::LayerType::kInputData, {{"input_width", static_cast<std::int32_t>(x)},
                                                 {"input_height", static_cast<std::int32_t>(y)},
                                                 {"input_channels", channels},
                                                 {"input_bits", bits},
                                                 {"input_signed", 1}}));
  return model;
}

Problem refusal(const akida::Model& model) {
  try {
    const Plan plan(model);
  } catch (const ConversionError& error) {
    return error.problem();
  }
  return {};
}

TEST(Checks, ModelsWithoutNeuralLayersCannotRun) {
  EXPECT_EQ(refusal({}).reason, "Cannot perform an inference on a model with no layers");
  EXPECT_EQ(refusal(input_data(4, 4, 1, 8)).reason,
            "A model without any neural layers cannot process inputs.");
}

TEST(Checks, EveryLayerButTheLastIsUsed) {
  akida::Model model = input_data(4, 4, 1, 8);
  akida::add_layer(model, make(akida::LayerType::kConv2D, {{"filters", 1}, {"kernel_size", 1}}));
  akida::add_layer(model, make(akida::LayerType::kConv2D, {{"filters", 1}, {"kernel_size", 1}},
                               {"InputData_1"}));
  EXPECT_EQ(refusal(model).reason,
            "Cannot map layer 'Conv2D_2'. The output layer 'Conv2D_2' should be the last layer.");
}

TEST(Checks, ShiftsThatCrashTheRuntime) {
  akida::Model model = input_data(4, 4, 1, 8);
  akida::Layer& conv = akida::add_layer(
      model, make(akida::LayerType::kConv2D, {{"filters", 1}, {"kernel_size", 1}}));
  EXPECT_EQ(refusal(model).reason, "");
  akida::set_variable(conv, "output_shift", std::vector<std::int32_t>{-32});
  EXPECT_NE(refusal(model).reason.find("output_shift"), std::string::npos);
  EXPECT_EQ(refusal(model).layers.at(0).name, "Conv2D_2");
}

TEST(Checks, SameUpperWithMaxPooling) {
  akida::Model model = input_data(8, 8, 1, 8);
  akida::add_layer(model, make(akida::LayerType::kConv2D, {{"filters", 1},
                                                           {"kernel_size", 3},
                                                           {"padding", akida::kPaddingSameUpper},
                                                           {"pool_type", akida::kPoolMax},
                                                           {"pool_size", 2}}));
  EXPECT_NE(refusal(model).reason.find("SameUpper"), std::string::npos);
}

TEST(Checks, RecurrentInputsHaveOneRow) {
  akida::Model model = input_data(2, 8, 4, 8);
  akida::add_layer(model, make(akida::LayerType::kStatefulRecurrent,
                               {{"stateful_channels", 4}, {"output_channels", 2}}));
  EXPECT_NE(refusal(model).reason.find("must be 1"), std::string::npos);
  akida::Model wide = input_data(1, 8, 4, 17);
  akida::add_layer(wide, make(akida::LayerType::kStatefulRecurrent,
                              {{"stateful_channels", 4}, {"output_channels", 2}}));
  EXPECT_EQ(refusal(wide).reason, "Unsupported input bits for StatefulRecurrent.");
}

TEST(Checks, StepsOfFirstGenerationActivations) {
  akida::Model model;
  akida::Layer& layer = akida::add_layer(model, akida::input_convolutional());
  EXPECT_EQ(refusal(model).reason, "");
  // No such step can be set: it is stored past the check.
  const std::vector<float> small{0.05F};
  akida::store(layer.variables.at("act_step"), std::span<const float>(small));
  EXPECT_EQ(refusal(model).reason,
            "Unsupported act_step, it should be equal or greater than 1/16.");
  akida::set_variable(layer, "act_step", std::vector<float>{16777216.F});
  EXPECT_NE(refusal(model).reason.find("cannot be divided by"), std::string::npos);
}

TEST(Checks, OutputsBeyondTheLimit) {
  akida::Model model = input_data(20000, 20000, 1, 8);
  akida::add_layer(model, make(akida::LayerType::kConv2D, {{"filters", 1}, {"kernel_size", 1}}));
  EXPECT_EQ(refusal(model).id, ErrorId::kLimit);
}

TEST(Checks, ProductsBeyondTheLimit) {
  akida::Model model = input_data(8192, 8192, 1, 8);
  akida::add_layer(model, make(akida::LayerType::kConv2D,
                               {{"filters", 1}, {"kernel_size", 63}, {"padding", 1}}));
  const Problem problem = refusal(model);
  EXPECT_EQ(problem.id, ErrorId::kLimit);
  EXPECT_EQ(problem.reason, "one sample would take more than 137438953472 multiply-accumulates");
}

TEST(Checks, SameUpperInInputLayers) {
  for (const auto& [kernel, stride] : {std::pair{3, 1}, std::pair{4, 2}}) {
    akida::Model model;
    akida::add_layer(model, make(akida::LayerType::kInputConv2D, {{"input_x", 8},
                                                                  {"input_y", 8},
                                                                  {"input_channels", 1},
                                                                  {"filters", 1},
                                                                  {"kernel_size", kernel},
                                                                  {"kernel_stride", stride},
                                                                  {"padding", 2}}));
    EXPECT_EQ(refusal(model).reason,
              "padding SameUpper with a stride other than 2 or an even kernel: the Akida runtime's "
              "results make no sense");
  }
}

TEST(Checks, StatesOfEightBitsAndFewer) {
  akida::Model model = input_data(1, 4, 1, 8);
  akida::Layer& layer = akida::add_layer(
      model, make(akida::LayerType::kStatefulRecurrent,
                  {{"stateful_channels", 2}, {"output_channels", 1}, {"subsample", 1}}));
  EXPECT_EQ(refusal(model).reason, "");
  layer.parameters["internal_state_bits"] = 8;
  EXPECT_EQ(refusal(model).reason, "internal_state_bits is 8, outside 9…32");
}

TEST(Checks, DequantizersAreLast) {
  akida::Model model = input_data(2, 2, 1, 8);
  akida::add_layer(model, make(akida::LayerType::kConv2D, {{"filters", 1}, {"kernel_size", 1}}));
  akida::add_layer(model, make(akida::LayerType::kDequantizer, {}));
  EXPECT_EQ(refusal(model).reason, "");
  akida::Layer after = make(akida::LayerType::kConv2D, model.layers[1].parameters);
  after.name = "after";
  after.inbounds = {model.layers[2].name};
  after.variables = model.layers[1].variables;
  after.input_shape = after.output_shape = {2, 2, 1};
  model.layers.push_back(after);
  EXPECT_EQ(refusal(model).reason, "a Dequantizer that is not the last layer");
}

}  // namespace
}  // namespace cnn2snn::engine
