// SPDX-License-Identifier: Apache-2.0
// Each case was tried on the runtime (akida 2.19.3): class and text of its exception.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "akida/builder.h"
#include "base/conversion_error.h"

namespace cnn2snn::akida {
namespace {

using Parameters = std::map<std::string, std::int32_t>;

Layer layer(LayerType type, Parameters parameters, std::vector<std::string> inbounds = {},
            std::string name = {}) {
  Layer out;
  out.name = std::move(name);
  out.type = type;
  out.parameters = std::move(parameters);
  out.inbounds = std::move(inbounds);
  return out;
}

Layer input(std::int32_t x, std::int32_t y, std::int32_t channels, std::int32_t bits = 8) {
  return layer(LayerType::kInputData, {{"input_width", x},
                                       {"input_height", y},
                                       {"input_channels", channels},
                                       {"input_bits", bits}});
}

Layer quantizer(std::int32_t bits, std::int32_t is_signed) {
  return layer(LayerType::kQuantizer, {{"input_width", 8},
                                       {"input_height", 8},
                                       {"input_channels", 3},
                                       {"output_bits", bits},
                                       {"output_signed", is_signed}});
}

Parameters with(Parameters base, const Parameters& changes) {
  for (const auto& [name, value] : changes) base[name] = value;
  return base;
}

const Parameters kConv{{"filters", 4}, {"kernel_size", 3}};
const Parameters kDepthwise{{"kernel_size", 3}};
const Parameters kInputConv{{"input_x", 8}, {"input_y", 8},     {"input_channels", 3},
                            {"filters", 4}, {"kernel_size", 3}, {"kernel_stride", 1}};
const Parameters kConvV1{
    {"filters", 4}, {"kernel_width", 3}, {"kernel_height", 3}, {"stride_x", 1}, {"stride_y", 1}};
const Parameters kInputConvV1 =
    with(kConvV1, {{"input_width", 8}, {"input_height", 8}, {"input_channels", 3}});
const Parameters kRecurrent{{"stateful_channels", 4}, {"output_channels", 3}};

struct Refusal {
  std::string name;
  std::vector<Layer> before;
  Layer last;
  std::string error_class;
  std::string message;
};

void PrintTo(const Refusal& refusal, std::ostream* out) {
  *out << refusal.name;
}

Layer conv(const Parameters& changes, std::vector<std::string> inbounds = {},
           std::string name = {}) {
  return layer(LayerType::kConv2D, with(kConv, changes), std::move(inbounds), std::move(name));
}

std::vector<Refusal> refusals() {
  const std::vector<Layer> one{input(8, 8, 3)};
  const std::vector<Layer> four{input(8, 8, 3, 4)};
  const auto branches = [](const Parameters& a, const Parameters& b) {
    return std::vector<Layer>{input(8, 8, 3), conv(a, {"InputData_1"}, "a"),
                              conv(b, {"InputData_1"}, "b")};
  };
  const std::string value = "ValueError";
  const std::string runtime = "RuntimeError";
  const std::string small = "Computed output size would not be strictly positive.";
  const std::string pooling =
      "Incoherent pooling parameters: pool_size should be -1 when pool_type is set to "
      "PoolType.NoPooling or PoolType.Average, or should be > 0 when pool_type is set to "
      "PoolType.Max.";
  const auto between = [](const std::string& name, const std::string& range) {
    return "The " + name + " parameter must be between " + range + ".";
  };
  using T = LayerType;
  return {
      {"InputDataBits", {}, input(8, 8, 3, 0), value, "Parameter input_bits cannot be 0."},
      {"InputDataChannels", {}, input(8, 8, 0), value, "Parameter input_channels cannot be 0."},
      {"InputDataWidth", {}, input(0, 8, 3), value, "Parameter input_width cannot be 0."},
      {"QuantizerBits", {}, quantizer(5, 0), value, "The parameter bitwidth should be 4 or 8."},
      {"ConvFilters", one, conv({{"filters", 0}}), value,
       "The filters parameter must be strictly positive."},
      {"ConvEvenKernel", one, conv({{"kernel_size", 4}}), value, "Kernel size must be odd."},
      {"ConvStride3", one, conv({{"kernel_stride", 3}}), value,
       "Kernel stride must be equal to 1 or 2."},
      {"ConvKernelBeforeStride", one, conv({{"kernel_size", 2}, {"kernel_stride", 3}}), value,
       "Kernel size must be odd."},
      {"ConvStride2Kernel5", one, conv({{"kernel_size", 5}, {"kernel_stride", 2}}), value,
       "Stride 2 is only supported with kernel size 1 or 3."},
      {"DepthwiseStride2Kernel1", one,
       layer(T::kDepthwiseConv2D, {{"kernel_size", 1}, {"kernel_stride", 2}}), value,
       "Stride 2 is only supported with kernel size 3."},
      {"ConvOutputBits", one, conv({{"output_bits", 33}}), value,
       between("output_bits", "1 and 32")},
      {"ConvBufferBits", one, conv({{"buffer_bits", 0}}), value,
       between("buffer_bits", "1 and 32")},
      {"ConvPostOpBits", one, conv({{"post_op_buffer_bits", 40}}), value,
       between("post_op_buffer_bits", "1 and 32")},
      {"ConvMaxPoolSize", one, conv({{"pool_type", 1}, {"pool_size", 0}, {"pool_stride", 1}}),
       value, pooling},
      {"ConvMaxPoolStride", one, conv({{"pool_type", 1}, {"pool_size", 2}, {"pool_stride", 3}}),
       value, "Parameter pool_stride cannot be higher than pool_size."},
      {"ConvValidTooLarge", one, conv({{"kernel_size", 9}, {"padding", 0}}), runtime, small},
      {"ConvValidPoolTooLarge", one,
       conv({{"padding", 0}, {"pool_type", 1}, {"pool_size", 7}, {"pool_stride", 1}}), runtime,
       small},
      {"InputConvChannels",
       {},
       layer(T::kInputConv2D, with(kInputConv, {{"input_channels", 2}})),
       value,
       "InputConv2D input must have 1 or 3 channels."},
      {"InputConvAverage",
       {},
       layer(T::kInputConv2D, with(kInputConv, {{"pool_type", 2}})),
       value,
       "InputConv2D can't perform a Global Average Pooling."},
      {"InputConvKernel",
       {},
       layer(T::kInputConv2D, with(kInputConv, {{"kernel_size", 0}})),
       value,
       "Parameter kernel_size cannot be 0."},
      {"InputConvSigned",
       {quantizer(8, 1)},
       layer(T::kInputConv2D, kInputConv),
       runtime,
       "The layer preceding InputConv2D must output unsigned 8-bit values."},
      {"InputConvDimensions",
       {quantizer(8, 0)},
       layer(T::kInputConv2D, with(kInputConv, {{"input_x", 5}})),
       runtime,
       "Input dimensions incompatible with previous layer."},
      {"TransposeFilters", one, layer(T::kConv2DTranspose, {{"filters", 0}, {"kernel_size", 3}}),
       value, "The filters parameter must be strictly positive"},
      {"DenseUnits", one, layer(T::kDense1D, {{"units", 0}}), value,
       "The units parameter must be strictly positive"},
      {"BufferFifo", one, layer(T::kBufferTempConv, {{"filters", 2}, {"fifo_size", 11}}), value,
       "fifo_size must be between 2 and 10."},
      {"DepthwiseBufferFifo", one, layer(T::kDepthwiseBufferTempConv, {{"fifo_size", 1}}), value,
       "fifo_size must be between 2 and 10."},
      {"RecurrentTime",
       {input(1, 8, 3)},
       layer(T::kStatefulRecurrent, with(kRecurrent, {{"subsample", 3}})),
       runtime,
       "Input time dimension (8) must be divisible by subsample (3."},
      {"RecurrentSubsample",
       {input(1, 8, 3)},
       layer(T::kStatefulRecurrent, with(kRecurrent, {{"subsample", 0}, {"output_channels", 0}})),
       value,
       "The subsample parameter must be strictly positive."},
      {"RecurrentInbound",
       {quantizer(8, 1)},
       layer(T::kStatefulRecurrent, kRecurrent, {}, "s"),
       value,
       "s : Inbound must be InputData for the first StatefulRecurrent layer. Otherwise it should "
       "be another StatefulRecurrent layer."},
      {"AddOneInbound", one, layer(T::kAdd, {}, {"InputData_1"}, "add"), value,
       "add must have exactly 2 inbound layers"},
      {"AddShapes", branches({}, {{"filters", 5}}), layer(T::kAdd, {}, {"a", "b"}), value,
       "All Add inputs should have the same output_size."},
      {"AddWide", branches({}, {{"output_bits", 16}}), layer(T::kAdd, {}, {"a", "b"}), runtime,
       "Add layer cannot be added if incoming layers' outputs requires more than 8 bits."},
      {"AddUnsigned32", branches({{"output_bits", 4}}, {{"output_bits", 4}}),
       layer(T::kAdd, {{"output_bits", 32}}, {"a", "b"}), value,
       "when incoming layers' outputs are both unsigned, Add layer's maximum output_bits is 31."},
      {"ConcatenateSigns", branches({}, {{"output_bits", 4}}),
       layer(T::kConcatenate, {}, {"a", "b"}), value,
       "All Concatenate inbound layers should produce the same signs"},
      {"ConcatenateBits", branches({}, {{"output_bits", 16}}),
       layer(T::kConcatenate, {}, {"a", "b"}), value,
       "All Concatenate inbound layers should have the same output_bits"},
      {"ConcatenateSizes", branches({}, {{"kernel_stride", 2}}),
       layer(T::kConcatenate, {}, {"a", "b"}), value,
       "All Concatenate inbound layers should produce output shapes with the same first two "
       "dimensions"},
      {"ConvTwoInbounds", branches({}, {}), conv({}, {"a", "b"}, "c"), value,
       "c must have exactly 1 inbound layer"},
      {"FirstLayer", {}, conv({}, {}, "c"), value, "c must have exactly 1 inbound layer"},
      {"InputAfterLayer", one, input(8, 8, 3), runtime,
       "Input layers cannot have inbound layers other than a Quantizer."},
      {"InputSign",
       {quantizer(8, 0)},
       input(8, 8, 3),
       runtime,
       "InputData sign incompatible with previous layer."},
      {"InputBits",
       {quantizer(8, 1)},
       input(8, 8, 3, 16),
       runtime,
       "InputData bitwidth incompatible with previous layer."},
      {"QuantizerSecond", one, quantizer(8, 0), runtime, "Quantizer must be first layer."},
      {"MixedVersions",
       {input(8, 8, 3, 4), conv({})},
       layer(T::kConvolutional, kConvV1),
       value,
       "The IP version of the layer does not match those of the other layers of the Model."},
      {"SameName",
       {input(8, 8, 3), conv({}, {}, "c")},
       conv({}, {}, "c"),
       value,
       "Cannot have multiple layers with the same name: c."},
      {"UnknownInbound", one, conv({}, {"x"}), value,
       "Only layers already belonging to model can be used as inbound layers. Layer 'x' not "
       "found."},
      {"V1Signed",
       {input(8, 8, 3, 5)},
       layer(T::kConvolutional, kConvV1),
       value,
       "Convolutional layer only accepts unsigned inputs."},
      {"V1SeparableWide",
       {input(8, 8, 3, 5)},
       layer(T::kSeparableConvolutional, kConvV1),
       runtime,
       "SeparableConvolutional cannot be added if previous layer's output requires more than 4 "
       "bits."},
      {"V1Dense",
       {input(8, 8, 3, 8)},
       layer(T::kFullyConnected, {{"units", 2}}),
       runtime,
       "FullyConnected cannot be added if previous layer's output requires more than 4 bits."},
      {"V1Strides", four, layer(T::kConvolutional, with(kConvV1, {{"stride_x", 4}})), value,
       "Strides > kernel size are not supported"},
      {"V1EvenKernel", four, layer(T::kConvolutional, with(kConvV1, {{"kernel_width", 2}})), value,
       "Parameter kernel_width must be strictly positive and odd."},
      {"V1WeightsBits", four, layer(T::kConvolutional, with(kConvV1, {{"weights_bits", 3}})), value,
       "The weight bitwidth must be 1, 2, 4 or 8. Receives weights_bits=3."},
      {"V1ActBits", four, layer(T::kFullyConnected, {{"units", 2}, {"act_bits", 3}}), value,
       "act_bits must be 1, 2 or 4. Receives act_bits=3."},
      {"V1InputActBits",
       {},
       layer(T::kInputConvolutional, with(kInputConvV1, {{"act_bits", 5}})),
       value,
       between("act_bits", "1 and 4")},
      {"V1PaddingValue",
       {},
       layer(T::kInputConvolutional, with(kInputConvV1, {{"padding_value", 256}})),
       value,
       "padding_value must be an uint8 value. Receives padding_value=256."},
      {"V1PoolSizeWithout", four,
       layer(T::kConvolutional, with(kConvV1, {{"pooling_width", 2}, {"pooling_height", 2}})),
       value, pooling},
      {"PicoInbounds",
       {input(1, 8, 3, 16)},
       layer(T::kPicoPostProcessing, {}, {"InputData_1", "InputData_1"}),
       runtime,
       "PicoPostProcessing requires two inbounds layers of type StatefulRecurrent and InputData."},
      {"PicoBits",
       {input(1, 8, 3, 16), layer(T::kStatefulRecurrent, kRecurrent, {}, "s")},
       layer(T::kPicoPostProcessing, {}, {"s", "InputData_1"}),
       runtime,
       "The StatefulRecurrent inbound layer ('s') of a PicoPostProcessing must have output bits > "
       "16."},
      {"PicoBuffer", one, layer(T::kPicoPostProcessing, {{"buffer_bits", 45}}), value,
       between("buffer_bits", "1 and 44")},
  };
}

class Refused : public testing::TestWithParam<Refusal> {};

TEST_P(Refused, AsTheRuntimeDoes) {
  Model model;
  for (const Layer& before : GetParam().before) add_layer(model, before);
  const std::size_t layers = model.layers.size();
  try {
    add_layer(model, GetParam().last);
    FAIL() << "accepted";
  } catch (const ConversionError& error) {
    EXPECT_EQ(error.problem().reason, GetParam().message);
    EXPECT_EQ(error.problem().error_class, GetParam().error_class);
    EXPECT_EQ(error.problem().id, ErrorId::kAkidaLayer);
  }
  EXPECT_EQ(model.layers.size(), layers);
}

INSTANTIATE_TEST_SUITE_P(Layers, Refused, testing::ValuesIn(refusals()),
                         [](const auto& test) { return test.param.name; });

TEST(Accepted, WhatTheRuntimeAcceptsToo) {
  Model model;
  add_layer(model, input(8, 8, 3));
  // Bit widths of a DepthwiseConv2D are not checked; a pooling larger than its input is padded.
  add_layer(model, layer(LayerType::kDepthwiseConv2D, with(kDepthwise, {{"buffer_bits", 33}})));
  add_layer(model, conv({{"pool_type", 1}, {"pool_size", 32}, {"pool_stride", 32}}));
  add_layer(model, layer(LayerType::kAdd, {}, {"Conv2D_3", "Conv2D_3"}));
  EXPECT_EQ(model.layers.back().output_shape, (Shape3{1, 1, 4}));
  EXPECT_EQ(model.layers.back().name, "Add_4");
}

TEST(Accepted, GeneratedNamesAreTheRuntimes) {
  Model model;
  add_layer(model, layer(LayerType::kInputConvolutional, kInputConvV1));
  add_layer(model, layer(LayerType::kConvolutional, kConvV1));
  add_layer(model, layer(LayerType::kSeparableConvolutional, kConvV1));
  add_layer(model, layer(LayerType::kFullyConnected, {{"units", 2}}));
  EXPECT_EQ(model.layers[0].name, "InputConv_1");
  EXPECT_EQ(model.layers[1].name, "Conv_2");
  EXPECT_EQ(model.layers[2].name, "SepConv_3");
  EXPECT_EQ(model.layers[3].name, "Fully_4");
}

TEST(Limits, GiantLayersAreRefusedBeforeAnythingIsAllocated) {
  for (const std::int32_t filters : {200'000'000, 2'000'000'000}) {
    Model model;
    add_layer(model, input(8, 8, 3));
    try {
      add_layer(model, conv({{"filters", filters}}));
      FAIL() << filters;
    } catch (const ConversionError& error) {
      EXPECT_EQ(error.problem().id, ErrorId::kLimit);
    }
  }
  Model model;
  add_layer(model, input(60000, 60000, 60000));
  EXPECT_THROW(add_layer(model, layer(LayerType::kDense1D, {{"units", 2}})), ConversionError);
}

TEST(Parameters, UnknownOnesAreRefused) {
  Model model;
  add_layer(model, input(8, 8, 3));
  EXPECT_THROW(add_layer(model, conv({{"dilation", 2}})), ConversionError);
}

}  // namespace
}  // namespace cnn2snn::akida
