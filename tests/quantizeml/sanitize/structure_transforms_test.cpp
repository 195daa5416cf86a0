// SPDX-License-Identifier: Apache-2.0
// Rewrites that add, split or remove layers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "quantizeml/sanitize/graph_builder.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using namespace tests;

const keras::Value kLast{std::int64_t{-1}};

GraphBuilder image(std::int64_t channels = 4) {
  return std::move(GraphBuilder().input({8, 8, channels}));
}

TEST(RemoveReshape, KeepsTheLastOfAChain) {
  auto builder = image();
  builder.add("Reshape", "reshape").set("target_shape", ints({64, 4}));
  builder.add("Flatten", "flatten").add("Reshape", "again").set("target_shape", ints({1, 1, 256}));
  EXPECT_EQ(describe(tests::rewritten(remove_reshape, builder.done())), "input again(input)");
}

TEST(RemoveReshape, LeavesASharedOne) {
  auto builder = image();
  builder.add("Reshape", "reshape").set("target_shape", ints({64, 4}));
  builder.add("Flatten", "a", {"reshape"}).add("Flatten", "b", {"reshape"});
  builder.add("Concatenate", "join", {"a", "b"}).set("axis", kLast);
  EXPECT_EQ(tests::rewritten(remove_reshape, builder.done()).layers.size(), 5U);
}

TEST(SplitConcatLayers, ChainsOfTwo) {
  auto builder = image();
  builder.relu("a", {}, {"input"}).relu("b", {}, {"input"}).relu("c", {}, {"input"});
  builder.relu("d", {}, {"input"});
  builder.add("Concatenate", "join", {"a", "b", "c", "d"}).set("axis", kLast).relu("after");
  const auto split = tests::rewritten(split_concat_layers, builder.done());
  const auto text_of = describe(split);
  EXPECT_THAT(text_of, HasSubstr("join_b(a,b)"));
  EXPECT_THAT(text_of, HasSubstr("join_c(join_b,c)"));
  EXPECT_THAT(text_of, HasSubstr("join(join_c,d)"));
  EXPECT_THAT(text_of, HasSubstr("after(join)"));
  EXPECT_EQ(keras::infer_shapes(split).back(), (keras::Shape{8, 8, 16}));
}

TEST(SplitConcatLayers, GivesUpWhereNamesWouldClash) {
  auto builder = image();
  builder.relu("a", {}, {"input"}).relu("b", {}, {"input"});
  builder.add("Concatenate", "join", {"a", "b", "b", "a"}).set("axis", kLast);
  const auto graph = builder.done();
  EXPECT_EQ(describe(tests::rewritten(split_concat_layers, graph)), describe(graph));
}

TEST(InsertIdentityConvs, AfterAnAddThatNoConvolutionFollows) {
  auto builder = image();
  builder.conv("a", 4, 1, "same", 4).relu("b");
  builder.add("Add", "add", {"a", "b"}).relu("relu");
  const auto inserted = tests::rewritten(insert_identity_convs, builder.done());
  EXPECT_THAT(describe(inserted), HasSubstr("add_identity_conv(add) relu(add_identity_conv)"));
  const auto kernel = values(inserted, "add_identity_conv", "kernel");
  EXPECT_THAT(kernel, ElementsAre(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1));
  EXPECT_FALSE(layer(inserted, "add_identity_conv").config["use_bias"].truthy());
}

TEST(InsertIdentityConvs, AtTheEndItBecomesTheOutput) {
  auto builder = image();
  builder.conv("a", 4, 1, "same", 4).relu("b").add("Add", "add", {"a", "b"});
  const auto inserted = tests::rewritten(insert_identity_convs, builder.done());
  EXPECT_EQ(inserted.layers[inserted.outputs[0].layer].name, "add_identity_conv");
}

TEST(InsertIdentityConvs, NotAfterAnAddThatAConvolutionFollows) {
  auto builder = image();
  builder.conv("a", 4, 1, "same", 4).relu("b").add("Add", "add", {"a", "b"});
  builder.conv("next", 4, 1, "same", 4);
  EXPECT_EQ(tests::rewritten(insert_identity_convs, builder.done()).layers.size(), 5U);
}

TEST(InsertIdentityConvs, AfterTheInputBlockWhereItBranches) {
  auto builder = image(3);
  builder.conv("hrc", 4, 3, "same", 3).relu("relu");
  builder.conv("a", 4, 1, "same", 4, {"relu"}).conv("b", 4, 1, "same", 4, {"relu"});
  builder.add("Add", "add", {"a", "b"}).conv("next", 4, 1, "same", 4);
  const auto inserted = tests::rewritten(insert_identity_convs, builder.done());
  EXPECT_THAT(describe(inserted), HasSubstr("relu_identity_conv(relu)"));
  EXPECT_EQ(layer(inserted, "a").inbounds(), layer(inserted, "b").inbounds());
}

TEST(InsertIdentityConvs, MoreThanTwoOutboundsShareIdentities) {
  auto builder = image();
  builder.conv("root", 4, 1, "same", 4);
  for (const char* name : {"a", "b", "c", "d"}) builder.conv(name, 4, 1, "same", 4, {"root"});
  builder.add("Concatenate", "ab", {"a", "b"}).set("axis", kLast);
  builder.add("Concatenate", "cd", {"c", "d"}).set("axis", kLast);
  builder.add("Concatenate", "all", {"ab", "cd"}).set("axis", kLast);
  builder.conv("next", 4, 1, "same", 16);
  const auto inserted = tests::rewritten(insert_identity_convs, builder.done());
  const std::string text_of = describe(inserted);
  // c and d first, then b and that identity.
  EXPECT_THAT(text_of, HasSubstr("c(root_identity_conv_4)"));
  EXPECT_THAT(text_of, HasSubstr("d(root_identity_conv_4)"));
  EXPECT_THAT(text_of, HasSubstr("b(root_identity_conv_3)"));
  EXPECT_THAT(text_of, HasSubstr("root_identity_conv_4(root_identity_conv_3)"));
  EXPECT_THAT(text_of, HasSubstr("a(root)"));
}

TEST(InsertIdentityConvs, SameTensorTwiceOnlyFromTheInput) {
  auto from_input = image();
  from_input.add("Add", "add", {"input", "input"}).conv("next", 4, 1, "same", 4);
  EXPECT_THAT(describe(tests::rewritten(insert_identity_convs, from_input.done())),
              HasSubstr("add(input_identity_conv,input)"));
  auto from_layer = image();
  from_layer.conv("conv", 4, 1, "same", 4).add("Add", "add", {"conv", "conv"});
  from_layer.conv("next", 4, 1, "same", 4);
  EXPECT_THAT(describe(tests::rewritten(insert_identity_convs, from_layer.done())),
              HasSubstr("add(conv,conv)"));
}

TEST(Sanitize, OrdersLayersByDepth) {
  auto builder = image();
  builder.conv("short", 4, 1, "same", 4, {"input"}).conv("long1", 4, 1, "same", 4, {"input"});
  builder.conv("long2", 4, 1, "same", 4).set("activation", text("relu"));
  builder.add("Add", "add", {"short", "long2"}).conv("next", 4, 1, "same", 4);
  EXPECT_EQ(describe(tests::rewritten(sanitize, builder.done())),
            "input long1(input) long2(long1) short(input) long2_activ(long2) "
            "add(short,long2_activ) next(add)");
}

}  // namespace
}  // namespace cnn2snn::quantizeml
