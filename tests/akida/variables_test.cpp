// SPDX-License-Identifier: Apache-2.0
#include "akida/variables.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include "akida/builder.h"
#include "akida/fields.h"
#include "base/conversion_error.h"

namespace cnn2snn::akida {
namespace {

Model with_conv(std::int32_t weights_bits, std::int32_t activation) {
  Model model;
  Layer input;
  input.type = LayerType::kInputData;
  input.parameters = {
      {"input_width", 4}, {"input_height", 4}, {"input_channels", 3}, {"input_bits", 8}};
  add_layer(model, std::move(input));
  Layer conv;
  conv.type = LayerType::kConv2D;
  conv.parameters = {{"filters", 2},
                     {"kernel_size", 1},
                     {"weights_bits", weights_bits},
                     {"activation", activation}};
  add_layer(model, std::move(conv));
  return model;
}

std::string reason_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const ConversionError& error) {
    return error.problem().reason;
  }
  return "accepted";
}

TEST(Variables, DefaultsDependOnTheActivation) {
  const Model plain = with_conv(8, kNoActivation);
  EXPECT_EQ(plain.layers[1].variables.size(), 6U);
  const Model relu = with_conv(8, kActivationReLU);
  EXPECT_EQ(relu.layers[1].variables.at("max_value").data, (std::vector<std::uint8_t>{127, 127}));
  EXPECT_EQ(relu.layers[1].variables.at("max_value_shift").data,
            (std::vector<std::uint8_t>{31, 31}));
  EXPECT_EQ(relu.layers[1].variables.at("output_scales").data, (std::vector<std::uint8_t>{1, 1}));
  const Model lut = with_conv(8, kActivationLUT);
  const Variable& values = lut.layers[1].variables.at("lut_values");
  ASSERT_EQ(values.data.size(), 8192U);
  std::int32_t first = 0;
  std::int32_t last = 0;
  std::memcpy(&first, values.data.data(), 4);
  std::memcpy(&last, values.data.data() + 8188, 4);
  EXPECT_EQ(first, -1024);
  EXPECT_EQ(last, 1023);
  EXPECT_EQ(bitwidth(values), 11);
}

TEST(Variables, WeightsTypeFollowsTheirWidth) {
  EXPECT_EQ(with_conv(8, 1).layers[1].variables.at("weights").dtype, DType::kInt8);
  EXPECT_EQ(with_conv(4, 1).layers[1].variables.at("weights").dtype, DType::kInt4);
}

TEST(Variables, ValuesAreConvertedAndBroadcast) {
  Model model = with_conv(4, kActivationReLU);
  Layer& conv = model.layers[1];
  set_variable(conv, "bias", std::vector<std::int32_t>{-128, 127});
  EXPECT_EQ(conv.variables.at("bias").data, (std::vector<std::uint8_t>{128, 127}));
  set_variable(conv, "input_shift", std::vector<std::int32_t>{3});
  EXPECT_EQ(conv.variables.at("input_shift").data, (std::vector<std::uint8_t>{3, 3, 3}));
  set_variable(conv, "output_shift", std::vector<float>{-2.0F, 5.0F});
  EXPECT_EQ(conv.variables.at("output_shift").data, (std::vector<std::uint8_t>{254, 5}));
  set_weights(conv, "weights", {-8, 7, 0, 1, 2, 3});
  EXPECT_EQ(conv.variables.at("weights").data, (std::vector<std::uint8_t>{248, 7, 0, 1, 2, 3}));
  EXPECT_EQ(bitwidth(conv.variables.at("weights")), 4);
  EXPECT_EQ(bitwidth(conv.variables.at("bias")), 8);
  EXPECT_EQ(bitwidth(conv.variables.at("input_shift")), 2);
  EXPECT_EQ(bitwidth(conv.variables.at("max_value_shift")), 5);
}

TEST(Variables, WrongOnesAreRefusedInTheRuntimesWords) {
  Model model = with_conv(4, kActivationReLU);
  Layer& conv = model.layers[1];
  EXPECT_EQ(reason_of([&] {
              set_weights(conv, "weights", {8, 0, 0, 0, 0, 0});
            }),
            "Invalid value 8. Maximum authorized value is 7");
  EXPECT_EQ(reason_of([&] {
              set_weights(conv, "weights", {-9, 0, 0, 0, 0, 0});
            }),
            "Invalid value -9. Minimum authorized value is -8");
  EXPECT_EQ(reason_of([&] { set_weights(conv, "kernel", {1}); }), "No such variable 'kernel'.");
  EXPECT_NE(reason_of([&] { set_weights(conv, "weights", {1, 2}); }), "accepted");
  EXPECT_NE(reason_of([&] {
              set_variable(conv, "bias", std::vector<std::int32_t>{128, 0});
            }),
            "accepted");
  EXPECT_NE(reason_of([&] {
              set_variable(conv, "bias", std::vector<float>{0.5F, 0.0F});
            }),
            "accepted");
  EXPECT_NE(reason_of([&] { set_variable(conv, "bias_shift", std::vector<std::int32_t>{-1}); }),
            "accepted");
}

TEST(Variables, GivenOnesAreKeptAndChecked) {
  Model model = with_conv(8, kNoActivation);
  Layer next;
  next.type = LayerType::kDense1D;
  next.parameters = {{"units", 1}};
  Variable weights{"weights", {32, 1}, DType::kInt8, std::vector<std::uint8_t>(32, 9)};
  next.variables["weights"] = weights;
  EXPECT_EQ(add_layer(model, next).variables.at("weights").data, weights.data);
  next.name = "again";
  next.inbounds = {"Conv2D_2"};
  next.variables["weights"].shape = {1, 32};
  EXPECT_THROW(add_layer(model, next), ConversionError);
  next.variables["weights"] = weights;
  next.variables["weights"].dtype = DType::kInt4;
  EXPECT_THROW(add_layer(model, next), ConversionError);
}

/// Of the first generation: two inputs, each connected with every one of the units.
Model with_fully_connected(std::int32_t units) {
  Model model;
  Layer input;
  input.type = LayerType::kInputData;
  input.parameters = {
      {"input_width", 1}, {"input_height", 1}, {"input_channels", 2}, {"input_bits", 4}};
  add_layer(model, std::move(input));
  Layer dense;
  dense.type = LayerType::kFullyConnected;
  dense.parameters = {{"units", units}, {"weights_bits", 4}};
  add_layer(model, std::move(dense));
  return model;
}

TEST(Variables, FirstGenerationWeightsAreSymmetric) {
  Model model = with_fully_connected(1);
  Layer& added = model.layers.back();
  EXPECT_EQ(added.variables.at("weights").shape, (std::vector<std::uint32_t>{1, 1, 2, 1}));
  EXPECT_NO_THROW(set_weights(added, "weights", {-7, 7}));
  EXPECT_THROW(set_weights(added, "weights", {-8, 7}), ConversionError);
}

TEST(Variables, OfFloatsTakeIntegersToo) {
  Model model = with_conv(8, kNoActivation);
  Layer dequantizer;
  dequantizer.type = LayerType::kDequantizer;
  Layer& added = add_layer(model, std::move(dequantizer));
  set_variable(added, "scales", std::vector<std::int32_t>{-3, 2});
  EXPECT_EQ(element(added.variables.at("scales"), 0), -3.0);
  EXPECT_EQ(element(added.variables.at("scales"), 1), 2.0);
  EXPECT_EQ(reason_of([&] {
              set_weights(added, "scales", {1, 2});
            }),
            "Unsupported variable type for scales expected float32 received int8");
}

TEST(Variables, OfAnotherSizeOrNameAreRefused) {
  Model model = with_conv(8, kNoActivation);
  Layer dense;
  dense.type = LayerType::kDense1D;
  dense.parameters = {{"units", 1}};
  dense.variables["weights"] = {"weights", {32, 1}, DType::kInt8, std::vector<std::uint8_t>(31, 9)};
  EXPECT_EQ(reason_of([&] { add_layer(model, dense); }),
            "weights holds another number of bytes than its shape asks for");
  dense.variables.clear();
  dense.variables["kernel"] = {"kernel", {1}, DType::kInt8, {0}};
  EXPECT_EQ(reason_of([&] { add_layer(model, dense); }), "No such variable 'kernel'.");
  dense.variables.clear();
  dense.parameters["units"] = 1 << 26;
  EXPECT_EQ(reason_of([&] { add_layer(model, dense); }), "the model would be larger than 1 GiB");
}

TEST(Variables, GroupsOfOldFilesAreDroppedWhereEachNeuronIsAlone) {
  const auto loaded = [](std::vector<std::uint8_t> groups) {
    Model model = with_fully_connected(2);
    Layer whole = std::move(model.layers.back());
    model.layers.pop_back();
    const auto count = static_cast<std::uint32_t>(groups.size());
    whole.variables["wta_groups"] = {"wta_groups", {count}, DType::kUInt8, std::move(groups)};
    return load_layer(model, whole).variables.count("wta_groups");
  };
  EXPECT_EQ(loaded({0, 1}), 0U);
  EXPECT_EQ(reason_of([&] { loaded({0, 0}); }), "Cannot deserialize a model that uses the WTA.");
}

TEST(Fields, ReadTypedElementsAndParameters) {
  Model model = with_conv(8, kActivationLUT);
  Layer& conv = model.layers[1];
  EXPECT_EQ(parameter(conv, "filters"), 2);
  EXPECT_EQ(parameter(conv, "no such parameter"), 0);
  set_weights(conv, "weights", {-128, 127, 3, -1, 0, 5});
  EXPECT_EQ(values(conv, kWeights), (std::vector<std::int8_t>{-128, 127, 3, -1, 0, 5}));
  set_variable(conv, "output_scales", std::vector<std::int32_t>{200, 1});
  EXPECT_EQ(values(conv, kOutputScales), (std::vector<std::uint8_t>{200, 1}));
  EXPECT_EQ(values(conv, kLutValues)[1], -1023);
  EXPECT_TRUE(values(conv, kMaxValue).empty());
  EXPECT_EQ(element(conv.variables.at("output_scales"), 0), 200.0);
  EXPECT_EQ(element_count(find_variable(conv, "lut_values")), 2048U);
}

}  // namespace
}  // namespace cnn2snn::akida
