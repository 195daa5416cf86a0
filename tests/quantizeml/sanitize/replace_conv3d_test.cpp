// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>

#include "quantizeml/sanitize/graph_builder.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using namespace tests;

GraphBuilder video(std::int64_t channels) {
  return std::move(GraphBuilder().input({4, 6, 6, channels}));
}

GraphBuilder& conv3d(GraphBuilder& builder, const std::string& name, const tests::Ints& kernel,
                     const tests::Ints& weight_shape, std::int64_t filters, std::int64_t groups) {
  builder.add("Conv3D", name).set("filters", keras::Value(filters));
  builder.set("kernel_size", ints(kernel)).set("strides", ints({1, 1, 1}));
  builder.set("dilation_rate", ints({1, 1, 1})).set("padding", text("valid"));
  builder.set("groups", keras::Value(groups)).set("use_bias", keras::Value(false));
  builder.set("activation", text("linear")).set("data_format", text("channels_last"));
  std::size_t count = 1;
  for (const std::int64_t n : weight_shape) count *= static_cast<std::size_t>(n);
  Floats values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(i);
  return builder.weight("kernel", weight_shape, values);
}

GraphBuilder& causal_padding(GraphBuilder& builder, std::int64_t frames) {
  builder.add("ZeroPadding3D", "pad").set("data_format", text("channels_last"));
  return builder.set(
      "padding", keras::Value(keras::Value::List{ints({frames, 0}), ints({0, 0}), ints({0, 0})}));
}

TEST(ReplaceConv3d, SpatialLayersLoseTheTimeAxis) {
  auto builder = video(2);
  conv3d(builder, "conv", {1, 3, 3}, {1, 3, 3, 2, 4}, 4, 1).relu("relu");
  const auto replaced = tests::rewritten(replace_conv3d, builder.done());
  EXPECT_EQ(layer(replaced, "conv").class_name, "Conv2D");
  EXPECT_EQ(layer(replaced, "conv").config["kernel_size"].as_ints(), (tests::Ints{3, 3}));
  EXPECT_EQ(layer(replaced, "conv").weights[0].shape, (keras::Shape{3, 3, 2, 4}));
  EXPECT_EQ(layer(replaced, "input").config["batch_input_shape"].list().size(), 4U);
}

TEST(ReplaceConv3d, CausalTemporalLayersBecomeBuffers) {
  auto builder = video(2);
  causal_padding(builder, 2);
  conv3d(builder, "temporal", {3, 1, 1}, {3, 1, 1, 2, 4}, 4, 1);
  const auto replaced = tests::rewritten(replace_conv3d, builder.done());
  EXPECT_EQ(describe(replaced), "input temporal(input)");
  const keras::Layer& temporal = layer(replaced, "temporal");
  EXPECT_EQ(temporal.class_name, "BufferTempConv");
  EXPECT_EQ(temporal.package, "Custom");
  EXPECT_EQ(temporal.config["kernel_size"].as_int(), 3);
  EXPECT_EQ(temporal.weights[0].shape, (keras::Shape{1, 1, 6, 4}));
}

TEST(ReplaceConv3d, GroupsMakeDepthwiseLayers) {
  auto builder = video(4);
  conv3d(builder, "dw", {1, 3, 3}, {1, 3, 3, 1, 4}, 4, 4);
  causal_padding(builder, 1);
  conv3d(builder, "temporal", {2, 1, 1}, {2, 1, 1, 1, 4}, 4, 4);
  const auto replaced = tests::rewritten(replace_conv3d, builder.done());
  EXPECT_EQ(layer(replaced, "dw").class_name, "DepthwiseConv2D");
  EXPECT_EQ(layer(replaced, "dw").weights[0].shape, (keras::Shape{3, 3, 4, 1}));
  EXPECT_EQ(layer(replaced, "temporal").class_name, "DepthwiseBufferTempConv");
  EXPECT_EQ(layer(replaced, "temporal").weights[0].shape, (keras::Shape{2, 4}));
}

TEST(ReplaceConv3d, GivesUpWithoutCausalPadding) {
  auto builder = video(2);
  conv3d(builder, "temporal", {3, 1, 1}, {3, 1, 1, 2, 4}, 4, 1);
  EXPECT_EQ(layer(tests::rewritten(replace_conv3d, builder.done()), "temporal").class_name,
            "Conv3D");
}
/// A spatial convolution, and the layer added after it.
keras::Graph after_conv(const std::function<void(GraphBuilder&)>& add) {
  auto builder = video(2);
  conv3d(builder, "conv", {1, 1, 1}, {1, 1, 1, 2, 4}, 4, 1);
  add(builder);
  return tests::rewritten(replace_conv3d, builder.done());
}

void expect_unchanged(const std::string& what, const std::function<void(GraphBuilder&)>& add) {
  EXPECT_EQ(layer(after_conv(add), "conv").class_name, "Conv3D") << what;
}

TEST(ReplaceConv3d, OtherLayersLoseTheTimeAxisToo) {
  const auto permuted = after_conv([](GraphBuilder& b) {
    b.add("Permute", "permute").set("dims", ints({1, 3, 2, 4}));
  });
  EXPECT_EQ(layer(permuted, "conv").class_name, "Conv2D");
  EXPECT_EQ(layer(permuted, "permute").config["dims"].as_ints(), (tests::Ints{2, 1, 3}));

  const Floats four(4, 1.0F);
  for (const auto& [axis, expected] : {std::pair(4, 3), std::pair(-1, -1)}) {
    const auto normalized = after_conv([&, axis = axis](GraphBuilder& b) {
      b.batch_norm("bn", four, four, four, four, axis, 1e-3);
    });
    EXPECT_EQ(layer(normalized, "bn").config["axis"].as_ints(), tests::Ints{expected});
  }

  const auto pooled = after_conv([](GraphBuilder& b) {
    b.add("AveragePooling3D", "pool").set("pool_size", ints({1, 6, 6}));
    b.set("padding", text("valid"));
  });
  EXPECT_EQ(layer(pooled, "pool").class_name, "GlobalAveragePooling2D");
  EXPECT_FALSE(layer(pooled, "pool").config["keepdims"].truthy());
  EXPECT_FALSE(layer(pooled, "pool").config.has("pool_size"));

  const auto reshaped = after_conv([](GraphBuilder& b) {
    b.add("Reshape", "reshape").set("target_shape", ints({4, 36, 1, 4}));
    b.set("batch_input_shape", ints({1, 4, 6, 6, 4}));
  });
  EXPECT_EQ(layer(reshaped, "reshape").config["target_shape"].as_ints(), (tests::Ints{36, 1, 4}));
}

TEST(ReplaceConv3d, LayersWithoutEffectGoFromTheEnd) {
  const auto graph = after_conv([](GraphBuilder& b) { b.add("ActivityRegularization", "end"); });
  EXPECT_EQ(describe(graph), "input conv(input)");
  ASSERT_EQ(graph.outputs.size(), 1U);
  EXPECT_EQ(graph.layers[graph.outputs[0].layer].name, "conv");
}

TEST(ReplaceConv3d, GivesUpWhereTimeIsMixed) {
  expect_unchanged("a Permute of time", [](GraphBuilder& b) {
    b.add("Permute", "permute").set("dims", ints({2, 1, 3, 4}));
  });
  expect_unchanged("a normalization of time", [](GraphBuilder& b) {
    const Floats four(4, 1.0F);
    b.batch_norm("bn", four, four, four, four, 1, 1e-3);
  });
  expect_unchanged("a local pooling", [](GraphBuilder& b) {
    b.add("AveragePooling3D", "pool").set("pool_size", ints({1, 2, 2}));
  });
  expect_unchanged("a Reshape of time", [](GraphBuilder& b) {
    b.add("Reshape", "reshape").set("target_shape", ints({2, 72, 1, 4}));
    b.set("batch_input_shape", ints({1, 4, 6, 6, 4}));
  });
  expect_unchanged("a Reshape that is not the first layer", [](GraphBuilder& b) {
    b.add("Reshape", "reshape").set("target_shape", ints({4, 36, 1, 4}));
  });
  expect_unchanged("a skip connection", [](GraphBuilder& b) {
    b.add("Add", "add", {"conv", "conv"});
  });
  expect_unchanged("another 3D convolution",
                   [](GraphBuilder& b) { b.add("Conv3DTranspose", "transposed"); });
  expect_unchanged("groups", [](GraphBuilder& b) {
    conv3d(b, "g", {1, 1, 1}, {1, 1, 1, 2, 4}, 4, 2);
  });
}

}  // namespace
}  // namespace cnn2snn::quantizeml
