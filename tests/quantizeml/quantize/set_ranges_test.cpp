// SPDX-License-Identifier: Apache-2.0
// Ranges put into quantized graphs, compared with numbers computed by hand.
#include "quantizeml/quantize/set_ranges.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "quantizeml/quantize/quantize.h"
#include "quantizeml/sanitize/graph_builder.h"

namespace cnn2snn::quantizeml {
namespace {

using testing::ElementsAre;
using tests::describe;
using tests::Floats;
using tests::GraphBuilder;
using tests::layer;
using tests::text;
using tests::values;

/// conv (1 to 2 channels, kernel 1, 2) > relu > what follows.
GraphBuilder convolution() {
  GraphBuilder builder;
  builder.input({2, 2, 1}).conv("conv", 2, 1, "same", 1).relu("relu", keras::Value(6.0));
  return builder;
}

keras::Graph with_ranges(GraphBuilder builder, const Ranges& ranges,
                         const QuantizationRequest& request = {}) {
  Report report;
  auto quantization = begin_quantization(builder.done(), request, report);
  EXPECT_TRUE(report.ok());
  set_ranges(quantization->quantized, ranges);
  return std::move(quantization->quantized);
}

const Ranges kRanges{{{"input_quantizer", {255}, {0}}, {"relu", {6, 3}, {}}}};

TEST(SetRanges, LowersARangeToWhatItsBitsExpress) {
  auto builder = convolution();
  builder.conv("next", 2, 1, "same", 2);  // kernel 1, 2, 3, 4: a row for each input
  const keras::Graph graph = with_ranges(builder, kRanges);
  // (2^8 - 1) / 2^6 and / 2^7, just below 4 and 2
  EXPECT_THAT(values(graph, "relu", "range_max"), ElementsAre(3.984375F, 1.9921875F));
  EXPECT_THAT(values(graph, "relu", "rescaling_rate"), ElementsAre(0.6640625F, 0.6640625F));
  EXPECT_THAT(values(graph, "next", "kernel"),
              ElementsAre(1 / 0.6640625F, 2 / 0.6640625F, 3 / 0.6640625F, 4 / 0.6640625F));
  EXPECT_EQ(layer(graph, "relu").weights[0].name, "relu/output_quantizer/range_max:0");
  EXPECT_EQ(layer(graph, "relu").weights[1].name, "relu/output_quantizer/rescaling_rate:0");
}

TEST(SetRanges, ADeadChannelKeepsTheWeights) {
  auto builder = convolution();
  builder.conv("next", 2, 1, "same", 2);
  const keras::Graph graph =
      with_ranges(builder, {{{"input_quantizer", {255}, {0}}, {"relu", {6, 0}, {}}}});
  EXPECT_THAT(values(graph, "relu", "range_max"), ElementsAre(3.984375F, 0));
  EXPECT_THAT(values(graph, "relu", "rescaling_rate"), ElementsAre(0.6640625F, 1));
  EXPECT_THAT(values(graph, "next", "kernel"), ElementsAre(1 / 0.6640625F, 2 / 0.6640625F, 3, 4));
}

TEST(SetRanges, SeesThroughAFlatten) {
  auto builder = convolution();
  builder.add("Flatten", "flatten").add("Dense", "dense");
  builder.set("units", keras::Value(std::int64_t{1})).set("activation", text("linear"));
  builder.set("use_bias", keras::Value(false)).weight("kernel", {8, 1}, Floats(8, 1.0F));
  const keras::Graph graph =
      with_ranges(builder, {{{"input_quantizer", {255}, {0}}, {"relu", {6, 0}, {}}}});
  const float one = 1 / 0.6640625F;
  EXPECT_THAT(values(graph, "dense", "kernel"), ElementsAre(one, 1, one, 1, one, 1, one, 1));
}

TEST(SetRanges, TwoConsumersAreNotEqualized) {
  auto builder = convolution();
  builder.conv("a", 2, 1, "same", 2, {"relu"}).conv("b", 2, 1, "same", 2, {"relu"});
  builder.add("Add", "add", {"a", "b"}).conv("next", 2, 1, "same", 2);
  const keras::Graph graph = with_ranges(builder, {{{"input_quantizer", {255}, {0}},
                                                    {"relu_identity_conv", {6, 3}, {}},
                                                    {"relu", {6, 3}, {}},
                                                    {"a", {1, 1}, {}},
                                                    {"b", {1, 1}, {}},
                                                    {"add", {5, 5}, {}}}});
  EXPECT_THAT(values(graph, "add", "range_max"), ElementsAre(5, 5));
  EXPECT_THAT(values(graph, "add", "rescaling_rate"), ElementsAre(1, 1));
  EXPECT_THAT(values(graph, "next", "kernel"), ElementsAre(1, 2, 3, 4));
}

TEST(SetRanges, FoldsTheZeroPointIntoBiasAndPadding) {
  auto builder = convolution();
  const keras::Graph graph =
      with_ranges(builder, {{{"input_quantizer", {127}, {-0.5F}}, {"relu", {6, 3}, {}}}});
  EXPECT_THAT(values(graph, "input_quantizer", "range_min"), ElementsAre(-0.5F));
  EXPECT_THAT(values(graph, "conv", "bias"), ElementsAre(-0.5F, -1.0F));
  EXPECT_EQ(layer(graph, "conv").config["padding_value"].list()[0].as_double(), 0.5);
}

TEST(SetRanges, ASmallestValueAboveZeroCountsAsZero) {
  const keras::Graph graph =
      with_ranges(convolution(), {{{"input_quantizer", {127}, {3}}, {"relu", {6, 3}, {}}}});
  EXPECT_THAT(values(graph, "input_quantizer", "range_min"), ElementsAre(0));
  EXPECT_THAT(values(graph, "conv", "bias"), ElementsAre(0, 0));
}

TEST(SetRanges, RefusesRangesOfAnotherModel) {
  auto builder = convolution();
  builder.conv("next", 2, 1, "same", 2);
  const Ranges missing{{{"input_quantizer", {255}, {0}}}};
  const Ranges other{{{"input_quantizer", {255}, {0}}, {"relu", {6, 3, 2}, {}}}};
  for (const Ranges& ranges : {missing, other}) {
    try {
      (void)with_ranges(builder, ranges);
      ADD_FAILURE();
    } catch (const ConversionError& error) {
      EXPECT_EQ(error.problem().id, ErrorId::kArgument);
      EXPECT_EQ(error.problem().layers.at(0).name, "relu");
    }
  }
}

TEST(BeginQuantization, StopsAfterTheLayerAsked) {
  auto builder = convolution();
  builder.conv("next", 2, 1, "same", 2).relu("last", keras::Value(6.0));
  Report report;
  QuantizationRequest request;
  request.quantize_until = "relu";
  const auto quantization = begin_quantization(builder.done(), request, report);
  ASSERT_TRUE(quantization.has_value());
  EXPECT_EQ(describe(quantization->quantized),
            "input input_quantizer(input) conv(input_quantizer) relu(conv) relu/dequantizer(relu) "
            "next(relu/dequantizer) last(next)");
  EXPECT_EQ(layer(quantization->quantized, "next").class_name, "Conv2D");

  request.quantize_until = "nowhere";
  EXPECT_FALSE(begin_quantization(builder.done(), request, report).has_value());
  EXPECT_EQ(report.problems.at(0).reason, "'nowhere' is not a recognized layer in model");
}

TEST(BeginQuantization, TakesTheConfigurationGivenForALayer) {
  auto builder = convolution();
  builder.conv("next", 2, 1, "same", 2);
  Report report;
  QuantizationRequest request;
  request.q_config = keras::parse_json(
      R"({"relu": {"output_quantizer": {"bitwidth": 4, "signed": false, "axis": "per-tensor"}},
          "next": {"weight_quantizer": {"bitwidth": 4}}})");
  const auto quantization = begin_quantization(builder.done(), request, report);
  ASSERT_TRUE(quantization.has_value());
  const keras::Value& relu = layer(quantization->quantized, "relu").config["quant_config"];
  EXPECT_EQ(relu["output_quantizer"]["bitwidth"].as_int(), 4);
  EXPECT_EQ(relu["buffer_bitwidth"].as_int(), 32);
  const keras::Value& next = layer(quantization->quantized, "next").config["quant_config"];
  EXPECT_EQ(next["weight_quantizer"]["bitwidth"].as_int(), 4);
  EXPECT_EQ(next["buffer_bitwidth"].as_int(), 28);
  EXPECT_EQ(quantization->observers.size(), 2U);
  EXPECT_FALSE(quantization->observers[1].per_axis);
}

}  // namespace
}  // namespace cnn2snn::quantizeml
