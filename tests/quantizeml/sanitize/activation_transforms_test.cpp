// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "quantizeml/sanitize/graph_builder.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using namespace tests;

GraphBuilder image() {
  return std::move(GraphBuilder().input({8, 8, 3}));
}

TEST(SplitLayersWithActivations, InsertsAnActivationLayerAfterTheLayer) {
  auto builder = image();
  builder.conv("conv", 4, 3, "same", 3).set("activation", text("relu"));
  builder.conv("next", 4, 3, "same", 4).set("activation", text("silu"));
  const auto split = tests::rewritten(split_layers_with_activations, builder.done());
  EXPECT_EQ(describe(split),
            "input conv(input) conv_activ(conv) next(conv_activ) next_activ(next)");
  EXPECT_EQ(layer(split, "conv").config["activation"].as_string(), "linear");
  EXPECT_EQ(layer(split, "conv_activ").class_name, "Activation");
  EXPECT_EQ(layer(split, "conv_activ").config["activation"].as_string(), "relu");
  EXPECT_EQ(layer(split, "next_activ").config["activation"].as_string(), "swish");
  EXPECT_EQ(split.layers[split.outputs[0].layer].name, "next_activ");
}

TEST(SplitLayersWithActivations, WorksOnSequentialModels) {
  GraphBuilder builder(true);
  builder.input({8, 8, 3}).conv("conv", 4, 3, "same", 3).set("activation", text("tanh"));
  builder.conv("next", 4, 3, "same", 4);
  const auto split = tests::rewritten(split_layers_with_activations, builder.done());
  EXPECT_EQ(describe(split), "input conv(input) conv_activ(conv) next(conv_activ)");
  EXPECT_TRUE(split.sequential);
}

TEST(SplitLayersWithActivations, GivesUpWhereTheActivationIsALayer) {
  auto builder = image();
  keras::Value activation;
  activation.set("class_name", text("LeakyReLU"));
  builder.conv("conv", 4, 3, "same", 3).set("activation", activation);
  builder.conv("next", 4, 3, "same", 4).set("activation", text("relu"));
  const auto split = tests::rewritten(split_layers_with_activations, builder.done());
  EXPECT_EQ(describe(split), "input conv(input) next(conv)");
  EXPECT_EQ(layer(split, "next").config["activation"].as_string(), "relu");
}

TEST(ReplaceLambda, TurnsActivationsAndOperationsIntoLayers) {
  auto builder = image();
  builder.add("Activation", "act").set("activation", text("relu"));
  builder.add("TFOpLambda", "tf.nn.relu6").set("function", text("nn.relu6"));
  builder.add("TFOpLambda", "tf.nn.leaky").set("function", text("nn.leaky_relu"));
  builder.kwarg("alpha", keras::Value(0.125)).kwarg("name", keras::Value());
  builder.add("Activation", "gelu").set("activation", text("gelu"));
  builder.add("Activation", "tanh").set("activation", text("tanh"));
  builder.add("TFOpLambda", "sum", {"tanh", "act"}).set("function", text("__operators__.add"));
  const auto replaced = tests::rewritten(replace_lambda, builder.done());
  EXPECT_EQ(layer(replaced, "act").class_name, "ReLU");
  EXPECT_TRUE(layer(replaced, "act").config["max_value"].is_null());
  EXPECT_FALSE(layer(replaced, "act").config.has("activation"));
  EXPECT_EQ(layer(replaced, "tf.nn.relu6").config["max_value"].as_double(), 6.0);
  EXPECT_EQ(layer(replaced, "tf.nn.leaky").package, "Custom");
  EXPECT_EQ(layer(replaced, "tf.nn.leaky").config["activation"].as_string(), "leaky_relu");
  EXPECT_EQ(layer(replaced, "tf.nn.leaky").config["alpha"].as_double(), 0.125);
  EXPECT_EQ(layer(replaced, "gelu").package, "Custom");
  EXPECT_EQ(layer(replaced, "tanh").package, "");
  EXPECT_EQ(layer(replaced, "sum").class_name, "Add");
}

TEST(ReplaceLambda, LeavesAnAdditionOfAConstant) {
  auto builder = image();
  builder.add("TFOpLambda", "plus").set("function", text("math.add"));
  builder.kwarg("y", keras::Value(3.0));
  EXPECT_EQ(layer(tests::rewritten(replace_lambda, builder.done()), "plus").class_name,
            "TFOpLambda");
}

TEST(ReplaceLambda, TakesTheNameGivenToTheOperation) {
  auto builder = image();
  builder.add("TFOpLambda", "tf.nn.relu").set("function", text("nn.relu"));
  builder.kwarg("name", text("first_relu"));
  builder.conv("conv", 4, 3, "same", 3);
  EXPECT_EQ(describe(tests::rewritten(replace_lambda, builder.done())),
            "input first_relu(input) conv(first_relu)");
}

TEST(ReplaceLambda, GivesUpAltogetherOnATransposeOfTheBatch) {
  auto builder = image();
  builder.add("Activation", "act").set("activation", text("relu"));
  builder.add("TFOpLambda", "transpose").set("function", text("transpose"));
  builder.kwarg("perm", tests::ints({0, 2, 1, 3}));
  const auto replaced = tests::rewritten(replace_lambda, builder.done());
  EXPECT_EQ(layer(replaced, "act").class_name, "Activation");
  EXPECT_EQ(layer(replaced, "transpose").class_name, "TFOpLambda");
}

GraphBuilder hard_silu(double scale, const std::string& function) {
  auto builder = image();
  builder.conv("conv", 4, 3, "same", 3);
  builder.add("TFOpLambda", "plus", {"conv"}).set("function", text("__operators__.add"));
  builder.kwarg("y", keras::Value(3.0));
  builder.relu("relu6", keras::Value(6.0));
  builder.add("TFOpLambda", "scaled").set("function", text(function));
  builder.kwarg("y", keras::Value(scale));
  builder.add("Multiply", "product", {"conv", "scaled"});
  builder.conv("next", 4, 3, "same", 4);
  return builder;
}

TEST(ReconstructHardSilu, FindsBothWaysToScale) {
  for (const auto& [scale, function] :
       {std::pair<double, std::string>{1.0 / 6, "math.multiply"}, {6.0, "math.truediv"}}) {
    const auto graph = tests::rewritten(reconstruct_hard_silu, hard_silu(scale, function).done());
    EXPECT_EQ(describe(graph), "input conv(input) activation(conv) next(activation)");
    EXPECT_EQ(layer(graph, "activation").config["activation"].as_string(), "hard_silu");
    EXPECT_EQ(layer(graph, "activation").package, "Custom");
  }
}

TEST(ReconstructHardSilu, LeavesOtherFactors) {
  const auto graph = hard_silu(0.25, "math.multiply").done();
  EXPECT_EQ(describe(tests::rewritten(reconstruct_hard_silu, graph)), describe(graph));
}

TEST(ReconstructHardSilu, TakesThePlaceOfAnOutput) {
  auto builder = image();
  builder.add("TFOpLambda", "plus", {"input"}).set("function", text("math.add"));
  builder.kwarg("y", keras::Value(3.0));
  builder.relu("relu6", keras::Value(6.0));
  builder.add("TFOpLambda", "scaled").set("function", text("math.truediv"));
  builder.kwarg("y", keras::Value(6.0));
  builder.add("Multiply", "product", {"input", "scaled"});
  const auto graph = tests::rewritten(reconstruct_hard_silu, builder.done());
  EXPECT_EQ(describe(graph), "input activation(input)");
  EXPECT_EQ(graph.layers[graph.outputs[0].layer].name, "activation");
}

TEST(ReplaceActivations, LeakyReluAndPreluOfOneSlope) {
  auto builder = image();
  builder.add("LeakyReLU", "leaky").set("alpha", keras::Value(0.25));
  builder.add("PReLU", "same").weight("alpha", {1, 1, 3}, {0.5F, 0.5F, 0.5F});
  builder.add("PReLU", "different").weight("alpha", {1, 1, 3}, {0.5F, 0.5F, 0.25F});
  const auto replaced = tests::rewritten(replace_activations, builder.done());
  EXPECT_EQ(layer(replaced, "leaky").class_name, "Activation");
  EXPECT_EQ(layer(replaced, "leaky").config["alpha"].as_double(), 0.25);
  EXPECT_EQ(layer(replaced, "same").config["activation"].as_string(), "leaky_relu");
  EXPECT_EQ(layer(replaced, "same").config["alpha"].as_double(), 0.5);
  EXPECT_TRUE(layer(replaced, "same").weights.empty());
  EXPECT_EQ(layer(replaced, "different").class_name, "PReLU");
}

TEST(InvertActivationMaxpool, PutsThePoolingFirst) {
  auto builder = image();
  builder.conv("conv", 4, 3, "same", 3)
      .relu("relu")
      .max_pool("pool", 2)
      .conv("next", 4, 3, "same", 4);
  EXPECT_EQ(describe(tests::rewritten(invert_activation_maxpool, builder.done())),
            "input conv(input) pool(conv) relu(pool) next(relu)");
}

TEST(InvertActivationMaxpool, MovesTheOutput) {
  auto builder = image();
  builder.conv("conv", 4, 3, "same", 3).relu("relu").max_pool("pool", 2);
  const auto inverted = tests::rewritten(invert_activation_maxpool, builder.done());
  EXPECT_EQ(describe(inverted), "input conv(input) pool(conv) relu(pool)");
  EXPECT_EQ(inverted.layers[inverted.outputs[0].layer].name, "relu");
}

TEST(InvertActivationMaxpool, LeavesFunctionsThatAreNotMonotonicAndBranches) {
  auto builder = image();
  builder.add("Activation", "gelu", {}, "Custom").set("activation", text("gelu"));
  builder.max_pool("pool", 2);
  EXPECT_EQ(describe(tests::rewritten(invert_activation_maxpool, builder.done())),
            "input gelu(input) pool(gelu)");

  auto branched = image();
  branched.relu("relu").max_pool("pool", 2).max_pool("pool2", 1);
  branched.add("Flatten", "side", {"relu"}).add("Flatten", "main", {"pool2"});
  branched.add("Concatenate", "join", {"main", "side"}).set("axis", keras::Value(std::int64_t{-1}));
  const auto inverted = tests::rewritten(invert_activation_maxpool, branched.done());
  EXPECT_EQ(inverted.layers[layer(inverted, "pool").inbounds()[0].layer].name, "relu");
}

}  // namespace
}  // namespace cnn2snn::quantizeml
