// SPDX-License-Identifier: Apache-2.0
//
// The fast kernels against the definition: every instruction set of this
// processor alone, and whole layers on random and extreme values.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "akida/builder.h"
#include "akida/make_layer.h"
#include "engine/arithmetic.h"
#include "engine/fast/fast.h"
#include "engine/kernels/simd.h"
#include "engine/plan.h"

namespace cnn2snn::engine {
namespace {

using Random = std::mt19937;

std::int32_t between(Random& random, std::int32_t low, std::int32_t high) {
  return std::uniform_int_distribution<std::int32_t>(low, high)(random);
}

/// Half of them at the ends.
std::int32_t extreme(Random& random, std::int32_t low, std::int32_t high) {
  const std::int32_t kind = between(random, 0, 3);
  if (kind == 0) return low;
  return kind == 1 ? high : between(random, low, high);
}

class InstructionSet : public testing::TestWithParam<std::size_t> {
 protected:
  const SimdKernels& simd() const { return simd_kernel_set(GetParam()); }
  Random random{17};
};

TEST_P(InstructionSet, MultipliesRows) {
  for (int round = 0; round < 60; ++round) {
    const auto rows = static_cast<std::size_t>(between(random, 1, 3));
    const auto pairs = static_cast<std::size_t>(between(random, 1, 20));
    const auto pixels = static_cast<std::size_t>(between(random, 1, 15));
    const auto blocks = static_cast<std::size_t>(between(random, 1, 2));
    const std::ptrdiff_t pixel_stride = between(random, 1, 9);
    const std::ptrdiff_t row_stride = between(random, 40, 60);
    const std::size_t width = 2 * simd().lanes;
    std::vector<std::int16_t> input(500);
    for (auto& x : input) x = static_cast<std::int16_t>(extreme(random, -128, 255));
    std::vector<std::int16_t> weights(blocks * rows * pairs * width * 2);
    for (auto& w : weights) w = static_cast<std::int16_t>(extreme(random, -128, 127));
    std::vector<std::int32_t> sums(pixels * blocks * width);
    simd().multiply({input.data(), row_stride, pixel_stride, pixels, weights.data(), rows, pairs,
                     blocks, sums.data()});
    for (std::size_t p = 0; p < pixels; ++p) {
      for (std::size_t f = 0; f < blocks * width; ++f) {
        std::int32_t sum = 0;
        for (std::size_t r = 0; r < rows; ++r) {
          for (std::size_t i = 0; i < 2 * pairs; ++i) {
            const std::size_t at =
                (((f / width * rows + r) * pairs + i / 2) * width + f % width) * 2 + i % 2;
            sum += input[p * static_cast<std::size_t>(pixel_stride) +
                         r * static_cast<std::size_t>(row_stride) + i] *
                   weights[at];
          }
        }
        ASSERT_EQ(sums[p * blocks * width + f], sum) << simd().name << " round " << round;
      }
    }
  }
}

TEST_P(InstructionSet, MultipliesBytes) {
  if (simd().multiply_bytes == nullptr) GTEST_SKIP() << simd().name << " has no such instructions";
  for (int round = 0; round < 60; ++round) {
    const auto rows = static_cast<std::size_t>(between(random, 1, 3));
    const auto quads = static_cast<std::size_t>(between(random, 1, 10));
    const auto pixels = static_cast<std::size_t>(between(random, 1, 30));
    const auto blocks = static_cast<std::size_t>(between(random, 1, 2));
    const std::ptrdiff_t pixel_stride = between(random, 1, 9);
    const std::ptrdiff_t row_stride = between(random, 40, 60);
    const std::size_t width = 2 * simd().lanes;
    std::vector<std::uint8_t> input(600);
    for (auto& x : input) x = static_cast<std::uint8_t>(extreme(random, 0, 255));
    std::vector<std::int8_t> weights(blocks * rows * quads * width * 4);
    for (auto& w : weights) w = static_cast<std::int8_t>(extreme(random, -128, 127));
    std::vector<std::int32_t> start(blocks * width);
    for (auto& s : start) s = extreme(random, -(1 << 24), 1 << 24);
    std::vector<std::int32_t> sums(pixels * blocks * width);
    simd().multiply_bytes({input.data(), row_stride, pixel_stride, pixels, weights.data(), rows,
                           quads, blocks, start.data(), sums.data()});
    for (std::size_t p = 0; p < pixels; ++p) {
      for (std::size_t f = 0; f < blocks * width; ++f) {
        std::int32_t sum = start[f];
        for (std::size_t r = 0; r < rows; ++r) {
          for (std::size_t i = 0; i < 4 * quads; ++i) {
            const std::size_t at =
                (((f / width * rows + r) * quads + i / 4) * width + f % width) * 4 + i % 4;
            sum += input[p * static_cast<std::size_t>(pixel_stride) +
                         r * static_cast<std::size_t>(row_stride) + i] *
                   weights[at];
          }
        }
        ASSERT_EQ(sums[p * blocks * width + f], sum) << simd().name << " round " << round;
      }
    }
  }
}

TEST_P(InstructionSet, AddsUp) {
  const std::size_t channels = 3 * simd().lanes;
  const std::size_t stride = channels + 5;
  const std::size_t pixels = 7;
  std::vector<std::int32_t> sums(pixels * stride);
  for (auto& sum : sums) sum = extreme(random, -(1 << 26), 1 << 26);
  std::vector<std::int32_t> bias(channels), low(channels), high(channels), totals(channels, 3);
  for (std::size_t c = 0; c < channels; ++c) {
    bias[c] = extreme(random, -(1 << 20), 1 << 20);
    low[c] = extreme(random, -(1 << 26), 0);
    high[c] = extreme(random, 0, 1 << 26);
  }
  simd().add_up(
      {sums.data(), stride, pixels, channels, bias.data(), low.data(), high.data(), totals.data()});
  for (std::size_t c = 0; c < channels; ++c) {
    std::int32_t wanted = 3;
    for (std::size_t p = 0; p < pixels; ++p) {
      wanted += std::clamp(sums[p * stride + c] + bias[c], low[c], high[c]);
    }
    ASSERT_EQ(totals[c], wanted) << simd().name;
  }
}

TEST_P(InstructionSet, MultipliesChannels) {
  for (int round = 0; round < 40; ++round) {
    const std::size_t channels = static_cast<std::size_t>(between(random, 1, 3)) * 2 * simd().lanes;
    const auto pixels = static_cast<std::size_t>(between(random, 1, 11));
    std::vector<std::ptrdiff_t> taps{0, between(random, 1, 99), between(random, 100, 199)};
    taps.resize(static_cast<std::size_t>(between(random, 1, 3)));
    std::vector<std::int16_t> input(200 + pixels * 7 + channels);
    for (auto& x : input) x = static_cast<std::int16_t>(extreme(random, -32767, 32767));
    std::vector<std::int16_t> weights(taps.size() * channels);
    for (auto& w : weights) w = static_cast<std::int16_t>(extreme(random, -128, 127));
    std::vector<std::int32_t> sums(pixels * channels);
    simd().depthwise(
        {input.data(), taps.data(), taps.size(), 7, pixels, weights.data(), channels, sums.data()});
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const std::size_t c = i % channels;
      std::int32_t sum = 0;
      for (std::size_t t = 0; t < taps.size(); ++t) {
        sum += input[i / channels * 7 + static_cast<std::size_t>(taps[t]) + c] *
               weights[t * channels + c];
      }
      ASSERT_EQ(sums[i], sum) << simd().name;
    }
  }
}

TEST_P(InstructionSet, FinishesSums) {
  for (int round = 0; round < 40; ++round) {
    const auto channels = static_cast<std::size_t>(between(random, 1, 40));
    const std::size_t stride = channels + 3;
    const std::size_t padded = (channels + simd().lanes - 1) / simd().lanes * simd().lanes;
    const std::size_t pixels = 3;
    std::vector<std::int32_t> sums(pixels * stride + simd().lanes);
    for (auto& sum : sums) sum = extreme(random, -(1 << 28), 1 << 28);
    std::vector<std::int32_t> bias(padded), low(padded), high(padded), scale(padded);
    const int shift = between(random, 0, 21);
    const std::int32_t half = shift == 0 ? 0 : 1 << (shift - 1);
    for (std::size_t c = 0; c < channels; ++c) {
      scale[c] = extreme(random, 0, 255);
      bias[c] = extreme(random, -(1 << 20), 1 << 20);
      high[c] = (1 << (shift + 8)) / std::max(scale[c], 1);
      low[c] = -high[c];
    }
    std::vector<std::uint8_t> output(pixels * channels);
    simd().finish({sums.data(), stride, pixels, channels, bias.data(), low.data(), high.data(),
                   scale.data(), half, shift, -128, 127, output.data()});
    for (std::size_t i = 0; i < output.size(); ++i) {
      const std::size_t c = i % channels;
      const std::int64_t v = std::clamp(sums[i / channels * stride + c] + bias[c], low[c], high[c]);
      const std::int64_t wanted = saturate(rounding_shift(v * scale[c], -shift), 8);
      ASSERT_EQ(static_cast<std::int8_t>(output[i]), wanted) << simd().name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sets, InstructionSet, testing::Range<std::size_t>(0, simd_kernel_count()));

void set(Random& random, akida::Layer& layer, const std::string& name, std::int32_t low,
         std::int32_t high) {
  const auto found = layer.variables.find(name);
  if (found == layer.variables.end()) return;
  std::vector<std::int32_t> values(found->second.data.size() /
                                   akida::element_size(found->second.dtype));
  for (auto& value : values) value = extreme(random, low, high);
  akida::set_variable(layer, name, values);
}

/// A layer of the type on an input of random size, with parameters of the usual
/// kind.
akida::Model random_model(Random& random, akida::LayerType type) {
  using T = akida::LayerType;
  akida::Model model;
  const bool v1 = type == T::kConvolutional || type == T::kFullyConnected;
  const std::int32_t x = between(random, 1, 9);
  const std::int32_t y = between(random, 1, 9);
  const std::int32_t filters = between(random, 1, 70);
  const std::int32_t kernel = 1 + 2 * between(random, 0, 2);
  const std::int32_t stride = kernel == 3 ? between(random, 1, 2) : 1;
  std::map<std::string, std::int32_t> parameters{
      {"kernel_size", kernel},
      {"kernel_stride", stride},
      {"padding", akida::kPaddingSame},
      {"activation", between(random, 0, 1)},
      {"output_bits", between(random, 0, 1) == 0 ? 8 : 4}};
  if (between(random, 0, 2) == 0) {
    parameters["pool_type"] = akida::kPoolMax;
    parameters["pool_size"] = 2;
  } else if (type != T::kInputConv2D && between(random, 0, 2) == 0) {
    parameters["pool_type"] = akida::kPoolAverage;
  }
  if (type == T::kInputConv2D) {
    parameters.insert(
        {{"input_x", x}, {"input_y", y}, {"input_channels", 3}, {"filters", filters}});
  } else {
    akida::add_layer(model, make(T::kInputData, {{"input_width", x},
                                                 {"input_height", y},
                                                 {"input_channels", between(random, 1, 40)},
                                                 {"input_bits", v1 ? 4 : 8},
                                                 {"input_signed", v1 ? 0 : 1}}));
  }
  if (type == T::kConv2D) parameters["filters"] = filters;
  if (type == T::kDense1D) {
    parameters = {{"units", filters}, {"activation", between(random, 0, 1)}};
  } else if (type == T::kFullyConnected) {
    parameters = {{"units", filters}, {"weights_bits", 4}, {"act_bits", 4}};
  } else if (type == T::kConvolutional) {
    parameters = {{"filters", filters}, {"kernel_width", kernel}, {"kernel_height", 3},
                  {"stride_x", 1},      {"stride_y", 1},          {"weights_bits", 4},
                  {"act_bits", 2}};
  }
  akida::Layer& layer = akida::add_layer(model, make(type, std::move(parameters)));
  set(random, layer, "weights", v1 ? -7 : -128, v1 ? 7 : 127);
  set(random, layer, "bias", -128, 127);
  set(random, layer, "bias_shift", 0, 8);
  set(random, layer, "input_shift", 0, between(random, 0, 3));
  set(random, layer, "padding_value", 0, 255);
  set(random, layer, "max_value", 0, 255);
  set(random, layer, "max_value_shift", 0, 20);
  set(random, layer, "output_scales", 0, 255);
  set(random, layer, "output_shift", -21, -8);
  set(random, layer, "threshold", -200, 200);
  return model;
}

class FastLayer : public testing::TestWithParam<akida::LayerType> {};

TEST_P(FastLayer, IsEqualToItsDefinition) {
  Random random(29);
  int fast = 0;
  for (int round = 0; round < 150; ++round) {
    const akida::Model model = random_model(random, GetParam());
    const Plan plan(model, Kernels::kFast);
    const Plan scalar(model, Kernels::kScalar);
    if (prepare_fast(model.layers.back(), plan.input().type, 8) != nullptr) ++fast;
    Session one = plan.start();
    Session other = scalar.start();
    for (int sample = 0; sample < 2; ++sample) {
      Tensor input = make_tensor(plan.input().type, plan.input().shape);
      for (auto& byte : input.bytes) {
        byte = static_cast<std::uint8_t>(extreme(random, plan.input().low, plan.input().high));
      }
      plan.run(input, one);
      scalar.run(input, other);
      ASSERT_EQ(one.outputs.back().bytes, other.outputs.back().bytes) << "round " << round;
    }
  }
  if (simd_kernels() != nullptr) {
    EXPECT_GT(fast, 75);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Types, FastLayer,
    testing::Values(akida::LayerType::kInputConv2D, akida::LayerType::kConv2D,
                    akida::LayerType::kDepthwiseConv2D, akida::LayerType::kDense1D,
                    akida::LayerType::kConvolutional, akida::LayerType::kFullyConnected),
    [](const auto& type) { return std::string(akida::to_string(type.param)); });

}  // namespace
}  // namespace cnn2snn::engine
