// SPDX-License-Identifier: Apache-2.0
//
// What single layers and their places are refused for, by the words of the official converter.
#include <gtest/gtest.h>

#include <functional>

#include "convert/legacy/graph_builder.h"
#include "convert/legacy/legacy.h"

namespace cnn2snn::legacy {
namespace {

Report report_of(const keras::Graph& graph) {
  Report report;
  std::map<std::string, std::string> akida_layers;
  static_cast<void>(convert(graph, {}, report, akida_layers));
  return report;
}

struct Case {
  std::function<void(GraphBuilder&)> add;
  std::string error_class;
  std::string reason;  ///< Of the first problem.
};

/// Each after a convolution of an image of 8 x 8 and its activation.
void expect_refused(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    GraphBuilder builder({8, 8, 3});
    builder.conv("conv_0", 3, 4, 8).relu("relu_0");
    c.add(builder);
    const Report report = report_of(builder.build());
    ASSERT_FALSE(report.ok()) << c.reason;
    EXPECT_EQ(report.problems[0].reason, c.reason);
    EXPECT_EQ(report.problems[0].error_class, c.error_class) << c.reason;
  }
}

/// Adds a convolution with another value of one argument.
std::function<void(GraphBuilder&)> conv_with(const std::string& key, const keras::Value& value) {
  return [key, value](GraphBuilder& builder) {
    builder.conv("conv_1", 4, 6);
    builder.last().config.set(key, value);
  };
}

std::function<void(GraphBuilder&)> layer_with(const std::string& class_name,
                                              const keras::Value& config) {
  return [class_name, config](GraphBuilder& builder) { builder.add("last", class_name, config); };
}

keras::Value quantizer_with(const std::string& key, const keras::Value& value) {
  return dict({{"class_name", text("MaxPerAxisQuantizer")}, {"config", dict({{key, value}})}});
}

TEST(LayerRefusals, OfConvolutions) {
  expect_refused({
      {conv_with("filters", number(0)), "ValueError",
       "The filters argument must be a positive integer. Receives 0."},
      {layer_with("QuantizedDense", dict({{"quantizer", quantizer("MaxQuantizer")}})), "TypeError",
       "The units argument must be a positive integer. Receives None."},
      {conv_with("kernel_size", ints({3})), "ValueError",
       "The kernel_size argument must be a tuple of 2 integers. Receives [3]."},
      {conv_with("strides", ints({1, 0})), "ValueError",
       "The strides argument must be a tuple of 2 integers. Receives [1, 0]."},
      {conv_with("padding", text("full")), "ValueError",
       "The padding argument must be one of \"valid\", \"same\". Receives 'full'."},
      {conv_with("dtype", text("float64")), "", "The layer computes in float64."},
      {conv_with("quantizer", quantizer_with("bitwidth", text("4"))), "TypeError",
       "The quantization bitwidth should be a number. Receives bitwidth '4'"},
      {conv_with("quantizer", quantizer_with("bitwidth", number(1))), "ValueError",
       "The quantization bitwidth should be higher than 1. Receives bitwidth 1"},
      {conv_with("quantizer", quantizer_with("threshold", text("3"))), "TypeError",
       "The threshold of MaxPerAxisQuantizer should be a number. Receives '3'"},
  });
}

TEST(LayerRefusals, OfActivations) {
  expect_refused({
      {layer_with("QuantizedReLU", dict({{"bitwidth", text("4")}})), "TypeError",
       "Activation 'bitwidth' must be a number. Receives '4'."},
      {layer_with("QuantizedReLU", dict({{"bitwidth", number(0)}})), "ValueError",
       "Activation 'bitwidth' must be greater than zero. Receives 'bitwidth' 0."},
      {layer_with("QuantizedReLU", dict({{"bitwidth", number(4)}, {"max_value", text("6")}})),
       "TypeError", "QuantizedReLU 'max_value' must be a number. Receives '6'."},
  });
}

TEST(LayerRefusals, OfBitWidthsThatDiffer) {
  expect_refused({{[](GraphBuilder& builder) {
                     keras::Value config = conv_config(6, "MaxPerAxisQuantizer", 4);
                     config.set("quantizer_dw", quantizer("MaxPerAxisQuantizer", 8));
                     builder.add("last", "QuantizedSeparableConv2D", config);
                     builder.weight("depthwise_kernel", {3, 3, 4, 1}, 1);
                     builder.weight("pointwise_kernel", {1, 1, 4, 6}, 1).weight("bias", {6}, 0);
                   },
                   "ValueError",
                   "Quantized layer last must have the same bitwidth for depthwise and pointwise "
                   "quantizers."}});
}

TEST(LayerRefusals, OfPlaces) {
  expect_refused({
      {layer_with("Reshape", dict({{"target_shape", ints({4, 16, 4})}})), "RuntimeError",
       "The Reshape layer last can only be used to transform a tensor of shape (N,) to a tensor of "
       "shape (1, 1, N), and vice-versa. Receives input_shape (8, 8, 4) and output_shape (4, 16, "
       "4)."},
      {layer_with("Rescaling", dict({{"scale", number(2)}, {"offset", number(0)}})), "RuntimeError",
       "A Rescaling layer must be the first layer of the model. Receives unexpected layer last."},
      {[](GraphBuilder& builder) { builder.add("flat", "Flatten").add("last", "Softmax"); },
       "RuntimeError",
       "A Flatten layer is only supported before a Dense one. Receives unsupported Flatten layer "
       "'flat'."},
      {[](GraphBuilder& builder) { builder.add("softmax", "Softmax").conv("conv_1", 4, 6); },
       "RuntimeError",
       "Activation layers other than ReLU and quantized activations are not supported before a "
       "neural layer. Receives activation layer 'softmax' before a neural layer."},
      {layer_with("UpSampling2D", dict({{"size", ints({2, 2})}})), "RuntimeError",
       "Layer last of type UpSampling2D is not supported for Akida conversion"},
  });
  GraphBuilder pooling({8, 8, 3});
  pooling.add("pool", "MaxPooling2D", pool_config()).conv("conv", 3, 4, 8);
  const Report report = report_of(pooling.build());
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.problems[0].reason,
            "Pooling layer 'pool' cannot be the first layer of a model or sequence. It must be "
            "placed after a convolutional layer.");
}

TEST(LayerRefusals, FloatLayersAreNamedBesideOthers) {
  GraphBuilder builder({8, 8, 3});
  builder.conv("conv_0", 3, 4, 8).add("relu", "ReLU").add("up", "UpSampling2D");
  const Report report = report_of(builder.build());
  ASSERT_EQ(report.problems.size(), 2U);
  EXPECT_EQ(report.problems[0].reason,
            "Layer up of type UpSampling2D is not supported for Akida conversion");
  EXPECT_EQ(report.problems[1].reason, "Layer relu: unsupported type ReLU.");
}

TEST(LayerRefusals, OfRescalings) {
  const auto reason = [](const keras::Value& scale, const keras::Value& offset) {
    GraphBuilder builder({6});
    builder.add("rescaling", "Rescaling", dict({{"scale", scale}, {"offset", offset}}));
    builder.dense("head", 6, 2);
    const Report report = report_of(builder.build());
    return report.ok() ? "" : report.problems[0].reason;
  };
  EXPECT_EQ(reason(number(0), number(0)),
            "division by zero: the scale of the Rescaling layer is 0.");
  EXPECT_EQ(reason(text("1"), number(0)), "Unsupported Rescaling layer: scale '1', offset 0.");
  EXPECT_EQ(reason(number(.5), number(1)), "Layer rescaling: unsupported type Rescaling.");
  EXPECT_EQ(reason(number(.5), number(0)), "");
}

TEST(ModelRefusals, OfInputsAndBranches) {
  const auto refused = [](keras::Graph& graph) {
    const Report report = report_of(graph);
    return report.ok() ? "" : report.problems[0].reason;
  };
  GraphBuilder builder({8, 8, 3});
  builder.conv("conv_0", 3, 4, 8).relu("relu_0").conv("conv_1", 4, 4).relu("relu_1");
  builder.add("join", "Concatenate", dict({{"axis", number(-1)}}));
  keras::Graph graph = builder.build();
  graph.inputs.push_back({0, 0, 0});
  EXPECT_EQ(refused(graph),
            "Model must have only one input layer. Receives inputs ['input', 'input'].");
  graph = builder.build();
  EXPECT_EQ(refused(graph),
            "The Concatenate layer 'join' must have exactly two inbound layers. Receives inbound "
            "layers ['relu_1'].");
  graph.layers.back().inbound_nodes[0].push_back({2, 0, 0});
  EXPECT_EQ(refused(graph), "The model contains more than one sequential branch.");
  graph.layers.back().config.set("axis", number(1));
  EXPECT_EQ(refused(graph), "The Concatenate layer 'join' must have axis=-1. Receives axis=1.");
  graph.built = false;
  EXPECT_EQ(refused(graph), "The Sequential model declares no input shape: it was never built.");

  GraphBuilder rows({4, 6});
  rows.dense("head", 6, 2);
  graph = rows.build();
  EXPECT_EQ(refused(graph),
            "Input shape of model must be 2-D or 4-D (batch size + 1-D or 3-D tensors). Receives "
            "input shape (None, 4, 6).");
  GraphBuilder any({8, 8, 3});
  any.conv("conv", 3, 4, 8);
  graph = any.build();
  graph.layers[0].config.set("batch_input_shape", keras::parse_json("[null, null, 8, 3]"));
  EXPECT_EQ(refused(graph), "The input shape (None, None, 8, 3) is not fixed.");
}

TEST(LegacyConversion, ActivationsOfCnn2snn1AreBoundedBySix) {
  const auto steps = [](const std::string& class_name) {
    GraphBuilder builder({8, 8, 3});
    builder.conv("conv_0", 3, 4, 8).add("relu", class_name, activation_config(4, 6));
    Report report;
    std::map<std::string, std::string> akida_layers;
    const akida::Model model = convert(builder.build(), {}, report, akida_layers);
    EXPECT_TRUE(report.ok()) << class_name;
    return model.layers.empty() ? std::vector<std::uint8_t>()
                                : model.layers[0].variables.at("act_step").data;
  };
  EXPECT_FALSE(steps("QuantizedReLU").empty());
  EXPECT_EQ(steps("ActivationDiscreteRelu"), steps("QuantizedReLU"));
}

TEST(LegacyConversion, WarnsOfThresholdsBeyond32Bits) {
  GraphBuilder builder({8, 8, 3});
  builder.add("conv", "QuantizedConv2D", conv_config(4, "MaxPerAxisQuantizer", 8));
  builder.weight("kernel", {3, 3, 3, 4}, .5F).weight("bias", {4}, 1e30F).relu("relu");
  const Report report = report_of(builder.build());
  EXPECT_TRUE(report.ok());
  ASSERT_EQ(report.warnings.size(), 1U);
  EXPECT_EQ(report.warnings[0].reason,
            "A threshold does not fit 32 bits: it becomes the smallest one, as in the official "
            "converter.");
}

}  // namespace
}  // namespace cnn2snn::legacy
