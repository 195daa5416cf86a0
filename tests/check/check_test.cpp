// SPDX-License-Identifier: Apache-2.0
#include "check/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/conversion_error.h"
#include "quantizeml/sanitize/graph_builder.h"

namespace cnn2snn::check {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using tests::GraphBuilder;
using tests::text;

GraphBuilder image(std::int64_t channels = 3) {
  return std::move(GraphBuilder().input({8, 8, channels}));
}

FloatCheck check(GraphBuilder& builder, AkidaVersion version = AkidaVersion::v2,
                 InputDType dtype = InputDType::kUInt8) {
  return check_float_model(
      builder.done(),
      {.version = version, .input_dtype = dtype, .samples = {}, .random = false, .progress = {}});
}

TEST(CheckFloatModel, ListsEveryProblemInOneRun) {
  auto builder = image();
  builder.conv("conv", 4, 3, "same", 3).relu("relu");
  builder.conv("conv2", 4, 3, "same", 4).relu("relu2").conv("conv3", 4, 3, "same", 4);
  const FloatCheck v1 = check(builder, AkidaVersion::v1);
  ASSERT_EQ(v1.report.problems.size(), 2U);
  EXPECT_THAT(v1.report.problems[0].reason, HasSubstr("relu: in AkidaVersion.v1, unbounded"));
  EXPECT_THAT(v1.report.problems[0].remedy, HasSubstr("`max_value`"));
  EXPECT_EQ(v1.report.problems[0].step, Step::kConversion);
  EXPECT_THAT(v1.report.problems[1].reason, HasSubstr("relu2: in AkidaVersion.v1, unbounded"));
  const FloatCheck v2 = check(builder);
  EXPECT_TRUE(v2.report.ok());
  EXPECT_TRUE(v2.host_layers.empty());
  EXPECT_EQ(v2.akida_layers.at("relu"), "conv");
}

TEST(CheckFloatModel, NamesTheLayersThatStayOnTheHost) {
  auto builder = image();
  builder.conv("conv", 4, 3, "same", 3).relu("relu");
  builder.add("UpSampling2D", "up").set("size", tests::ints({2, 2}));
  builder.set("data_format", text("channels_last")).conv("conv2", 4, 3, "same", 4);
  const FloatCheck found = check(builder);
  EXPECT_TRUE(found.report.ok());
  EXPECT_THAT(found.host_layers, ElementsAre("up", "conv2"));
  ASSERT_EQ(found.report.warnings.size(), 1U);
  EXPECT_EQ(found.report.warnings[0].layers.at(0).name, "up");
  EXPECT_THAT(found.report.warnings[0].remedy, HasSubstr("Conv2DTranspose"));
}

TEST(CheckFloatModel, EndsWhereLayersFeedEachOtherInACircle) {
  auto itself = image();
  itself.conv("conv", 4, 3, "same", 3).relu("relu").call("relu", "relu");
  const FloatCheck found = check(itself, AkidaVersion::v2, InputDType::kInt8);
  EXPECT_THAT(found.host_layers, ElementsAre("relu"));
  ASSERT_EQ(found.report.warnings.size(), 1U);
  EXPECT_THAT(found.report.warnings[0].reason, HasSubstr("it is called on its own output"));

  auto another = image();
  another.conv("conv", 4, 3, "same", 3).relu("relu").max_pool("pool", 2).call("relu", "pool");
  const FloatCheck circle = check(another, AkidaVersion::v2, InputDType::kInt8);
  EXPECT_THAT(circle.host_layers, ElementsAre("relu", "pool"));

  auto scaled = image();
  scaled.add("Rescaling", "scale").set("scale", keras::Value(0.5)).call("scale", "scale");
  EXPECT_THAT(check(scaled).report.problems.at(0).remedy, HasSubstr("called on its own output"));
}

TEST(CheckFloatModel, RefusesCallsOfDifferentShapes) {
  auto builder = image();
  builder.conv("conv", 4, 3, "same", 3).relu("relu").max_pool("pool", 2).call("relu", "pool");
  builder.conv("last", 4, 3, "same", 4, {"relu"});
  const FloatCheck found = check(builder, AkidaVersion::v2, InputDType::kInt8);
  ASSERT_FALSE(found.report.ok());
  EXPECT_EQ(found.report.problems[0].error_class, "AttributeError");
  EXPECT_EQ(found.report.problems[0].layers.at(0).name, "relu");
}

TEST(CheckFloatModel, NamesTheActivationThatTheRewritesTakeOut) {
  auto builder = image();
  builder.conv("conv", 4, 3, "same", 3).set("activation", text("elu"));
  builder.conv("conv2", 4, 3, "same", 4);
  const FloatCheck found = check(builder);
  ASSERT_EQ(found.report.warnings.size(), 1U);
  EXPECT_THAT(found.report.warnings[0].reason, HasSubstr("The activation of 'conv' is not"));
  ASSERT_EQ(found.report.warnings[0].layers.size(), 1U);
  EXPECT_EQ(found.report.warnings[0].layers[0].name, "conv");
  EXPECT_THAT(found.host_layers, ElementsAre("conv", "conv2"));
  EXPECT_THAT(found.split_layers, ElementsAre("conv"));
}

TEST(CheckFloatModel, SignedInputsMendFourChannels) {
  auto builder = image(4);
  builder.conv("conv", 4, 3, "same", 4)
      .relu("relu", keras::Value(6.0))
      .conv("conv2", 4, 3, "same", 4);
  const FloatCheck unsigned_inputs = check(builder);
  ASSERT_FALSE(unsigned_inputs.report.ok());
  EXPECT_THAT(unsigned_inputs.report.problems[0].reason, HasSubstr("InputData sign incompatible"));
  EXPECT_THAT(unsigned_inputs.report.problems[0].remedy, HasSubstr("int8"));
  EXPECT_TRUE(check(builder, AkidaVersion::v2, InputDType::kInt8).report.ok());
}

TEST(CheckFloatModel, TemporalModelsNeedABatchSize) {
  auto builder = image();
  builder.conv("conv", 4, 3, "same", 3).relu("relu");
  builder.add("BufferTempConv", "temporal", {}, "Custom");
  builder.set("filters", keras::Value(std::int64_t{4}))
      .set("kernel_size", keras::Value(std::int64_t{3}));
  builder.set("use_bias", keras::Value(false))
      .weight("kernel", {1, 1, 12, 4}, tests::Floats(48, 1.0F));
  const FloatCheck found = check(builder);
  ASSERT_EQ(found.report.problems.size(), 1U);
  EXPECT_THAT(found.report.problems[0].reason, HasSubstr("batch_size not specified"));
  EXPECT_EQ(found.report.problems[0].step, Step::kQuantization);
  EXPECT_THAT(found.report.problems[0].remedy, HasSubstr("batch_size"));
}

TEST(CheckFloatModel, RefusesWhatQuantizemlRefusesFirst) {
  auto lambda = image();
  lambda.add("Lambda", "lambda").conv("conv", 4, 3, "same", 3);
  EXPECT_THAT(check(lambda).report.problems.at(0).reason, HasSubstr("Unserializable layers"));

  GraphBuilder two_inputs;
  two_inputs.input({8, 8, 3}, "a").input({8, 8, 3}, "b").add("Add", "add", {"a", "b"});
  EXPECT_THAT(check(two_inputs).report.problems.at(0).reason, HasSubstr("single input"));

  GraphBuilder dynamic;
  dynamic.input({8, 8, 3}).set("batch_input_shape", keras::Value(keras::Value::List(4)));
  dynamic.conv("conv", 4, 3, "same", 3);
  EXPECT_THAT(check(dynamic).report.problems.at(0).reason, HasSubstr("dynamic input shape"));

  auto unknown = image();
  unknown.add("MyLayer", "mine");
  const FloatCheck found = check(unknown);
  EXPECT_EQ(found.report.problems.at(0).id, ErrorId::kUnknownLayer);

  auto nested = image();
  nested.conv("conv", 4, 3, "same", 3).relu("relu").add("Functional", "inner");
  EXPECT_THAT(check(nested).report.problems.at(0).reason, HasSubstr("Impossible to recognize"));
  auto nested_first = image();
  nested_first.add("Functional", "inner");
  EXPECT_EQ(check(nested_first).report.problems.size(), 1U);
}

TEST(CheckFloatModel, AveragingTheInputItself) {
  auto builder = image();
  builder.add("GlobalAveragePooling2D", "gap").set("data_format", text("channels_last"));
  builder.add("Dense", "dense").set("units", keras::Value(std::int64_t{2}));
  builder.set("activation", text("linear")).set("use_bias", keras::Value(false));
  builder.weight("kernel", {3, 2}, tests::Floats(6, 1.0F));
  const FloatCheck found = check(builder);
  EXPECT_EQ(found.report.problems.at(0).error_class, "IndexError");
}

TEST(CheckFloatModel, SaysWhatItCannotDecide) {
  auto builder = image();
  builder.conv("conv", 4, 3, "same", 3).relu("relu");
  EXPECT_THAT(check(builder).undecided, Contains(HasSubstr("'relu' ends the model")));
  EXPECT_THAT(check(builder, AkidaVersion::v1).undecided, Contains(HasSubstr("1/16")));
}

TEST(CheckFloatModel, RefusesSizesNoMemoryIsMeantFor) {
  const auto refuses = [](GraphBuilder& builder) {
    try {
      check(builder);
      FAIL();
    } catch (const ConversionError& error) {
      EXPECT_EQ(error.problem().id, ErrorId::kLimit);
    }
  };
  auto wide = image();
  wide.conv("conv", 4, 1, "same", 3).set("filters", keras::Value(std::int64_t{1} << 40));
  refuses(wide);
  for (const std::int64_t channels : {std::int64_t{1} << 27, std::int64_t{1} << 31}) {
    auto deep = image(channels);
    deep.conv("conv", 4, 1, "same", 3);
    refuses(deep);
  }
}

TEST(CheckFloatModel, StopsWhenAsked) {
  auto builder = image();
  builder.conv("conv", 4, 3, "same", 3);
  struct Stop {};
  CheckRequest request;
  request.progress = [](double, Step) { throw Stop{}; };
  EXPECT_THROW(check_float_model(builder.done(), request), Stop);
}

}  // namespace
}  // namespace cnn2snn::check
