// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/quantize/quantize_structure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "quantizeml/quantize/quantized_config.h"
#include "quantizeml/sanitize/graph_builder.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using testing::HasSubstr;
using tests::describe;
using tests::GraphBuilder;
using tests::layer;
using tests::text;

GraphBuilder image(std::int64_t channels = 3) {
  return std::move(GraphBuilder().input({8, 8, channels}));
}

keras::Graph quantized(const keras::Graph& graph, AkidaVersion version, Report& report,
                       InputDType dtype = InputDType::kUInt8) {
  const auto out = quantize_structure(tests::rewritten(sanitize, graph),
                                      QuantizationRequest::of_check(version, dtype), report);
  EXPECT_TRUE(out.has_value());
  return out.value_or(keras::Graph{});
}

const keras::Value& quantizer(const keras::Graph& graph, const std::string& name) {
  return layer(graph, name).config["quant_config"]["output_quantizer"];
}

GraphBuilder two_convolutions() {
  auto builder = image();
  builder.conv("conv", 4, 3, "same", 3).relu("relu", keras::Value(6.0));
  builder.conv("conv2", 4, 3, "same", 4).relu("relu2", keras::Value(6.0));
  builder.add("Flatten", "flatten");
  builder.add("Dense", "dense").set("units", keras::Value(std::int64_t{2}));
  builder.set("activation", text("linear")).set("use_bias", keras::Value(false));
  builder.weight("kernel", {256, 2}, tests::Floats(512, 1.0F));
  return builder;
}

TEST(QuantizeStructure, AWholeModelForAkida2) {
  Report report;
  const auto graph = quantized(two_convolutions().done(), AkidaVersion::v2, report);
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(describe(graph),
            "input input_quantizer(input) conv(input_quantizer) relu(conv) conv2(relu) "
            "relu2(conv2) flatten(relu2) dense(flatten) dequantizer(dense)");
  EXPECT_EQ(layer(graph, "conv").class_name, "QuantizedConv2D");
  EXPECT_EQ(layer(graph, "conv").package, "Custom");
  EXPECT_EQ(layer(graph, "conv").config["quant_config"]["weight_quantizer"]["bitwidth"].as_int(),
            8);
  EXPECT_EQ(layer(graph, "conv").config["quant_config"]["buffer_bitwidth"].as_int(), 28);
  EXPECT_EQ(quantizer(graph, "relu")["axis"].as_string(), "per-axis");
  EXPECT_FALSE(layer(graph, "flatten").config.has("quant_config"));
  EXPECT_EQ(quantizer(graph, "relu")["bitwidth"].as_int(), 8);
  EXPECT_TRUE(quantizer(graph, "relu")["signed"].truthy());
  EXPECT_TRUE(quantizer(graph, "relu2").is_dict());
  EXPECT_TRUE(quantizer(graph, "dense").is_null());
  EXPECT_EQ(graph.class_name, "Functional");
}

TEST(QuantizeStructure, FourBitsPerTensorForAkida1) {
  Report report;
  const auto graph = quantized(two_convolutions().done(), AkidaVersion::v1, report);
  EXPECT_EQ(layer(graph, "conv2").config["quant_config"]["weight_quantizer"]["bitwidth"].as_int(),
            4);
  EXPECT_EQ(quantizer(graph, "relu")["bitwidth"].as_int(), 4);
  EXPECT_EQ(quantizer(graph, "relu")["axis"].as_string(), "per-tensor");
  EXPECT_FALSE(quantizer(graph, "relu")["signed"].truthy());
  EXPECT_EQ(layer(graph, "input_quantizer").config["axis"].as_string(), "per-tensor");
}

TEST(QuantizeStructure, UnsignedInputsGetABiasAndPaddingValues) {
  Report report;
  const auto graph = quantized(two_convolutions().done(), AkidaVersion::v2, report);
  const keras::Layer& conv = layer(graph, "conv");
  EXPECT_TRUE(conv.config["use_bias"].truthy());
  EXPECT_EQ(conv.config["padding_value"].list().size(), 1U);
  EXPECT_FALSE(layer(graph, "input_quantizer").config["signed"].truthy());
  EXPECT_TRUE(layer(graph, "conv2").config["padding_value"].is_null());

  const auto with_sign =
      quantized(two_convolutions().done(), AkidaVersion::v2, report, InputDType::kInt16);
  EXPECT_TRUE(layer(with_sign, "conv").config["padding_value"].is_null());
  EXPECT_TRUE(layer(with_sign, "input_quantizer").config["signed"].truthy());
  EXPECT_EQ(layer(with_sign, "input_quantizer").config["bitwidth"].as_int(), 16);
}

TEST(QuantizeStructure, UnsignedInputsNeedAFirstLayerWithABias) {
  auto builder = image();
  builder.depthwise("dw", 3, 1, "same", 3).relu("relu");
  Report report;
  const auto graph = quantized(builder.done(), AkidaVersion::v2, report);
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_THAT(report.problems[0].reason, HasSubstr("Impossible to quantize inputs"));
  EXPECT_EQ(report.problems[0].error_class, "ValueError");
  EXPECT_THAT(report.problems[0].remedy, HasSubstr("int8"));
  // What follows is judged as with signed inputs.
  EXPECT_TRUE(layer(graph, "input_quantizer").config["signed"].truthy());
}

TEST(QuantizeStructure, ADequantizerBeforeWhatStaysFloat) {
  auto builder = image();
  builder.conv("conv", 4, 3, "same", 3).relu("relu").conv("conv2", 4, 1, "same", 4);
  builder.add("ELU", "elu").set("alpha", keras::Value(1.0)).conv("conv3", 4, 1, "same", 4);
  Report report;
  const auto graph = quantized(builder.done(), AkidaVersion::v2, report);
  EXPECT_EQ(describe(graph),
            "input input_quantizer(input) conv(input_quantizer) relu(conv) conv2(relu) "
            "conv2/dequantizer(conv2) elu(conv2/dequantizer) conv3(elu)");
  EXPECT_EQ(layer(graph, "conv3").class_name, "Conv2D");
  // Requested for conv3, behind the ELU that cannot hold it.
  EXPECT_TRUE(quantizer(graph, "conv2").is_dict());
}

TEST(QuantizeStructure, ElevenBitsBeforeALookUpTable) {
  auto builder = image();
  builder.conv("conv", 4, 3, "same", 3).add("LeakyReLU", "leaky").set("alpha", keras::Value(0.1));
  builder.conv("conv2", 4, 1, "same", 4);
  Report report;
  const auto graph = quantized(builder.done(), AkidaVersion::v2, report);
  EXPECT_EQ(quantizer(graph, "conv")["bitwidth"].as_int(), 11);
  EXPECT_EQ(quantizer(graph, "conv")["axis"].as_string(), "per-tensor");
  EXPECT_EQ(layer(graph, "leaky").config["quant_config"]["lut_bitwidth"].as_int(), 14);
  EXPECT_EQ(quantizer(graph, "leaky")["bitwidth"].as_int(), 8);
}

TEST(QuantizeStructure, NothingToQuantize) {
  auto builder = image();
  builder.add("Softmax", "softmax");
  Report report;
  const auto out = quantize_structure(
      builder.done(), QuantizationRequest::of_check(AkidaVersion::v2, InputDType::kUInt8), report);
  EXPECT_FALSE(out.has_value());
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_THAT(report.problems[0].reason, HasSubstr("Impossible to quantize 'model'"));
}

TEST(QuantizeStructure, IntegerInputsStayAsTheyAre) {
  auto builder = image();
  builder.set("dtype", text("uint8")).conv("conv", 4, 3, "same", 3).relu("relu");
  Report report;
  const auto graph = quantized(builder.done(), AkidaVersion::v2, report);
  EXPECT_FALSE(graph.find("input_quantizer").has_value());
}

TEST(WhyFloat, NamesTheReason) {
  const auto reason = [](GraphBuilder builder) { return why_float(builder.done().layers.back()); };
  auto groups = image(4);
  groups.conv("conv", 4, 1, "same", 2).set("groups", keras::Value(std::int64_t{2}));
  EXPECT_EQ(reason(groups), "groups");
  auto slope = image();
  slope.relu("relu").set("negative_slope", keras::Value(0.1));
  EXPECT_EQ(reason(slope), "a ReLU with a negative slope");
  auto offset = image();
  offset.add("Rescaling", "rescaling")
      .set("scale", keras::Value(1.0))
      .set("offset", keras::Value(1.0));
  EXPECT_EQ(reason(offset), "a Rescaling with an offset");
  auto tanh = image();
  tanh.add("Activation", "act").set("activation", text("tanh"));
  EXPECT_EQ(reason(tanh), "the function tanh");
  auto conv = image();
  conv.conv("conv", 4, 1, "same", 3);
  EXPECT_EQ(reason(conv), "");
}

// As in files that QuantizeML wrote.
TEST(QuantizeStructure, ConfigurationsHoldWhatTheOfficialOnesDo) {
  auto builder = image();
  builder.add("Rescaling", "rescale")
      .set("scale", keras::Value(0.5))
      .set("offset", keras::Value(0.0));
  builder.conv("a", 4, 3, "same", 3).relu("b", keras::Value(6.0)).max_pool("pool", 2);
  builder.conv("c", 4, 1, "same", 4, {"pool"}).conv("d", 4, 1, "same", 4, {"pool"});
  builder.add("Add", "add", {"c", "d"}).conv("e", 4, 1, "same", 4).add("Dropout", "drop");
  Report report;
  const auto graph = quantized(builder.done(), AkidaVersion::v2, report);
  for (const char* name : {"rescale", "pool", "drop"}) {
    EXPECT_EQ(layer(graph, name).package, "Custom") << name;
    EXPECT_FALSE(layer(graph, name).config.has("quant_config")) << name;
  }
  EXPECT_TRUE(layer(graph, "add").config.has("average"));
  EXPECT_FALSE(layer(graph, "add").config["average"].truthy());
}

}  // namespace
}  // namespace cnn2snn::quantizeml
