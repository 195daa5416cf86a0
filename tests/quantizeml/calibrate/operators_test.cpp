// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "base/conversion_error.h"
#include "quantizeml/arithmetic/exponential.h"
#include "quantizeml/calibrate/fma_chains.h"
#include "quantizeml/calibrate/fma_kernels.h"
#include "quantizeml/calibrate/graph_of_one_layer.h"

namespace cnn2snn::quantizeml {
namespace {

float any_float(std::mt19937& random) {
  const auto bits = static_cast<std::uint32_t>(random());
  float value = 0;
  std::memcpy(&value, &bits, sizeof(value));
  return std::isfinite(value) ? value : 0.0F;
}

TEST(FusedMultiplyAdd, RoundsOnce) {
  std::mt19937 random(1);
  for (int i = 0; i < 200000; ++i) {
    const float a = any_float(random);
    const float b = any_float(random);
    const float c = i % 2 == 0 ? any_float(random) : -a * b;
    const float expected = std::fma(a, b, c);
    const float made = fused_multiply_add(a, b, c);
    ASSERT_TRUE(made == expected || (std::isnan(made) && std::isnan(expected)));
  }
  // Between two floats but for a part that a double does not hold.
  const float b = std::ldexp(1.0F, -60);
  EXPECT_EQ(fused_multiply_add(b, 1.0F, 1.0F), 1.0F);
  const float a = 1.0F + std::ldexp(1.0F, -12);
  EXPECT_EQ(fused_multiply_add(a, a, std::ldexp(1.0F, 30)), std::fma(a, a, std::ldexp(1.0F, 30)));
}

TEST(ErrorFunction, IsThatOfTheLibrary) {
  for (double x = -7; x < 7; x += 0.01) {
    EXPECT_NEAR(error_function(x), std::erf(x), 2e-15) << x;
    EXPECT_NEAR(exponential(x) / std::exp(x), 1.0, 2e-15) << x;
  }
}

using Values = std::vector<float>;

TEST(Conv2D, PadsLessBeforeThanAfter) {
  GraphOfOneLayer layer("Conv2D", R"({"padding": "same", "strides": [2, 2], "use_bias": true})");
  layer.weight("kernel", {2, 2, 1, 1}, {1, 10, 100, 1000}).weight("bias", {1}, {0.5F});
  const Tensor out = layer.run({counting({3, 3, 1})});
  EXPECT_EQ(out.shape, (keras::Shape{2, 2, 1}));
  EXPECT_EQ(out.values, (Values{5421.5F, 603.5F, 87.5F, 9.5F}));
}

TEST(PaddedConv2D, PadsWithItsValue) {
  GraphOfOneLayer layer("PaddedConv2D",
                        R"({"padding": "valid", "strides": [1, 1], "padding_value": [7.0]})");
  layer.weight("kernel", {3, 3, 1, 1}, {1, 1, 1, 1, 1, 1, 1, 1, 1});
  EXPECT_EQ(layer.run({counting({1, 1, 1})}).values, Values{57.0F});
}

TEST(DepthwiseConv2D, HasAKernelForEachChannel) {
  GraphOfOneLayer layer("DepthwiseConv2D", R"({"padding": "valid", "strides": [1, 1]})");
  layer.weight("depthwise_kernel", {1, 2, 2, 1}, {1, 10, 100, 1000});
  EXPECT_EQ(layer.run({counting({1, 2, 2})}).values, (Values{301, 4020}));
}

TEST(Conv2DTranspose, SpreadsEachInput) {
  GraphOfOneLayer layer("Conv2DTranspose", R"({"padding": "same", "strides": [2, 2]})");
  layer.weight("kernel", {3, 3, 1, 1}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  const Tensor out = layer.run({counting({1, 1, 1})});
  EXPECT_EQ(out.shape, (keras::Shape{2, 2, 1}));
  EXPECT_EQ(out.values, (Values{1, 2, 4, 5}));
}

TEST(Dense, AddsItsBiasLast) {
  GraphOfOneLayer layer("Dense", R"({"use_bias": true})");
  layer.weight("kernel", {2, 2}, {1, 2, 3, 4}).weight("bias", {2}, {10, 20});
  EXPECT_EQ(layer.run({counting({2})}).values, (Values{17, 30}));
}

TEST(MaxPooling2D, TakesTheLargest) {
  GraphOfOneLayer layer("MaxPooling2D", R"({"pool_size": [2, 2], "padding": "same"})");
  EXPECT_EQ(layer.run({counting({3, 3, 1})}).values, (Values{5, 6, 8, 9}));
}

TEST(GlobalAveragePooling2D, Averages) {
  GraphOfOneLayer layer("GlobalAveragePooling2D", "{}");
  EXPECT_EQ(layer.run({counting({5, 5, 2})}).values, (Values{25, 26}));
}

TEST(Merge, AddsAndJoins) {
  const Tensor a = counting({2, 2});
  EXPECT_EQ(GraphOfOneLayer("Add", "{}").run({a, a}).values, (Values{2, 4, 6, 8}));
  EXPECT_EQ(GraphOfOneLayer("Concatenate", R"({"axis": -1})").run({a, a}).values,
            (Values{1, 2, 1, 2, 3, 4, 3, 4}));
  EXPECT_EQ(GraphOfOneLayer("Concatenate", R"({"axis": 1})").run({a, a}).values,
            (Values{1, 2, 3, 4, 1, 2, 3, 4}));
}

TEST(Structural, MoveValues) {
  const Tensor a = counting({2, 3});
  EXPECT_EQ(GraphOfOneLayer("Permute", R"({"dims": [2, 1]})").run({a}).values,
            (Values{1, 4, 2, 5, 3, 6}));
  EXPECT_EQ(GraphOfOneLayer("Reshape", R"({"target_shape": [3, -1]})").run({a}).shape,
            (keras::Shape{3, 2}));
  EXPECT_EQ(GraphOfOneLayer("ExtractToken", R"({"token": 1, "axis": 1})").run({a}).values,
            (Values{4, 5, 6}));
}

TEST(BufferTempConv, RemembersFrames) {
  GraphOfOneLayer layer("BufferTempConv", R"({"kernel_size": 2, "filters": 1})");
  layer.weight("kernel", {1, 1, 2, 1}, {1, 10});
  std::vector<float> memory;
  Tensor frame({1, 1, 1}, 3.0F);
  EXPECT_EQ(layer.run({frame}, &memory).values, Values{30});
  frame.values[0] = 5.0F;
  EXPECT_EQ(layer.run({frame}, &memory).values, Values{53});
}

TEST(Activation, ComputesItsFunction) {
  const Tensor x = counting({1});
  const auto activation = [&x](const std::string& name) {
    return GraphOfOneLayer("Activation", R"({"activation": ")" + name + R"(", "alpha": 0.5})")
        .run({x})
        .values[0];
  };
  EXPECT_FLOAT_EQ(activation("gelu"), 0.8413447F);
  EXPECT_FLOAT_EQ(activation("swish"), 0.7310586F);
  EXPECT_FLOAT_EQ(activation("hard_silu"), 4.0F / 6.0F);
  Tensor negative({1}, -2.0F);
  GraphOfOneLayer leaky("Activation", R"({"activation": "leaky_relu", "alpha": 0.5})");
  EXPECT_EQ(leaky.run({negative}).values, Values{-1});
  EXPECT_EQ(GraphOfOneLayer("ReLU", R"({"max_value": 0.5})").run({x}).values, Values{0.5F});
  EXPECT_EQ(GraphOfOneLayer("Rescaling", R"({"scale": 2.0, "offset": 1.0})").run({x}).values,
            Values{3});
}

TEST(Operators, OfOtherClassesAreRefusedByName) {
  for (const char* class_name : {"LSTM", "StatefulRecurrent", "AveragePooling2D"}) {
    try {
      GraphOfOneLayer(class_name, "{}").run({counting({1})});
      FAIL() << class_name;
    } catch (const ConversionError& error) {
      EXPECT_EQ(error.problem().layers.at(0).name, "layer");
      EXPECT_EQ(error.problem().layers.at(0).class_name, class_name);
    }
  }
}

}  // namespace
}  // namespace cnn2snn::quantizeml
