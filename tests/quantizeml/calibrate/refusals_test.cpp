// SPDX-License-Identifier: Apache-2.0
//
// Layers that calibration does not run, each with its reason: nothing is run wrongly instead.
#include <gtest/gtest.h>

#include "files/hdf5/test_files.h"
#include "quantizeml/calibrate/graph_of_one_layer.h"

namespace cnn2snn::quantizeml {
namespace {

struct Variable {
  std::string name;
  keras::Shape shape;
};

struct Case {
  std::string class_name;
  std::string config;
  std::vector<Variable> variables;
  std::vector<keras::Shape> inputs;
  std::string reason;
};

GraphOfOneLayer layer_of(const Case& c) {
  GraphOfOneLayer layer(c.class_name, c.config);
  for (const Variable& variable : c.variables) {
    layer.weight(variable.name, variable.shape,
                 std::vector<float>(Tensor::count(variable.shape), 1.0F));
  }
  return layer;
}

void expect_refused(const std::vector<Case>& cases, ErrorId id = ErrorId::kLayerConfig) {
  for (const Case& c : cases) {
    std::vector<Tensor> inputs;
    for (const keras::Shape& shape : c.inputs) inputs.push_back(counting(shape));
    const Problem problem = hdf5::problem_of([&] { layer_of(c).run(inputs); });
    EXPECT_EQ(problem.reason, c.reason) << c.class_name << " " << c.config;
    EXPECT_EQ(problem.id, id) << c.class_name << " " << c.config;
    EXPECT_EQ(problem.step, Step::kQuantization);
  }
}

const Variable kKernel = {"kernel", {1, 1, 2, 3}};
const std::string kOtherShape = "Its input has another shape than its weights.";

TEST(Refusals, OfConvolutions) {
  const keras::Shape image = {4, 4, 2};
  expect_refused({
      {"Conv2D", R"({"groups": 2})", {kKernel}, {image}, "Convolutions in groups are not run."},
      {"PaddedConv2D",
       R"({"padding_value": [1, 2, 3]})",
       {kKernel},
       {image},
       "It has another number of padding values than of channels."},
      {"Conv2D",
       R"({"strides": [0, 1]})",
       {kKernel},
       {image},
       "'strides' is no pair of positive numbers."},
      {"Conv2D",
       R"({"dilation_rate": [1, 2, 3]})",
       {kKernel},
       {image},
       "'dilation_rate' is no pair of positive numbers."},
      {"Conv2D",
       R"({"padding": "causal"})",
       {kKernel},
       {image},
       "The padding 'causal' is not known."},
      {"Conv2D",
       R"({"data_format": "channels_first"})",
       {kKernel},
       {image},
       "Only channels-last layers are run."},
      {"Conv2D", "{}", {kKernel}, {{4, 4, 3}}, kOtherShape},
      {"Conv2D",
       "{}",
       {{"kernel", {5, 5, 2, 3}}},
       {image},
       "Its input is smaller than its kernel."},
      {"DepthwiseConv2D",
       "{}",
       {{"depthwise_kernel", {1, 1, 2, 2}}},
       {image},
       "Depthwise kernels with a multiplier are not run."},
      {"SeparableConv2D",
       "{}",
       {{"depthwise_kernel", {1, 1, 2, 1}}, {"pointwise_kernel", {1, 1, 3, 4}}},
       {image},
       "Its two kernels do not fit together."},
      {"Conv2DTranspose",
       R"({"output_padding": [1, 1]})",
       {kKernel},
       {image},
       "Transposed convolutions are run without dilation and output padding."},
      {"Conv2DTranspose", "{}", {kKernel}, {image}, kOtherShape},
  });
}

TEST(Refusals, OfTemporalConvolutionsAndDenseLayers) {
  const std::string kernel = "Its kernel has another shape than its configuration says.";
  expect_refused({
      {"BufferTempConv", "{}", {kKernel}, {{1, 1, 2}}, "It has no kernel size."},
      {"BufferTempConv", R"({"kernel_size": 3})", {kKernel}, {{1, 1, 2}}, kernel},
      {"BufferTempConv", R"({"kernel_size": 2})", {kKernel}, {{1, 1, 2}}, kOtherShape},
      {"DepthwiseBufferTempConv",
       R"({"kernel_size": 3})",
       {{"kernel", {2, 2}}},
       {{1, 1, 2}},
       kernel},
      {"DepthwiseBufferTempConv",
       R"({"kernel_size": 2})",
       {{"kernel", {2, 2}}},
       {{1, 1, 3}},
       kOtherShape},
      {"Dense", "{}", {{"kernel", {2, 3}}}, {{3}}, kOtherShape},
  });
}

TEST(Refusals, OfActivationsAndPooling) {
  expect_refused({
      {"Activation", R"({"activation": "tanh"})", {}, {{2}}, "The activation 'tanh' is not run."},
      {"Rescaling",
       R"({"scale": [1, 2, 3], "offset": 0})",
       {},
       {{2}},
       "It has another number of scales or offsets than of channels."},
      {"MaxPooling2D",
       R"({"pool_size": [2, 0]})",
       {},
       {{4, 4, 1}},
       "'pool_size' is no pair of positive numbers."},
      {"GlobalAveragePooling2D", "{}", {}, {{4}}, "Its input is no image."},
  });
}

TEST(Refusals, OfMergesAndReshapes) {
  const std::string values = "Its input does not have as many values as its target shape.";
  expect_refused({
      {"Add", "{}", {}, {{2}, {3}}, "Its inputs have different shapes."},
      {"Concatenate",
       R"({"axis": 4})",
       {},
       {{2}, {2}},
       "It joins along an axis that is not there."},
      {"Concatenate", "{}", {}, {{2}, {2, 2}}, "Its inputs have different ranks."},
      {"Concatenate", "{}", {}, {{3, 2}, {2, 2}}, "Its inputs have different shapes."},
      {"Reshape", R"({"target_shape": [3]})", {}, {{4}}, values},
      {"Reshape", R"({"target_shape": [8]})", {}, {{4}}, values},
      {"Reshape", R"({"target_shape": [3, -1]})", {}, {{4}}, values},
      {"Permute", R"({"dims": [1, 1]})", {}, {{2, 2}}, "'dims' is no permutation."},
      {"Permute", R"({"dims": [0, 1]})", {}, {{2, 2}}, "'dims' is no permutation."},
      {"Permute", R"({"dims": [1]})", {}, {{2, 2}}, "'dims' is no permutation of its input."},
      {"ExtractToken", R"({"token": 2, "axis": 1})", {}, {{2, 3}}, "Its token is not there."},
      {"Lambda", "{}", {}, {{2}}, "Calibration does not run layers of this class."},
  });
}

TEST(Refusals, OfMissingWeights) {
  const auto reason = [](const std::string& variable) {
    return "The weight '" + variable +
           "' of 'layer' is missing or has another shape than the layer's configuration says.";
  };
  expect_refused(
      {
          {"Conv2D", "{}", {}, {{4, 4, 2}}, reason("kernel")},
          {"Conv2D", "{}", {{"kernel", {2, 3}}}, {{4, 4, 2}}, reason("kernel")},
          {"Conv2D", "{}", {{"kernel", {0, 1, 2, 3}}}, {{4, 4, 2}}, reason("kernel")},
          {"Conv2D", R"({"use_bias": true})", {kKernel}, {{4, 4, 2}}, reason("bias")},
          {"Conv2D", "{}", {kKernel, {"bias", {2}}}, {{4, 4, 2}}, reason("bias")},
      },
      ErrorId::kMissingWeight);
}

TEST(Rescaling, HasAScaleAndAnOffsetForEachChannel) {
  const GraphOfOneLayer layer("Rescaling", R"({"scale": [2, 3], "offset": [10, 20]})");
  EXPECT_EQ(layer.run({counting({2, 2})}).values, (std::vector<float>{12, 26, 16, 32}));
}

TEST(Add, Averages) {
  const GraphOfOneLayer layer("Add", R"({"average": true})");
  EXPECT_EQ(layer.run({counting({2}), counting({2})}).values, (std::vector<float>{1, 2}));
}

TEST(ReLU, IsBoundedByANumpyNumberToo) {
  const GraphOfOneLayer layer(
      "ReLU", R"({"max_value": {"class_name": "__numpy__", "config": {"value": 1.5}}})");
  EXPECT_EQ(layer.run({counting({2})}).values, (std::vector<float>{1, 1.5F}));
}

}  // namespace
}  // namespace cnn2snn::quantizeml
