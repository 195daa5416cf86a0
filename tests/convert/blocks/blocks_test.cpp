// SPDX-License-Identifier: Apache-2.0
// Splitting, checks and structure-only conversion on small graphs made here.
#include <gtest/gtest.h>

#include <algorithm>

#include "convert/blocks/convert.h"
#include "convert/blocks/split.h"

namespace cnn2snn::blocks {
namespace {

using keras::Graph;
using keras::Inbound;
using keras::Layer;
using keras::Value;

// Adds a QuantizeML layer ("InputLayer" is Keras's) fed by the layers named.
void add(Graph& graph, const std::string& class_name, const std::string& name,
         const std::string& config, const std::vector<std::string>& inbounds) {
  Layer layer;
  layer.name = name;
  layer.class_name = class_name;
  layer.package = class_name == "InputLayer" ? "" : "Custom";
  layer.config = keras::parse_json(config);
  if (!inbounds.empty()) {
    std::vector<Inbound> node;
    for (const std::string& from : inbounds) node.push_back({graph.find(from).value(), 0, 0});
    layer.inbound_nodes.push_back(node);
    layer.call_kwargs.emplace_back();
  }
  graph.layers.push_back(std::move(layer));
}

const std::string kInput =
    R"({"batch_input_shape": [null, 8, 8, 3], "dtype": "uint8", "name": "input"})";

std::string conv(const std::string& more = "") {
  return R"({"filters": 4, "kernel_size": [3, 3], "strides": [1, 1], "padding": "same",
             "data_format": "channels_last", "dilation_rate": [1, 1], "use_bias": true,
             "quant_config": {"weight_quantizer": {"bitwidth": 8})" +
         more + "}}";
}

const std::string kRelu =
    R"({"max_value": 6.0, "quant_config": {"output_quantizer": {"bitwidth": 8}}})";
const std::string kRelu4 =
    R"({"max_value": 6.0, "quant_config": {"output_quantizer": {"bitwidth": 4}}})";

Graph chain(const std::string& relu = kRelu) {
  Graph graph;
  graph.name = "model";
  graph.class_name = "Functional";
  add(graph, "InputLayer", "input", kInput, {});
  add(graph, "QuantizedConv2D", "conv_0", conv(), {"input"});
  add(graph, "QuantizedReLU", "relu_0", relu, {"conv_0"});
  add(graph, "QuantizedConv2D", "conv_1", conv(), {"relu_0"});
  add(graph, "Dequantizer", "dequantizer", "{}", {"conv_1"});
  graph.inputs = {{0, 0, 0}};
  graph.outputs = {{4, 0, 0}};
  return graph;
}

ConvertResult structure(const Graph& graph, AkidaVersion version, Report& report) {
  ConvertOptions options;
  options.version = version;
  options.read_values = false;
  return convert(graph, options, report);
}

TEST(Blocks, AChainBecomesOneLayerABlock) {
  Report report;
  const ConvertResult result = structure(chain(), AkidaVersion::v2, report);
  ASSERT_TRUE(report.ok()) << describe(report.problems[0]);
  ASSERT_EQ(result.model.layers.size(), 3U);
  EXPECT_EQ(result.model.layers[0].type, akida::LayerType::kInputConv2D);
  EXPECT_EQ(result.model.layers[1].type, akida::LayerType::kConv2D);
  EXPECT_EQ(result.model.layers[1].inbounds, (std::vector<std::string>{"conv_0"}));
  EXPECT_EQ(result.model.layers[2].type, akida::LayerType::kDequantizer);
  EXPECT_EQ(result.akida_layer,
            (std::vector<std::string>{"conv_0", "conv_0", "conv_0", "conv_1", "dequantizer"}));
}

TEST(Blocks, LayersAfterTheDequantizerAreIgnoredWithAWarning) {
  Graph graph = chain();
  add(graph, "Dequantizer", "softmax", "{}", {"dequantizer"});
  graph.layers.back().class_name = "Softmax";
  graph.layers.back().package.clear();
  graph.outputs = {{5, 0, 0}};
  Report report;
  const ConvertResult result = structure(graph, AkidaVersion::v2, report);
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report.warnings.size(), 1U);
  EXPECT_NE(report.warnings[0].reason.find("softmax (Softmax)"), std::string::npos);
  EXPECT_TRUE(result.ignored[5]);
  EXPECT_FALSE(result.ignored[4]);
}

TEST(Blocks, AllProblemsAreListed) {
  Graph graph = chain();
  graph.layers[1].config.set("kernel_size", keras::parse_json("[3, 5]"));
  graph.layers[3].config.set("kernel_size", keras::parse_json("[5, 3]"));
  Report report;
  (void)structure(graph, AkidaVersion::v2, report);
  ASSERT_EQ(report.problems.size(), 2U);
  ASSERT_EQ(report.problems[0].layers.size(), 2);
  EXPECT_EQ(report.problems[0].layers[0].name, "conv_0");
  EXPECT_EQ(report.problems[0].layers[1].name, "relu_0");
  EXPECT_EQ(report.problems[1].layers.at(0).name, "conv_1");
  EXPECT_EQ(report.problems[0].error_class, "AssertionError");
}

TEST(Blocks, AnInvalidBlockNamesThePatterns) {
  Graph graph = chain();
  graph.layers[2].class_name = "QuantizedMaxPool2D";
  graph.layers[2].config = keras::parse_json(R"({"pool_size": [2, 2], "padding": "same"})");
  Report report;
  (void)structure(graph, AkidaVersion::v2, report);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.problems[0].id, ErrorId::kInvalidBlock);
  EXPECT_NE(report.problems[0].reason.find("QuantizedConv2D > QuantizedReLU"), std::string::npos);
}

TEST(Blocks, AnInvalidBlockOfTheOtherGenerationNamesIt) {
  Graph graph = chain();
  graph.layers[3].class_name = "QuantizedSeparableConv2D";
  Report report;
  (void)structure(graph, AkidaVersion::v2, report);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.problems[0].remedy,
            "Akida 1.0 has this sequence: try target v1, or rearrange these layers into one of the "
            "patterns.");

  graph.layers[3].class_name = "QuantizedDepthwiseConv2D";
  report = {};
  (void)structure(graph, AkidaVersion::v1, report);
  ASSERT_FALSE(report.ok());
  EXPECT_TRUE(
      std::any_of(report.problems.begin(), report.problems.end(), [](const Problem& problem) {
        return problem.remedy.starts_with("Akida 2.0 has this sequence: try target v2, or");
      }));
}

TEST(Blocks, V1NeedsBoundedReluAfterEveryLayer) {
  Graph graph = chain(R"({"max_value": null, "quant_config":
                          {"output_quantizer": {"bitwidth": 4}}})");
  graph.layers[3].config = keras::parse_json(conv(R"(, "output_quantizer": {"bitwidth": 4})"));
  Report report;
  (void)structure(graph, AkidaVersion::v1, report);
  ASSERT_FALSE(report.ok());
  bool unbounded = false;
  for (const Problem& problem : report.problems) {
    unbounded = unbounded || problem.reason.find("unbounded") != std::string::npos;
  }
  EXPECT_TRUE(unbounded);
}

TEST(Blocks, V1RefusesAnOutputQuantizerElsewhereThanOnRelu) {
  Graph graph = chain(kRelu4);
  graph.layers[1].config = keras::parse_json(conv(R"(, "output_quantizer": {"bitwidth": 8})"));
  Report report;
  (void)structure(graph, AkidaVersion::v1, report);
  ASSERT_FALSE(report.ok());
  EXPECT_NE(report.problems[0].reason.find("The layer conv_0 followed by relu_0 is not valid"),
            std::string::npos);
}

TEST(Blocks, TwoOutputsAreRefused) {
  Graph graph = chain();
  graph.outputs.push_back({2, 0, 0});
  Report report;
  (void)structure(graph, AkidaVersion::v2, report);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.problems[0].id, ErrorId::kModelStructure);
  EXPECT_EQ(report.problems[0].error_class, "RuntimeError");
}

TEST(Blocks, DilationAndChannelsFirstAreRefused) {
  Graph graph = chain();
  graph.layers[3].config.set("dilation_rate", keras::parse_json("[2, 2]"));
  Report report;
  (void)structure(graph, AkidaVersion::v2, report);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.problems[0].error_class, "ValueError");

  graph.layers[1].config.set("data_format", Value(std::string("channels_first")));
  Report second;
  (void)structure(graph, AkidaVersion::v2, second);
  EXPECT_EQ(second.problems[0].error_class, "RuntimeError");
}

TEST(Blocks, FourChannelsGetAnInputData) {
  Graph graph = chain();
  graph.layers[0].config.set("batch_input_shape", keras::parse_json("[null, 8, 8, 4]"));
  graph.layers[0].config.set("dtype", Value(std::string("int8")));
  Report report;
  const ConvertResult result = structure(graph, AkidaVersion::v2, report);
  ASSERT_TRUE(report.ok()) << describe(report.problems[0]);
  EXPECT_EQ(result.model.layers[0].type, akida::LayerType::kInputData);
  EXPECT_EQ(result.model.layers[0].name, "input");
  EXPECT_EQ(result.akida_layer[0], "input");
}

TEST(Blocks, UnsignedInputsOfFourChannelsAreRefused) {
  Graph graph = chain();
  graph.layers[0].config.set("batch_input_shape", keras::parse_json("[null, 8, 8, 4]"));
  Report report;
  (void)structure(graph, AkidaVersion::v2, report);
  ASSERT_FALSE(report.ok());
  EXPECT_NE(report.problems[0].reason.find("Only signed inputs are supported."), std::string::npos);
}

TEST(Blocks, AWideQuantizerInsideABlockDoesNotEndIt) {
  Graph graph = chain();
  graph.layers[1].config = keras::parse_json(conv(R"(, "output_quantizer": {"bitwidth": 11})"));
  graph.layers[2].class_name = "QuantizedActivation";
  graph.layers[2].config = keras::parse_json(
      R"({"activation": "gelu", "quant_config": {"output_quantizer": {"bitwidth": 8}}})");
  Report report;
  const ConvertResult result = structure(graph, AkidaVersion::v2, report);
  ASSERT_TRUE(report.ok()) << describe(report.problems[0]);
  EXPECT_EQ(result.model.layers[0].parameters.at("activation"), akida::kActivationLUT);
}

}  // namespace
}  // namespace cnn2snn::blocks
