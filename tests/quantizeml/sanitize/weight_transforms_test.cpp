// SPDX-License-Identifier: Apache-2.0
// Rewrites that change weights, compared with numbers computed by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "quantizeml/sanitize/graph_builder.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using testing::ElementsAre;
using namespace tests;

GraphBuilder image(std::int64_t channels, std::int64_t size = 8) {
  return std::move(GraphBuilder().input({size, size, channels}));
}

const keras::Value kOne{std::int64_t{1}};

// --- fold_batchnorms -----------------------------------------------------------------------------

// scale = gamma / sqrt(var + epsilon) = {2, 0.5} with var + epsilon = {4, 16} and gamma = {4, 2}.
GraphBuilder& add_normalization(GraphBuilder& builder, std::int64_t axis = 3) {
  return builder.batch_norm("bn", {4, 2}, {1, -1}, {3, 6}, {3.5F, 15.5F}, axis, 0.5);
}

TEST(FoldBatchnorms, ScalesOutputChannelsAndMakesABias) {
  auto builder = image(1);
  builder.conv("conv", 2, 2, "same", 1);  // kernel 1 … 8, last axis: filters
  add_normalization(builder).relu("relu");
  const auto folded = tests::rewritten(fold_batchnorms, builder.done());
  EXPECT_EQ(describe(folded), "input conv(input) relu(conv)");
  EXPECT_THAT(values(folded, "conv", "kernel"), ElementsAre(2, 1, 6, 2, 10, 3, 14, 4));
  // beta + (0 - mean) * scale
  EXPECT_THAT(values(folded, "conv", "bias"), ElementsAre(1 - 6, -1 - 3));
  EXPECT_TRUE(layer(folded, "conv").config["use_bias"].truthy());
}

TEST(FoldBatchnorms, KeepsTheBias) {
  auto builder = image(1);
  builder.conv("conv", 2, 1, "same", 1).bias({10, 20});
  add_normalization(builder);
  const auto folded = tests::rewritten(fold_batchnorms, builder.done());
  EXPECT_THAT(values(folded, "conv", "kernel"), ElementsAre(2, 1));
  EXPECT_THAT(values(folded, "conv", "bias"), ElementsAre(1 + 7 * 2, -1 + 14 * 0.5));
  EXPECT_EQ(folded.layers[folded.outputs[0].layer].name, "conv");
}

TEST(FoldBatchnorms, DepthwiseChannelsAreTheLastAxisButOne) {
  auto builder = image(2);
  builder.depthwise("dw", 1, 1, "same", 2);  // kernel (1, 1, 2, 1) = 1, 2
  add_normalization(builder);
  const auto folded = tests::rewritten(fold_batchnorms, builder.done());
  EXPECT_THAT(values(folded, "dw", "depthwise_kernel"), ElementsAre(2, 1));
}

TEST(FoldBatchnorms, TransposedKernelsHaveFiltersBeforeChannels) {
  auto builder = image(3);
  builder.add("Conv2DTranspose", "up").set("filters", keras::Value(std::int64_t{2}));
  builder.set("kernel_size", ints({1, 1})).set("strides", ints({2, 2}));
  builder.set("padding", text("same")).set("use_bias", keras::Value(false));
  builder.set("data_format", text("channels_last")).set("dilation_rate", ints({1, 1}));
  builder.weight("kernel", {1, 1, 2, 3}, {1, 2, 3, 4, 5, 6});
  add_normalization(builder);
  const auto folded = tests::rewritten(fold_batchnorms, builder.done());
  EXPECT_THAT(values(folded, "up", "kernel"), ElementsAre(2, 4, 6, 2, 2.5, 3));
}

TEST(FoldBatchnorms, FoldsIntoThePointwiseKernelOfASeparableLayer) {
  auto builder = image(1);
  builder.add("SeparableConv2D", "sep").set("filters", keras::Value(std::int64_t{2}));
  builder.set("kernel_size", ints({1, 1})).set("strides", ints({1, 1}));
  builder.set("padding", text("same")).set("use_bias", keras::Value(false));
  builder.set("depth_multiplier", kOne).set("dilation_rate", ints({1, 1}));
  builder.set("data_format", text("channels_last"));
  builder.weight("depthwise_kernel", {1, 1, 1, 1}, {7})
      .weight("pointwise_kernel", {1, 1, 1, 2}, {3, 5});
  add_normalization(builder);
  const auto folded = tests::rewritten(fold_batchnorms, builder.done());
  EXPECT_THAT(values(folded, "sep", "depthwise_kernel"), ElementsAre(7));
  EXPECT_THAT(values(folded, "sep", "pointwise_kernel"), ElementsAre(6, 2.5));
}

TEST(FoldBatchnorms, OneNullGammaOrOtherAxisStopsAllOfThem) {
  auto null_gamma = image(1);
  null_gamma.conv("conv", 2, 1, "same", 1);
  add_normalization(null_gamma).conv("conv2", 1, 1, "same", 2);
  null_gamma.batch_norm("bn2", {0}, {0}, {0}, {1}, 3, 0.001);
  const auto graph = null_gamma.done();
  EXPECT_EQ(describe(tests::rewritten(fold_batchnorms, graph)), describe(graph));

  auto axis = image(1);
  axis.conv("conv", 2, 1, "same", 1);
  add_normalization(axis, 1);
  EXPECT_EQ(describe(tests::rewritten(fold_batchnorms, axis.done())), "input conv(input) bn(conv)");
}

TEST(FoldBatchnorms, WithoutGammaNothingIsFolded) {
  auto builder = image(1);
  builder.conv("conv", 2, 1, "same", 1);
  builder.add("BatchNormalization", "bn").set("axis", ints({3}));
  builder.weight("beta", {2}, {1, 1}).weight("moving_mean", {2}, {1, 1});
  builder.weight("moving_variance", {2}, {1, 1});
  EXPECT_EQ(describe(tests::rewritten(fold_batchnorms, builder.done())),
            "input conv(input) bn(conv)");
}

// --- invert_batchnorm_pooling --------------------------------------------------------------------

TEST(InvertBatchnormPooling, PutsTheNormalizationFirst) {
  auto builder = image(1);
  builder.conv("conv", 2, 1, "same", 1).max_pool("pool", 2);
  add_normalization(builder).relu("relu");
  EXPECT_EQ(describe(tests::rewritten(invert_batchnorm_pooling, builder.done())),
            "input conv(input) bn(conv) pool(bn) relu(pool)");
}

TEST(InvertBatchnormPooling, ANegativeGammaStopsMaxPoolingButNotTheAverage) {
  auto max = image(1);
  max.conv("conv", 1, 1, "same", 1).max_pool("pool", 2);
  max.batch_norm("bn", {-1}, {0}, {0}, {1}, 3, 0.001);
  EXPECT_EQ(describe(tests::rewritten(invert_batchnorm_pooling, max.done())),
            "input conv(input) pool(conv) bn(pool)");

  auto average = image(1);
  average.conv("conv", 1, 1, "same", 1).add("GlobalAveragePooling2D", "gap");
  average.batch_norm("bn", {-1}, {0}, {0}, {1}, 1, 0.001);
  const auto inverted = tests::rewritten(invert_batchnorm_pooling, average.done());
  EXPECT_EQ(describe(inverted), "input conv(input) bn(conv) gap(bn)");
  EXPECT_EQ(describe(tests::rewritten(fold_batchnorms, inverted)), "input conv(input) gap(conv)");
}

// --- align_rescaling -----------------------------------------------------------------------------

TEST(AlignRescaling, FoldsTheOffsetIntoTheBias) {
  auto builder = image(2);
  builder.add("Rescaling", "rescaling")
      .set("scale", keras::Value(0.5))
      .set("offset", keras::Value(-1.0));
  builder.conv("conv", 2, 1, "valid", 2).bias({10, 20});  // kernel (1, 1, 2, 2) = 1, 2, 3, 4
  const auto aligned = tests::rewritten(align_rescaling, builder.done());
  EXPECT_THAT(values(aligned, "conv", "kernel"), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(values(aligned, "conv", "bias"), ElementsAre(10 - 4, 20 - 6));
  EXPECT_EQ(layer(aligned, "rescaling").config["offset"].as_double(-9), 0);
  EXPECT_EQ(layer(aligned, "rescaling").config["scale"].as_double(), 0.5);
  EXPECT_EQ(layer(aligned, "conv").class_name, "Conv2D");
}

TEST(AlignRescaling, AVectorScaleGoesIntoTheKernelAndThePadding) {
  auto builder = image(2);
  builder.add("Rescaling", "rescaling").set("scale", tests::doubles({0.5, 2}));
  builder.set("offset", tests::doubles({-1, -3}));
  builder.conv("conv", 2, 1, "same", 2);
  const auto aligned = tests::rewritten(align_rescaling, builder.done());
  EXPECT_THAT(values(aligned, "conv", "kernel"), ElementsAre(0.5, 1, 6, 8));
  EXPECT_THAT(values(aligned, "conv", "bias"), ElementsAre(-1 - 9, -2 - 12));
  const keras::Layer& conv = layer(aligned, "conv");
  EXPECT_EQ(conv.class_name, "PaddedConv2D");
  EXPECT_EQ(conv.package, "Custom");
  EXPECT_EQ(conv.config["padding"].as_string(), "valid");
  ASSERT_EQ(conv.config["padding_value"].list().size(), 2U);
  EXPECT_EQ(conv.config["padding_value"].list()[0].as_double(), 2);    // 1 / 0.5
  EXPECT_EQ(conv.config["padding_value"].list()[1].as_double(), 1.5);  // 3 / 2
  EXPECT_EQ(layer(aligned, "rescaling").config["scale"].as_double(), 1);
}

TEST(AlignRescaling, OneOffsetGivesOnePaddingValue) {
  auto builder = image(2);
  builder.add("Rescaling", "rescaling")
      .set("scale", keras::Value(0.5))
      .set("offset", keras::Value(-1.0));
  builder.conv("conv", 1, 1, "same", 2);
  const auto aligned = tests::rewritten(align_rescaling, builder.done());
  ASSERT_EQ(layer(aligned, "conv").config["padding_value"].list().size(), 1U);
  EXPECT_EQ(layer(aligned, "conv").config["padding_value"].list()[0].as_double(), 1);
}

TEST(AlignRescaling, NothingToDoOrNowhereToFold) {
  auto scalar = image(2);
  scalar.add("Rescaling", "rescaling")
      .set("scale", keras::Value(0.5))
      .set("offset", keras::Value(0.0));
  scalar.conv("conv", 1, 1, "same", 2);
  EXPECT_EQ(layer(tests::rewritten(align_rescaling, scalar.done()), "conv").class_name, "Conv2D");

  auto depthwise = image(2);
  depthwise.add("Rescaling", "rescaling").set("scale", keras::Value(0.5));
  depthwise.set("offset", keras::Value(-1.0)).depthwise("dw", 3, 1, "same", 2);
  EXPECT_EQ(layer(tests::rewritten(align_rescaling, depthwise.done()), "rescaling")
                .config["offset"]
                .as_double(),
            -1);
}

// --- convert_conv_to_dw_conv ---------------------------------------------------------------------

TEST(ConvertConvToDwConv, SwapsTheLastTwoAxes) {
  auto builder = image(2);
  builder.conv("conv", 2, 1, "same", 1).set("groups", keras::Value(std::int64_t{2}));
  const auto converted = tests::rewritten(convert_conv_to_dw_conv, builder.done());
  const keras::Layer& dw = layer(converted, "conv");
  EXPECT_EQ(dw.class_name, "DepthwiseConv2D");
  EXPECT_EQ(dw.weights[0].shape, (keras::Shape{1, 1, 2, 1}));
  EXPECT_THAT(values(converted, "conv", "depthwise_kernel"), ElementsAre(1, 2));
  EXPECT_FALSE(dw.config.has("filters"));
}

TEST(ConvertConvToDwConv, LeavesOtherConvolutions) {
  auto builder = image(2);
  builder.conv("conv", 4, 1, "same", 2);
  EXPECT_EQ(layer(tests::rewritten(convert_conv_to_dw_conv, builder.done()), "conv").class_name,
            "Conv2D");
}

// --- convert_even_to_odd_kernel ------------------------------------------------------------------

TEST(ConvertEvenToOddKernel, StrideOnePutsZerosBefore) {
  auto builder = image(1);
  builder.conv("first", 1, 3, "same", 1).conv("conv", 1, 2, "same", 1);
  const auto odd = tests::rewritten(convert_even_to_odd_kernel, builder.done());
  EXPECT_EQ(layer(odd, "conv").config["kernel_size"].as_ints(), (tests::Ints{3, 3}));
  EXPECT_THAT(values(odd, "conv", "kernel"), ElementsAre(0, 0, 0, 0, 1, 2, 0, 3, 4));
}

TEST(ConvertEvenToOddKernel, StrideTwoDependsOnTheParityOfTheSize) {
  for (const std::int64_t size : {8, 9}) {
    auto builder = image(5, size);
    builder.depthwise("dw", 2, 2, "same", 1);
    builder.weight("unused", {1}, {0});
    auto graph = builder.done();
    graph.layers[1].weights.pop_back();
    graph.layers[1].weights[0] = {"dw/depthwise_kernel:0", {}, {2, 2, 5, 1}, Floats(20, 1.0F)};
    const auto odd = tests::rewritten(convert_even_to_odd_kernel, graph);
    const Floats kernel = values(odd, "dw", "depthwise_kernel");
    ASSERT_EQ(kernel.size(), 45U);
    EXPECT_EQ(kernel[0], size == 8 ? 1 : 0);
    EXPECT_EQ(kernel[44], size == 8 ? 0 : 1);
  }
}

TEST(ConvertEvenToOddKernel, InputConvolutionsKeepFour) {
  auto builder = image(3);
  builder.conv("conv", 1, 4, "same", 3);
  EXPECT_EQ(layer(tests::rewritten(convert_even_to_odd_kernel, builder.done()), "conv")
                .config["kernel_size"]
                .as_ints(),
            (tests::Ints{4, 4}));
  auto valid = image(4);
  valid.conv("conv", 1, 4, "valid", 4);
  EXPECT_EQ(layer(tests::rewritten(convert_even_to_odd_kernel, valid.done()), "conv")
                .config["kernel_size"]
                .as_ints(),
            (tests::Ints{4, 4}));
}

// --- split_dw_layers -----------------------------------------------------------------------------

TEST(SplitDwLayers, AddsAnIdentityOfStrideTwo) {
  auto builder = image(2);
  builder.depthwise("dw", 5, 2, "same", 2).relu("relu");
  const auto split = tests::rewritten(split_dw_layers, builder.done());
  EXPECT_EQ(describe(split), "input dw(input) dw_identity_dw_conv(dw) relu(dw_identity_dw_conv)");
  EXPECT_EQ(layer(split, "dw").config["strides"].as_ints(), (tests::Ints{1, 1}));
  const Floats identity = values(split, "dw_identity_dw_conv", "depthwise_kernel");
  ASSERT_EQ(identity.size(), 18U);
  for (std::size_t i = 0; i < identity.size(); ++i) {
    EXPECT_EQ(identity[i], i == 8 || i == 9 ? 1 : 0) << i;  // the centre of each channel
  }
}

TEST(SplitDwLayers, LeavesSmallKernelsAndStrideOne) {
  auto builder = image(2);
  builder.depthwise("small", 3, 2, "same", 2).depthwise("still", 5, 1, "same", 2);
  EXPECT_EQ(tests::rewritten(split_dw_layers, builder.done()).layers.size(), 3U);
}

// --- remove_zeropadding2d ------------------------------------------------------------------------

TEST(RemoveZeropadding2d, OnlyWhereTheSizeIsKept) {
  const auto padded = [](std::int64_t border, std::int64_t stride) {
    auto builder = image(1);
    builder.add("ZeroPadding2D", "pad").set("data_format", text("channels_last"));
    builder.set("padding",
                keras::Value(keras::Value::List{ints({border, border}), ints({border, border})}));
    builder.conv("conv", 1, 3, "valid", 1, {}, stride);
    return tests::rewritten(remove_zeropadding2d, builder.done());
  };
  EXPECT_EQ(describe(padded(1, 1)), "input conv(input)");
  EXPECT_EQ(layer(padded(1, 1), "conv").config["padding"].as_string(), "same");
  EXPECT_EQ(describe(padded(1, 2)), "input conv(input)");
  EXPECT_EQ(describe(padded(2, 1)), "input pad(input) conv(pad)");
  EXPECT_EQ(layer(padded(2, 1), "conv").config["padding"].as_string(), "valid");
}

}  // namespace
}  // namespace cnn2snn::quantizeml
