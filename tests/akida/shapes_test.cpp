// SPDX-License-Identifier: Apache-2.0
// Shapes, widths and counts that the runtime (akida 2.19.3) gives for the same layers.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "akida/builder.h"

namespace cnn2snn::akida {
namespace {

struct Convolution {
  std::int32_t kernel;
  std::int32_t stride;
  std::int32_t padding;
  std::int32_t pool_type;
  std::int32_t pool_size;
  std::int32_t pool_stride;
  Shape3 expected;
};

Model with_input(Shape3 shape, std::int32_t bits) {
  Model model;
  Layer input;
  input.type = LayerType::kInputData;
  input.parameters = {{"input_width", static_cast<std::int32_t>(shape[0])},
                      {"input_height", static_cast<std::int32_t>(shape[1])},
                      {"input_channels", static_cast<std::int32_t>(shape[2])},
                      {"input_bits", bits}};
  add_layer(model, std::move(input));
  return model;
}

Layer& add(Model& model, LayerType type, std::map<std::string, std::int32_t> parameters,
           std::vector<std::string> inbounds = {}) {
  Layer layer;
  layer.type = type;
  layer.parameters = std::move(parameters);
  layer.inbounds = std::move(inbounds);
  return add_layer(model, std::move(layer));
}

TEST(Shapes, ConvolutionsAndPoolings) {
  const std::vector<Convolution> cases{
      {3, 1, kPaddingSame, kNoPooling, -1, -1, {9, 11, 2}},
      {3, 1, kPaddingValid, kNoPooling, -1, -1, {7, 9, 2}},
      {3, 2, kPaddingSame, kNoPooling, -1, -1, {5, 6, 2}},
      {3, 2, kPaddingValid, kNoPooling, -1, -1, {4, 5, 2}},
      {3, 2, kPaddingSameUpper, kNoPooling, -1, -1, {5, 6, 2}},
      {1, 1, kPaddingSame, kPoolMax, 2, 2, {5, 6, 2}},
      {1, 1, kPaddingValid, kPoolMax, 2, 2, {4, 5, 2}},
      {1, 1, kPaddingValid, kPoolMax, 3, 2, {4, 5, 2}},
      {1, 1, kPaddingSame, kPoolMax, 3, 1, {9, 11, 2}},
      {1, 1, kPaddingValid, kPoolAverage, -1, -1, {1, 1, 2}},
      {1, 1, kPaddingValid, kPoolAverage, 2, 1, {8, 10, 2}},
      {1, 1, kPaddingSame, kPoolAverage, 3, -1, {3, 4, 2}},
  };
  for (const Convolution& c : cases) {
    Model model = with_input({9, 11, 3}, 8);
    const Layer& layer = add(model, LayerType::kConv2D,
                             {{"filters", 2},
                              {"kernel_size", c.kernel},
                              {"kernel_stride", c.stride},
                              {"padding", c.padding},
                              {"pool_type", c.pool_type},
                              {"pool_size", c.pool_size},
                              {"pool_stride", c.pool_stride}});
    EXPECT_EQ(layer.output_shape, c.expected)
        << c.kernel << " " << c.stride << " " << c.padding << " " << c.pool_type;
  }
}

TEST(Shapes, OtherLayers) {
  Model model = with_input({5, 7, 3}, 8);
  EXPECT_EQ(
      add(model, LayerType::kConv2DTranspose, {{"filters", 4}, {"kernel_size", 3}}).output_shape,
      (Shape3{10, 14, 4}));
  EXPECT_EQ(add(model, LayerType::kDepthwiseConv2DTranspose, {{"kernel_size", 2}}).output_shape,
            (Shape3{20, 28, 4}));
  EXPECT_EQ(add(model, LayerType::kBufferTempConv, {{"filters", 6}, {"fifo_size", 2}}).output_shape,
            (Shape3{20, 28, 6}));
  EXPECT_EQ(add(model, LayerType::kConcatenate, {}, {"BufferTempConv_4", "BufferTempConv_4"})
                .output_shape,
            (Shape3{20, 28, 12}));
  EXPECT_EQ(add(model, LayerType::kDense1D, {{"units", 9}}).output_shape, (Shape3{1, 1, 9}));
  EXPECT_EQ(model.layers.back().variables.at("weights").shape,
            (std::vector<std::uint32_t>{20 * 28 * 12, 9}));
}

TEST(Shapes, ChannelsFirstQuantizerTurnsTheInput) {
  Model model;
  const Layer& layer = add(model, LayerType::kQuantizer,
                           {{"input_width", 3},
                            {"input_height", 5},
                            {"input_channels", 7},
                            {"output_bits", 8},
                            {"output_signed", 0},
                            {"channels_first", 1}});
  EXPECT_EQ(layer.output_shape, (Shape3{5, 7, 3}));
  EXPECT_EQ(layer.variables.at("scales").shape, (std::vector<std::uint32_t>{3}));
}

TEST(Outputs, AreSignedFromFiveBitsOn) {
  for (const std::int32_t bits : {1, 4, 5, 8, 32}) {
    Model model = with_input({4, 4, 3}, 8);
    add(model, LayerType::kConv2D, {{"filters", 2}, {"kernel_size", 1}, {"output_bits", bits}});
    EXPECT_EQ(model.layers.back().output_signed, bits >= 5) << bits;
    EXPECT_EQ(model.layers.back().output_bits, bits);
  }
  Model model = with_input({4, 4, 3}, 4);
  EXPECT_FALSE(model.layers.back().output_signed);
  add(model, LayerType::kFullyConnected, {{"units", 2}, {"activation", 0}});
  EXPECT_TRUE(model.layers.back().output_signed);
}

TEST(Counts, OperationsAreTheRuntimes) {
  Model model = with_input({9, 7, 3}, 8);
  EXPECT_EQ(macs(add(model, LayerType::kConv2D, {{"filters", 4}, {"kernel_size", 3}})), 6804U);
  EXPECT_EQ(parameter_count(model.layers.back()), 3U * 3 * 3 * 4 + 4);
  EXPECT_EQ(macs(model.layers.front()), 0U);
  const Layer& average =
      add(model, LayerType::kDepthwiseConv2D, {{"kernel_size", 3}, {"pool_type", 2}});
  EXPECT_EQ(macs(average), 9U * 7 * 9 * 4 + 4);

  const struct {
    std::int32_t time, channels, states, outputs, subsample;
    std::uint64_t expected;
  } recurrent[] = {{8, 3, 5, 4, 1, 440},  {8, 3, 5, 4, 2, 360}, {8, 7, 5, 4, 2, 520},
                   {8, 3, 11, 4, 2, 792}, {8, 3, 5, 9, 2, 460}, {16, 3, 5, 4, 2, 720}};
  for (const auto& c : recurrent) {
    Model pico = with_input(
        {1, static_cast<std::uint32_t>(c.time), static_cast<std::uint32_t>(c.channels)}, 8);
    EXPECT_EQ(macs(add(pico, LayerType::kStatefulRecurrent,
                       {{"stateful_channels", c.states},
                        {"output_channels", c.outputs},
                        {"subsample", c.subsample}})),
              c.expected);
    EXPECT_EQ(ip_version(pico), "pico");
    EXPECT_EQ(oldest_runtime(pico), "2.19.1");
  }
}

TEST(Versions, FollowFromTheLayers) {
  Model model = with_input({4, 4, 3}, 4);
  EXPECT_EQ(ip_version(model), "none");
  EXPECT_EQ(oldest_runtime(model), "2.4.0");
  add(model, LayerType::kFullyConnected, {{"units", 2}});
  EXPECT_EQ(ip_version(model), "v1");
  EXPECT_EQ(oldest_runtime(model), "2.4.0");
  add(model, LayerType::kDequantizer, {});
  EXPECT_EQ(oldest_runtime(model), "2.14.0");
}

}  // namespace
}  // namespace cnn2snn::akida
