// SPDX-License-Identifier: Apache-2.0
//
// Expected shapes are those that Keras 2 and QuantizeML give.
#include <gtest/gtest.h>

#include <ostream>

#include "keras/graph.h"

namespace cnn2snn::keras {
namespace {

struct Case {
  std::string class_name;
  std::string config;  ///< JSON.
  std::vector<Shape> inputs;
  std::optional<Shape> output;
  std::string kwargs = "{}";
};

std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.class_name << " " << c.config << " " << c.kwargs;
}

std::optional<Shape> shape_of(const Case& c) {
  Graph graph;
  Layer layer;
  layer.name = "layer";
  layer.class_name = c.class_name;
  layer.config = parse_json(c.config);
  layer.inbound_nodes.emplace_back();
  layer.call_kwargs.push_back(parse_json(c.kwargs));
  for (const Shape& shape : c.inputs) {
    Layer input;
    input.name = "input" + std::to_string(graph.layers.size());
    input.class_name = "InputLayer";
    Value::List dims = {Value()};
    for (const std::int64_t n : shape) {
      dims.emplace_back();
      if (n >= 0) dims.back() = Value(n);
    }
    input.config.set("batch_input_shape", Value(std::move(dims)));
    layer.inbound_nodes[0].push_back(Inbound{graph.layers.size(), 0, 0});
    graph.layers.push_back(std::move(input));
  }
  graph.layers.push_back(std::move(layer));
  return infer_shapes(graph).back();
}

constexpr std::nullopt_t kNone = std::nullopt;

void expect_shapes(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(shape_of(c), c.output) << c;
}

TEST(Shapes, OfConvolutions) {
  expect_shapes({
      {"Conv2D", R"({"filters": 8, "kernel_size": [3, 3]})", {{16, 15, 3}}, Shape{14, 13, 8}},
      {"Conv2D",
       R"({"filters": 8, "kernel_size": [3, 3], "strides": [2, 2], "padding": "same"})",
       {{15, 16, 3}},
       Shape{8, 8, 8}},
      {"Conv2D",
       R"({"filters": 8, "kernel_size": [3, 3], "dilation_rate": [2, 2]})",
       {{16, 16, 3}},
       Shape{12, 12, 8}},
      {"Conv2D",
       R"({"filters": 8, "kernel_size": [3, 3], "data_format": "channels_first"})",
       {{3, 16, 15}},
       Shape{8, 14, 13}},
      {"Conv2D", R"({"filters": 8, "kernel_size": [3, 3]})", {{-1, 16, 3}}, Shape{-1, 14, 8}},
      {"QuantizedConv2D",
       R"({"filters": 8, "kernel_size": [3, 3], "padding": "valid", "padding_value": [1, 2, 3]})",
       {{16, 15, 3}},
       Shape{16, 15, 8}},
      {"Conv2D", R"({"filters": 8, "kernel_size": [5, 5]})", {{4, 4, 3}}, kNone},
      {"Conv2D", R"({"filters": 0, "kernel_size": [5, 5]})", {{8, 8, 3}}, kNone},
      {"Conv2D", R"({"filters": 8})", {{8, 8, 3}}, kNone},
      {"Conv2D", R"({"filters": 8, "kernel_size": [3, 3], "strides": [0, 1]})", {{8, 8, 3}}, kNone},
      {"Conv2D", R"({"filters": 8, "kernel_size": [3, 3]})", {{8, 8}}, kNone},
      {"Conv1D",
       R"({"filters": 8, "kernel_size": [3], "padding": "causal"})",
       {{9, 2}},
       Shape{9, 8}},
      {"Conv3D", R"({"filters": 8, "kernel_size": [1, 3, 3]})", {{5, 9, 9, 2}}, Shape{5, 7, 7, 8}},
      {"QuantizedSeparableConv2D",
       R"({"filters": 8, "kernel_size": [3, 3], "padding": "same"})",
       {{9, 9, 2}},
       Shape{9, 9, 8}},
      {"DepthwiseConv2D",
       R"({"kernel_size": [3, 3], "depth_multiplier": 2})",
       {{9, 9, 2}},
       Shape{7, 7, 4}},
      {"Conv2DTranspose",
       R"({"filters": 5, "kernel_size": [3, 3], "strides": [2, 2], "padding": "same"})",
       {{4, 4, 2}},
       Shape{8, 8, 5}},
      {"Conv2DTranspose",
       R"({"filters": 5, "kernel_size": [3, 3], "strides": [2, 2]})",
       {{4, 4, 2}},
       Shape{9, 9, 5}},
      {"Conv2DTranspose",
       R"({"filters": 5, "kernel_size": [3, 3], "strides": [2, 2], "padding": "same", "output_padding": [1, 1]})",
       {{4, 4, 2}},
       Shape{8, 8, 5}},
      {"QuantizedDepthwiseConv2DTranspose",
       R"({"kernel_size": [3, 3], "strides": [2, 2], "padding": "same"})",
       {{4, 6, 2}},
       Shape{8, 12, 2}},
      {"QuantizedBufferTempConv",
       R"({"filters": 7, "kernel_size": 5})",
       {{4, 6, 2}},
       Shape{4, 6, 7}},
      {"QuantizedDepthwiseBufferTempConv", R"({"kernel_size": 5})", {{4, 6, 2}}, Shape{4, 6, 2}},
  });
}

TEST(Shapes, OfPoolingAndResizing) {
  expect_shapes({
      {"MaxPooling2D",
       R"({"pool_size": [3, 3], "strides": [2, 2], "padding": "same"})",
       {{15, 16, 3}},
       Shape{8, 8, 3}},
      {"QuantizedMaxPool2D",
       R"({"pool_size": [2, 2], "strides": null})",
       {{15, 16, 3}},
       Shape{7, 8, 3}},
      {"AveragePooling2D", "{}", {{4, 4, 3}}, Shape{2, 2, 3}},
      {"GlobalAveragePooling2D", "{}", {{4, 4, 3}}, Shape{3}},
      {"QuantizedGlobalAveragePooling2D", R"({"keepdims": true})", {{4, 4, 3}}, Shape{1, 1, 3}},
      {"GlobalMaxPooling2D",
       R"({"data_format": "channels_first", "keepdims": true})",
       {{3, 4, 4}},
       Shape{3, 1, 1}},
      {"ZeroPadding2D", R"({"padding": [[0, 1], [2, 3]]})", {{4, 4, 3}}, Shape{5, 9, 3}},
      {"ZeroPadding1D", R"({"padding": [1, 2]})", {{4, 3}}, Shape{7, 3}},
      {"Cropping2D", R"({"cropping": [[1, 1], [2, 1]]})", {{4, 4, 3}}, Shape{2, 1, 3}},
      {"Cropping2D", R"({"cropping": [[2, 2], [0, 0]]})", {{4, 4, 3}}, kNone},
      {"UpSampling2D", R"({"size": [2, 3]})", {{4, 4, 3}}, Shape{8, 12, 3}},
      {"Resizing", R"({"height": 5, "width": 6})", {{4, 4, 3}}, Shape{5, 6, 3}},
  });
}

TEST(Shapes, OfStructure) {
  expect_shapes({
      {"Dense", R"({"units": 4})", {{3, 9}}, Shape{3, 4}},
      {"Flatten", "{}", {{3, 4, 5}}, Shape{60}},
      {"Flatten", "{}", {{-1, 4, 5}}, Shape{-1}},
      {"Flatten", "{}", {{2000000, 2000000}}, kNone},
      {"Reshape", R"({"target_shape": [-1, 6]})", {{3, 4}}, Shape{2, 6}},
      {"Reshape", R"({"target_shape": [5, 6]})", {{3, 4}}, kNone},
      {"Reshape", R"({"target_shape": [-1, 7]})", {{3, 4}}, kNone},
      {"Permute", R"({"dims": [3, 1, 2]})", {{4, 5, 6}}, Shape{6, 4, 5}},
      {"Permute", R"({"dims": [1, 1, 2]})", {{4, 5, 6}}, kNone},
      {"Add", "{}", {{4, 4, 3}, {4, 4, 3}}, Shape{4, 4, 3}},
      {"Add", "{}", {{4, 4, 3}, {1, 1, 3}}, Shape{4, 4, 3}},
      {"Multiply", "{}", {{3}, {4, 4, 3}}, Shape{4, 4, 3}},
      {"Add", "{}", {{4, 4, 3}, {4, 4, 2}}, kNone},
      {"Concatenate", R"({"axis": -1})", {{4, 4, 3}, {4, 4, 2}}, Shape{4, 4, 5}},
      {"QuantizedConcatenate", R"({"axis": 1})", {{4, 4, 3}, {5, 4, 3}}, Shape{9, 4, 3}},
      {"Concatenate", R"({"axis": 1})", {{4, 4, 3}, {5, 4, 2}}, kNone},
      {"Concatenate", R"({"axis": 0})", {{4}, {4}}, kNone},
      {"BatchNormalization", R"({"axis": [3]})", {{4, 4, 3}}, Shape{4, 4, 3}},
      {"QuantizedReLU", "{}", {{4, 4, 3}}, Shape{4, 4, 3}},
      {"Embedding", R"({"output_dim": 6})", {{9}}, Shape{9, 6}},
      {"LSTM", R"({"units": 6, "return_sequences": true})", {{9, 2}}, Shape{9, 6}},
      {"Lambda", R"({"function": "f"})", {{9}}, kNone},
      {"NoSuchLayer", "{}", {{9}}, kNone},
  });
}

TEST(Shapes, OfTemporalLayers) {
  expect_shapes({
      {"QuantizedExtractToken", R"({"token": 0, "axis": 1})", {{9, 5}}, Shape{5}},
      {"ExtractToken", R"({"token": 1, "axis": -1})", {{9, 5, 2}}, Shape{9, 5}},
      {"ExtractToken", R"({"token": [0, 2]})", {{9, 5}}, Shape{2, 5}},
      {"QuantizedStatefulProjection", R"({"units": 8, "subsample": 3})", {{9, 5}}, Shape{3, 8}},
      {"QuantizedStatefulProjection", R"({"units": 8, "subsample": 2})", {{9, 5}}, kNone},
      {"QuantizedStatefulRecurrent", "{}", {{9, 5}}, Shape{9, 5, 2}},
      {"QuantizedPicoPostProcessing", R"({"threshold": 0.5})", {{9, 5}, {9, 5}}, Shape{5}},
  });
}

TEST(Shapes, OfTensorFlowFunctions) {
  expect_shapes({
      {"TFOpLambda", R"({"function": "nn.relu"})", {{4, 4, 3}}, Shape{4, 4, 3}},
      {"TFOpLambda", R"({"function": "math.add"})", {{4, 3}, {4, 3}}, Shape{4, 3}},
      {"TFOpLambda", R"({"function": "math.multiply"})", {{4, 3}}, Shape{4, 3}, R"({"y": 2.0})"},
      {"TFOpLambda",
       R"({"function": "reshape"})",
       {{4, 3}},
       Shape{2, 6},
       R"({"shape": [-1, 2, 6]})"},
      {"TFOpLambda",
       R"({"function": "transpose"})",
       {{4, 3, 2}},
       Shape{2, 4, 3},
       R"({"perm": [0, 3, 1, 2]})"},
      {"TFOpLambda", R"({"function": "transpose"})", {{4, 3}}, kNone, R"({"perm": [1, 0, 2]})"},
      {"TFOpLambda",
       R"({"function": "math.reduce_mean"})",
       {{4, 3, 2}},
       Shape{2},
       R"({"axis": [1, 2], "keepdims": false})"},
      {"TFOpLambda",
       R"({"function": "math.reduce_mean"})",
       {{4, 3, 2}},
       Shape{1, 1, 2},
       R"({"axis": [1, 2], "keepdims": true})"},
      {"TFOpLambda", R"({"function": "concat"})", {{4, 3}, {4, 2}}, Shape{4, 5}, R"({"axis": -1})"},
      {"TFOpLambda", R"({"function": "expand_dims"})", {{4, 3}}, Shape{4, 3, 1}, R"({"axis": -1})"},
      {"TFOpLambda", R"({"function": "squeeze"})", {{1, 3}}, Shape{3}, R"({"axis": [1]})"},
      {"TFOpLambda",
       R"({"function": "image.resize"})",
       {{4, 3, 2}},
       Shape{8, 9, 2},
       R"({"size": [8, 9]})"},
      {"TFOpLambda", R"({"function": "linalg.svd"})", {{4, 3}}, kNone},
  });
}

TEST(Shapes, SurviveHostileNumbers) {
  const std::string huge = "9223372036854775807";
  expect_shapes({
      {"Conv2D", R"({"filters": )" + huge + R"(, "kernel_size": [3, 3]})", {{8, 8, 3}}, kNone},
      {"Conv2D",
       R"({"filters": 1, "kernel_size": [)" + huge + "," + huge + "]}",
       {{8, 8, 3}},
       kNone},
      {"ZeroPadding2D", R"({"padding": )" + huge + "}", {{8, 8, 3}}, kNone},
      {"UpSampling2D",
       R"({"size": [2147483647, 2147483647]})",
       {{2147483647, 2147483647, 3}},
       kNone},
      {"Permute", R"({"dims": [)" + huge + R"(, -)" + huge + "]}", {{4, 5}}, kNone},
      {"ExtractToken", R"({"token": 0, "axis": -)" + huge + "}", {{4, 5}}, kNone},
      {"Reshape", R"({"target_shape": [)" + huge + "," + huge + "]}", {{4, 5}}, kNone},
      {"Flatten", "{}", {{9223372036854775807, 3}}, kNone},
  });
}

}  // namespace
}  // namespace cnn2snn::keras
