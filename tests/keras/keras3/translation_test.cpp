// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "keras/graph.h"
#include "keras/keras3/model_config.h"
#include "keras/keras3/serialized.h"
#include "keras/keras3/snake_case.h"
#include "keras/keras3/variables.h"
#include "keras/model_parts.h"

namespace cnn2snn::keras3 {
namespace {

using keras::Graph;
using keras::Inbound;
using keras::parse_json;

std::string tensor(const std::string& layer, int node = 0) {
  return R"({"class_name": "__keras_tensor__", "config": {"shape": [null, 8, 8, 3],
             "dtype": "float32", "keras_history": [")" +
         layer + R"(", )" + std::to_string(node) + ", 0]}}";
}

std::string entry(const std::string& cls, const std::string& name, const std::string& arguments,
                  const std::string& args, const std::string& kwargs = "{}",
                  const std::string& module = R"("keras.layers")") {
  return R"({"module": )" + module + R"(, "class_name": ")" + cls +
         R"(", "registered_name": null, "config": {"name": ")" + name +
         R"(", "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy",
             "config": {"name": "float32"}, "registered_name": null})" +
         arguments + R"(}, "name": ")" + name + R"(", "inbound_nodes": [{"args": [)" + args +
         R"(], "kwargs": )" + kwargs + "}]}";
}

std::string operation(const std::string& cls, const std::string& name, const std::string& arguments,
                      const std::string& args) {
  return R"({"module": "keras.src.ops.numpy", "class_name": ")" + cls +
         R"(", "config": {"name": ")" + name + R"(")" + arguments + R"(}, "name": ")" + name +
         R"(", "inbound_nodes": [{"args": [)" + args + R"(], "kwargs": {}}]})";
}

const std::string kInput =
    R"({"module": "keras.layers", "class_name": "InputLayer", "registered_name": null,
        "config": {"batch_shape": [null, 8, 8, 3], "dtype": "float32", "sparse": false,
                   "name": "in", "optional": false}, "name": "in", "inbound_nodes": []})";

Graph functional(const std::string& layers, const std::string& output) {
  return keras::read_model(keras2_model(parse_json(
      R"({"module": "keras.src.models.functional", "class_name": "Functional", "config":
          {"name": "m", "trainable": true, "layers": [)" +
      kInput + "," + layers + R"(], "input_layers": [["in", 0, 0]], "output_layers": )" + output +
      "}}")));
}

TEST(Keras3, ClassNamesInSnakeCase) {
  for (const auto& [cls, name] : {std::pair{"Conv2D", "conv2d"},
                                  {"MaxPooling2D", "max_pooling2d"},
                                  {"ReLU", "re_lu"},
                                  {"PReLU", "p_re_lu"},
                                  {"GlobalAveragePooling2D", "global_average_pooling2d"},
                                  {"LSTM", "lstm"},
                                  {"Conv2DTranspose", "conv2d_transpose"},
                                  {"DepthwiseConv2D", "depthwise_conv2d"},
                                  {"MultiHeadAttention", "multi_head_attention"},
                                  {"TimeDistributed", "time_distributed"}}) {
    EXPECT_EQ(snake_case(cls), name);
  }
}

TEST(Keras3, CallsAndShapes) {
  const Graph graph =
      functional(entry("Conv2D", "c", R"(, "filters": 3, "kernel_size": [3, 3], "strides": [1, 1],
            "padding": "same", "dilation_rate": [1, 1], "data_format": "channels_last",
            "activation": "relu")",
                       tensor("in"), R"({"mask": null, "training": false})") +
                     "," + entry("Add", "add", "", "[" + tensor("c") + "," + tensor("in") + "]"),
                 R"(["add", 0, 0])");
  EXPECT_EQ(graph.layers[0].config["batch_input_shape"].repr(), "[None, 8, 8, 3]");
  EXPECT_FALSE(graph.layers[0].config.has("optional"));
  EXPECT_EQ(graph.layers[1].config["dtype"].as_string(), "float32");
  EXPECT_EQ(graph.layers[1].call_kwargs[0].repr(), "{}");
  EXPECT_EQ(graph.layers[2].inbounds(), (std::vector<Inbound>{{1, 0, 0}, {0, 0, 0}}));
  EXPECT_EQ(graph.outputs, (std::vector<Inbound>{{2, 0, 0}}));
  EXPECT_EQ(infer_shapes(graph)[2], (keras::Shape{8, 8, 3}));
}

// Keras 2 counts a nested model's own call first, Keras 3 does not.
TEST(Keras3, CallsOfNestedModels) {
  const std::string inner =
      R"({"module": "keras.src.models.functional", "class_name": "Functional", "name": "inner",
          "config": {"name": "inner", "layers": [)" +
      kInput + R"(], "input_layers": ["in", 0, 0], "output_layers": ["in", 0, 0]},
          "inbound_nodes": [{"args": [)" +
      tensor("in") + R"(], "kwargs": {}}, {"args": [)" + tensor("inner") + R"(], "kwargs": {}}]})";
  const Graph graph =
      functional(inner + "," + entry("ReLU", "r", "", tensor("inner", 1)), R"([["r", 0, 0]])");
  EXPECT_EQ(graph.layers[1].inbound_nodes[1], (std::vector<Inbound>{{1, 0, 0}}));
  EXPECT_EQ(graph.layers[2].inbounds(), (std::vector<Inbound>{{1, 1, 0}}));
  EXPECT_EQ(graph.layers[1].config["layers"].list()[0]["config"]["batch_input_shape"].repr(),
            "[None, 8, 8, 3]");
}

TEST(Keras3, FunctionsAreThoseOfTensorFlow) {
  const Graph graph =
      functional(operation("Add", "a", "", tensor("in") + "," + tensor("in")) + "," +
                     operation("TrueDivide", "d", "", tensor("a") + ", 255.0") + "," +
                     operation("Subtract", "s", "", "1.0, " + tensor("d")) + "," +
                     operation("LeakyRelu", "l", R"(, "negative_slope": 0.2)", tensor("s")) + "," +
                     operation("Fliplr", "f", "", tensor("l")),
                 R"(["f", 0, 0])");
  const auto function = [&graph](std::size_t i) {
    EXPECT_EQ(graph.layers[i].class_name, "TFOpLambda");
    return graph.layers[i].config["function"].as_string() + graph.layers[i].call_kwargs[0].repr();
  };
  EXPECT_EQ(function(1), "__operators__.add{}");
  EXPECT_EQ(graph.layers[1].inbounds().size(), 2U);
  EXPECT_EQ(function(2), "math.truediv{'y': 255.0}");
  EXPECT_EQ(function(3), "math.subtract{'_CONSTANT_VALUE': 1.0}");
  EXPECT_EQ(function(4), "nn.leaky_relu{'alpha': 0.2}");
  EXPECT_EQ(function(5), "keras.ops.Fliplr{}");
}

TEST(Keras3, SerializedValues) {
  const auto value = [](const char* json) { return keras2_value(parse_json(json)).repr(); };
  EXPECT_EQ(value(R"({"class_name": "__numpy__", "config": {"value": [1, 2], "dtype": "int32"}})"),
            "[1, 2]");
  EXPECT_EQ(value(R"({"module": "builtins", "class_name": "function", "config": "relu",
                      "registered_name": "function"})"),
            "'relu'");
  EXPECT_EQ(value(R"({"module": "keras.layers", "class_name": "ReLU", "registered_name": null,
                      "config": {"dtype": {"class_name": "DTypePolicy",
                      "config": {"name": "float16"}}, "max_value": 6.0}})"),
            "{'class_name': 'ReLU', 'config': {'dtype': 'float16', 'max_value': 6.0}}");
}

TEST(Keras3, ArgumentsUnderTheirOldNames) {
  const Graph graph = functional(
      entry("LeakyReLU", "l", R"(, "negative_slope": 0.1)", tensor("in")) + "," +
          entry("BatchNormalization", "b",
                R"(, "axis": -1, "renorm": false, "synchronized": false, "beta_initializer":
                {"module": "keras.initializers", "class_name": "Constant", "registered_name": null,
                 "config": {"value": 1.0, "new_argument": 2}})",
                tensor("l")),
      R"(["b", 0, 0])");
  EXPECT_EQ(graph.layers[1].config["alpha"].as_double(), 0.1);
  const keras::Value& normalization = graph.layers[2].config;
  EXPECT_EQ(normalization["axis"].repr(), "[-1]");
  EXPECT_FALSE(normalization.has("renorm") || normalization.has("synchronized"));
  EXPECT_EQ(normalization["beta_initializer"]["config"].repr(), "{'value': 1.0}");
}

TEST(Keras3, ClassesOfOthersAreNotThoseOfKeras) {
  const Graph graph = functional(entry("Conv2D", "c", "", tensor("in"), "{}", R"("their.module")") +
                                     "," + entry("Dense", "d", "", tensor("c"), "{}", "null"),
                                 R"(["d", 0, 0])");
  EXPECT_EQ(graph.layers[1].package, "their.module");
  EXPECT_EQ(graph.layers[2].package, "custom");
}

TEST(Keras3, ItsOwnQuantizationIsRefused) {
  const std::string dense =
      R"({"module": "keras.layers", "class_name": "Dense", "name": "d", "config": {"name": "d",
          "dtype": {"class_name": "QuantizedDTypePolicy", "config": {"mode": "int8"}}},
          "inbound_nodes": []})";
  try {
    functional(dense, R"(["d", 0, 0])");
    FAIL();
  } catch (const ConversionError& error) {
    EXPECT_EQ(error.problem().step, Step::kParse);
    EXPECT_EQ(error.problem().layers.at(0).name, "d");
    EXPECT_NE(error.problem().reason.find("int8"), std::string::npos);
  }
}

keras::Layer layer_with(const std::string& cls, std::size_t weights) {
  keras::Layer layer;
  layer.name = "layer";
  layer.class_name = cls;
  layer.config = parse_json("{}");
  layer.weights.resize(weights);
  return layer;
}

TEST(Keras3, WeightsByTheirOrder) {
  keras::Layer layer = layer_with("DepthwiseConv2D", 2);
  name_weights(layer);
  EXPECT_EQ(layer.weights[0].name, "layer/depthwise_kernel:0");
  EXPECT_EQ(layer.weights[1].name, "layer/bias:0");
  layer = layer_with("BatchNormalization", 4);
  layer.config.set("scale", keras::Value(false));
  name_weights(layer);
  EXPECT_EQ(layer.weights[0].name, "layer/beta:0");
  EXPECT_EQ(layer.weights[2].name, "layer/moving_variance:0");
  EXPECT_EQ(layer.weights.size(), 3U);
  layer = layer_with("Dense", 4);  // With two of an adapter.
  EXPECT_THROW(name_weights(layer), ConversionError);
}

}  // namespace
}  // namespace cnn2snn::keras3
