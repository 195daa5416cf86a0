// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "convert/legacy/graph_builder.h"
#include "convert/legacy/legacy.h"

namespace cnn2snn::legacy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Outcome {
  akida::Model model;
  Report report;
  std::map<std::string, std::string> akida_layers;

  [[nodiscard]] std::vector<std::string> reasons() const {
    std::vector<std::string> result;
    for (const Problem& problem : report.problems) result.push_back(problem.reason);
    return result;
  }
};

Outcome converted(const keras::Graph& graph,
                  std::optional<std::pair<double, double>> scaling = {}) {
  Outcome outcome;
  outcome.model = convert(graph, {scaling, {}}, outcome.report, outcome.akida_layers);
  return outcome;
}

Outcome converted(GraphBuilder& builder) {
  return converted(builder.build());
}

std::int32_t parameter(const akida::Layer& layer, const std::string& name) {
  return layer.parameters.at(name);
}

GraphBuilder image_model() {
  GraphBuilder builder({8, 8, 3});
  builder.conv("conv_0", 3, 4, 8).relu("relu_0").conv("conv_1", 4, 6);
  return builder;
}

TEST(LegacyConversion, MakesOneAkidaLayerOfEachBlock) {
  GraphBuilder builder = image_model();
  builder.add("pool", "MaxPooling2D", pool_config()).relu("relu_1").add("flat", "Flatten");
  builder.dense("head", 96, 5).add("softmax", "Softmax");
  const Outcome outcome = converted(builder);
  ASSERT_THAT(outcome.reasons(), IsEmpty());
  ASSERT_EQ(outcome.model.layers.size(), 3U);
  const akida::Layer& input = outcome.model.layers[0];
  EXPECT_EQ(input.type, akida::LayerType::kInputConvolutional);
  EXPECT_EQ(parameter(input, "weights_bits"), 8);
  EXPECT_EQ(parameter(input, "act_bits"), 4);
  const akida::Layer& conv = outcome.model.layers[1];
  EXPECT_EQ(conv.type, akida::LayerType::kConvolutional);
  EXPECT_EQ(parameter(conv, "pool_type"), akida::kPoolMax);
  EXPECT_THAT(conv.inbounds, ElementsAre("conv_0"));
  const akida::Layer& head = outcome.model.layers[2];
  EXPECT_EQ(head.type, akida::LayerType::kFullyConnected);
  EXPECT_EQ(parameter(head, "activation"), 0);
  EXPECT_EQ(parameter(head, "act_bits"), 1);
  EXPECT_THAT(outcome.akida_layers,
              ElementsAre(std::pair("conv_0", "conv_0"), std::pair("conv_1", "conv_1"),
                          std::pair("head", "head"), std::pair("pool", "conv_1"),
                          std::pair("relu_0", "conv_0"), std::pair("relu_1", "conv_1")));
}

TEST(LegacyConversion, OtherInputsGetAnInputDataLayer) {
  GraphBuilder builder({6});
  builder.dense("head", 6, 2);
  const Outcome outcome = converted(builder);
  ASSERT_THAT(outcome.reasons(), IsEmpty());
  ASSERT_EQ(outcome.model.layers.size(), 2U);
  EXPECT_EQ(outcome.model.layers[0].name, "sequential_4_input");
  EXPECT_EQ(parameter(outcome.model.layers[0], "input_channels"), 6);
  EXPECT_EQ(parameter(outcome.model.layers[0], "input_bits"), 4);
}

TEST(LegacyConversion, SwapsAndFoldsWhatStandsBetween) {
  GraphBuilder builder({8, 8, 3});
  builder.conv("conv_0", 3, 4, 8).add("drop", "Dropout").relu("relu_0");
  builder.add("pool_0", "MaxPooling2D", pool_config());  // after the activation
  builder.conv("conv_1", 4, 4).add("pool_1", "MaxPooling2D", pool_config());
  builder.batch_norm("bn", 4).relu("relu_1");  // after the pooling
  const Outcome outcome = converted(builder);
  ASSERT_THAT(outcome.reasons(), IsEmpty());
  ASSERT_EQ(outcome.model.layers.size(), 2U);
  EXPECT_EQ(parameter(outcome.model.layers[0], "pool_type"), akida::kPoolMax);
  EXPECT_EQ(outcome.akida_layers.at("bn"), "conv_1");
  EXPECT_EQ(outcome.akida_layers.count("drop"), 0U);
}

TEST(LegacyConversion, FoldingScalesKernelAndBias) {
  // gamma 1, variance 4: scale 0.5; kernel 0.25, bias 0.5 + (0.1 - 0.25) * 0.5 = 0.425.
  GraphBuilder folded({8, 8, 3});
  folded.conv("conv", 3, 2, 8).batch_norm("bn", 2).relu("relu");
  GraphBuilder plain({8, 8, 3});
  plain.add("conv", "QuantizedConv2D", conv_config(2, "MaxPerAxisQuantizer", 8));
  plain.weight("kernel", {3, 3, 3, 2}, .25F).weight("bias", {2}, .5F + (.1F - .25F) * .5F);
  plain.relu("relu");
  const Outcome a = converted(folded);
  const Outcome b = converted(plain);
  ASSERT_THAT(a.reasons(), IsEmpty());
  ASSERT_THAT(b.reasons(), IsEmpty());
  for (const char* variable : {"weights", "threshold", "act_step"}) {
    EXPECT_EQ(a.model.layers[0].variables.at(variable).data,
              b.model.layers[0].variables.at(variable).data)
        << variable;
  }
}

TEST(LegacyConversion, FlipsKernelsButNotOfTheFirstLayer) {
  std::vector<float> kernel(9, 0.F);
  kernel[0] = 1.F;
  kernel[5] = -.5F;
  GraphBuilder builder({4, 4, 1});
  builder.add("conv_0", "QuantizedConv2D", conv_config(1, "MaxQuantizer", 4));
  builder.weight("kernel", {3, 3, 1, 1}, 0, kernel).weight("bias", {1}, 0).relu("relu_0");
  builder.add("conv_1", "QuantizedConv2D", conv_config(1, "MaxQuantizer", 4));
  builder.weight("kernel", {3, 3, 1, 1}, 0, kernel).weight("bias", {1}, 0).relu("relu_1");
  const Outcome outcome = converted(builder);
  ASSERT_THAT(outcome.reasons(), IsEmpty());
  const auto byte = [](int value) { return static_cast<std::uint8_t>(value); };
  EXPECT_THAT(outcome.model.layers[0].variables.at("weights").data,
              ElementsAre(7, 0, 0, 0, 0, byte(-4), 0, 0, 0));  // -3.5 rounds to even
  EXPECT_THAT(outcome.model.layers[1].variables.at("weights").data,
              ElementsAre(0, 0, 0, byte(-4), 0, 0, 0, 0, 7));
}

TEST(LegacyConversion, DenseWeightsFollowAkidasFlattening) {
  // Keras flattens (x, y, c) with c fastest, Akida with x fastest.
  GraphBuilder builder({1, 2, 2});
  builder.add("flat", "Flatten");
  builder.add("head", "QuantizedDense",
              dict({{"units", number(1)}, {"quantizer", quantizer("MaxQuantizer", 4)}}));
  builder.weight("kernel", {4, 1}, 0, {7, 6, 5, 4}).weight("bias", {1}, 0);
  const Outcome outcome = converted(builder);
  ASSERT_THAT(outcome.reasons(), IsEmpty());
  EXPECT_THAT(outcome.model.layers[1].variables.at("weights").data, ElementsAre(7, 5, 6, 4));
}

TEST(LegacyConversion, PaddingValueIsTheTruncatedShift) {
  GraphBuilder builder = image_model();
  EXPECT_EQ(parameter(converted(builder.build(), {{2, 127.9}}).model.layers.at(0), "padding_value"),
            127);
  const Outcome outcome = converted(builder.build(), {{2, -1}});
  EXPECT_THAT(outcome.reasons(), ElementsAre(HasSubstr("padding_value must be an uint8 value. "
                                                       "Receives padding_value=-1.")));
}

TEST(LegacyConversion, IsDeterministic) {
  GraphBuilder builder = image_model();
  const Outcome a = converted(builder);
  const Outcome b = converted(builder);
  ASSERT_EQ(a.model.layers.size(), 2U);
  EXPECT_EQ(a.model.layers[1].variables.at("act_step").data,
            b.model.layers[1].variables.at("act_step").data);
}

TEST(LegacyConversion, CanBeCancelled) {
  GraphBuilder builder = image_model();
  Outcome outcome;
  const LegacyOptions options{{}, [](double, Step) { return false; }};
  convert(builder.build(), options, outcome.report, outcome.akida_layers);
  ASSERT_EQ(outcome.report.problems.size(), 1U);
  EXPECT_EQ(outcome.report.problems[0].id, ErrorId::kCancelled);
}

// --- Refusals: (official message, class) in the order in which the official tool meets them ------

void expect_refused(GraphBuilder& builder, const std::string& error_class,
                    const std::vector<std::string>& words) {
  const Outcome outcome = converted(builder);
  ASSERT_EQ(outcome.report.problems.size(), words.size())
      << ::testing::PrintToString(outcome.reasons());
  for (std::size_t i = 0; i < words.size(); ++i) {
    EXPECT_THAT(outcome.report.problems[i].reason, HasSubstr(words[i]));
    EXPECT_EQ(outcome.report.problems[i].error_class, error_class);
  }
  EXPECT_TRUE(outcome.model.layers.empty());
}

TEST(LegacyRefusals, UnknownClassesAreAllNamed) {
  GraphBuilder builder = image_model();
  builder.add("dw", "QuantizedDepthwiseConv2D").add("old", "ActivationFloat");
  expect_refused(builder, "ValueError",
                 {"Unknown layer: 'QuantizedDepthwiseConv2D'", "Unknown layer: 'ActivationFloat'"});
}

TEST(LegacyRefusals, RemovedArguments) {
  GraphBuilder builder({8, 8, 3});
  keras::Value config = conv_config(4, "MaxQuantizer");
  config.set("groups", number(1));
  builder.add("conv", "QuantizedConv2D", config);
  builder.weight("kernel", {3, 3, 3, 4}, 1).weight("bias", {4}, 0);
  expect_refused(builder, "TypeError", {"Unsupported argument in quantized layers: groups"});
}

TEST(LegacyRefusals, WeightsOfAnotherShape) {
  GraphBuilder builder({8, 8, 3});
  builder.add("conv", "QuantizedConv2D", conv_config(4, "MaxQuantizer"));
  builder.weight("kernel", {3, 3, 2, 4}, 1).weight("bias", {4}, 0);
  expect_refused(builder, "ValueError", {"conv/kernel:0 has shape (3, 3, 2, 4)"});
}

TEST(LegacyRefusals, WeightsOfANormalizationThatDiffer) {
  GraphBuilder builder = image_model();
  builder.add("bn", "BatchNormalization", dict({{"axis", ints({3})}}));
  builder.weight("gamma", {6}, 1).weight("beta", {6}, 0);
  builder.weight("moving_mean", {6}, 0).weight("moving_variance", {3}, 1);
  expect_refused(builder, "ValueError", {"bn/moving_variance:0 has shape (3,)"});
}

TEST(LegacyRefusals, MissingWeights) {
  GraphBuilder builder({8, 8, 3});
  builder.add("conv", "QuantizedConv2D", conv_config(4, "MaxQuantizer"));
  builder.weight("kernel", {3, 3, 3, 4}, 1);
  expect_refused(builder, "ValueError", {"expects 2 weight(s). Received 1"});
}

TEST(LegacyRefusals, TwoNeuralLayersAndTwoActivations) {
  GraphBuilder builder = image_model();
  builder.conv("conv_2", 6, 4).relu("relu_2").relu("relu_3");
  expect_refused(builder, "RuntimeError",
                 {"An activation layer is required between the two neural layers 'conv_1' and "
                  "'conv_2'.",
                  "A neural layer is required between the two activation layers 'relu_2' and "
                  "'relu_3'."});
}

TEST(LegacyRefusals, ActivationFirst) {
  GraphBuilder builder({8, 8, 3});
  builder.relu("relu").conv("conv", 3, 4);
  expect_refused(builder, "RuntimeError", {"two activation layers 'relu' and 'relu'."});
}

TEST(LegacyRefusals, PoolingPlaces) {
  GraphBuilder builder = image_model();
  builder.relu("relu_1").add("gap", "GlobalAveragePooling2D");
  expect_refused(builder, "RuntimeError",
                 {"Pooling layer gap must be placed after a convolutional neural layer. Currently "
                  "after relu_1."});
  GraphBuilder padded = image_model();
  padded.add("pool", "MaxPooling2D", pool_config("valid"));
  expect_refused(padded, "RuntimeError",
                 {"Pooling layer pool (padding: valid) must have the same padding as conv_1 "
                  "(padding: same)."});
}

TEST(LegacyRefusals, DenseOfAMap) {
  GraphBuilder builder = image_model();
  builder.relu("relu_1").dense("head", 6, 2);
  expect_refused(builder, "RuntimeError",
                 {"The Dense layer head must have an input shape of (N,) or (1,1,N). Receives (8, "
                  "8, 6)."});
}

TEST(LegacyRefusals, NormalizationsThatCannotBeFolded) {
  GraphBuilder negative = image_model();
  negative.add("pool", "MaxPooling2D", pool_config()).batch_norm("bn", 6, -1);
  expect_refused(negative, "RuntimeError",
                 {"There are 6 negative gammas in the batch norm layer bn."});
  GraphBuilder null = image_model();
  null.batch_norm("bn", 6, 0);
  expect_refused(null, "RuntimeError", {"There are 6 null gammas in the batch norm layer bn."});
  GraphBuilder axis = image_model();
  axis.batch_norm("bn", 8, 1, 1);
  expect_refused(axis, "RuntimeError",
                 {"bn must be applied on the last axis. Receives ListWrapper([1])."});
  GraphBuilder centred = image_model();
  centred.add("bn", "BatchNormalization", dict({{"axis", ints({3})}, {"center", flag(false)}}));
  for (const char* weight : {"gamma", "moving_mean", "moving_variance"}) {
    centred.weight(weight, {6}, 1);
  }
  expect_refused(
      centred, "ValueError",
      {"not enough values to unpack (expected 4, got 3): the BatchNormalization layer bn "
       "has no beta."});
  GraphBuilder tensor({8, 8, 3});
  tensor.conv("conv", 3, 4, 8, "MaxQuantizer").batch_norm("bn", 4);
  expect_refused(tensor, "RuntimeError", {"uses a quantizer per axis."});
}

TEST(LegacyRefusals, BitWidthsOfAllLayers) {
  GraphBuilder builder({8, 8, 3});
  builder.conv("conv_0", 3, 4, 3).relu("relu_0", 3).conv("conv_1", 4, 6, 5).relu("relu_1", 8);
  expect_refused(
      builder, "ValueError",
      {"Activation bitwidth must be in (1, 2, 4). Receives bitwidth 3 in layer 'relu_0'.",
       "Weight bitwidth must be in (2, 4, 8). Receives bitwidth 5 in layer 'conv_1'.",
       "Activation bitwidth must be in (1, 2, 4). Receives bitwidth 8 in layer "
       "'relu_1'."});
}

TEST(LegacyRefusals, ChannelsFirstAndDilation) {
  GraphBuilder builder = image_model();
  builder.add("up", "UpSampling2D",
              dict({{"data_format", text("channels_first")}, {"size", ints({1, 1})}}));
  builder.conv("conv_2", 6, 2);
  builder.last().config.set("dilation_rate", ints({2, 2}));
  const Outcome outcome = converted(builder);
  ASSERT_GE(outcome.report.problems.size(), 2U);
  EXPECT_EQ(outcome.reasons()[0], "Unsupported data format 'channels_first' in layer 'up'.");
  EXPECT_EQ(outcome.reasons()[1], "Unsupported dilation rate (2, 2) in layer 'conv_2'.");
  EXPECT_EQ(outcome.report.problems[1].error_class, "ValueError");
}

TEST(LegacyRefusals, BranchesAndSharedLayers) {
  GraphBuilder builder = image_model();
  keras::Graph graph = builder.build();
  keras::Layer& shared = graph.layers[1];
  shared.inbound_nodes.push_back({{1, 0, 0}});
  EXPECT_THAT(converted(graph).reasons(),
              ElementsAre("Layers must have only one inbound node. Receives layer conv_0 with 2 "
                          "nodes."));
  graph = builder.build();
  graph.layers[3].inbound_nodes[0].push_back({1, 0, 0});
  EXPECT_THAT(converted(graph).reasons(),
              ElementsAre("Layer conv_1 must have only one inbound layer. Receives 2."));
  graph = builder.build();
  graph.outputs.push_back({1, 0, 0});
  EXPECT_THAT(converted(graph).reasons(),
              ElementsAre("Model must have only one output layer. Receives outputs ['conv_1', "
                          "'conv_0']."));
}

TEST(LegacyRefusals, FloatModels) {
  GraphBuilder builder({8, 8, 3});
  builder.add("conv", "Conv2D", conv_config(4)).weight("kernel", {3, 3, 3, 4}, 1);
  builder.weight("bias", {4}, 0).add("relu", "ReLU");
  const Outcome outcome = converted(builder);
  ASSERT_EQ(outcome.report.problems.size(), 1U);
  const Problem& problem = outcome.report.problems[0];
  EXPECT_EQ(problem.id, ErrorId::kNotQuantized);
  EXPECT_EQ(problem.error_class, "TypeError");
  EXPECT_THAT(problem.reason, HasSubstr("First layer conv must be QuantizedConv2D"));
  EXPECT_THAT(problem.remedy, HasSubstr("cnn2snn quantize -m"));
}

TEST(LegacyRefusals, FloatLayersAmongQuantizedOnes) {
  GraphBuilder builder = image_model();
  builder.add("relu_1", "ReLU");
  expect_refused(builder, "RuntimeError", {"Layer relu_1: unsupported type ReLU."});
}

TEST(LegacyRefusals, WeightsThatAreNotFinite) {
  GraphBuilder builder({8, 8, 3});
  builder.add("conv", "QuantizedConv2D", conv_config(4, "MaxQuantizer"));
  builder.weight("kernel", {3, 3, 3, 4}, std::numeric_limits<float>::quiet_NaN());
  builder.weight("bias", {4}, 0);
  expect_refused(builder, "", {"conv/kernel:0 holds values that are not finite"});
}

}  // namespace
}  // namespace cnn2snn::legacy
