// SPDX-License-Identifier: Apache-2.0
// Every parameter of every layer type with values that the runtime (akida 2.19.3) refused when they
// were tried one by one from a valid layer. Converters make layers through add_layer alone, so that
// none of these values can reach a file. Combinations of layers are in layer_checks_test.cpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "akida/builder.h"
#include "akida/layer_table.h"
#include "akida/make_layer.h"
#include "base/conversion_error.h"
#include "cnn2snn/report.h"

namespace cnn2snn::akida {
namespace {

using Parameters = std::map<std::string, std::int32_t>;
using T = LayerType;

struct Rule {
  LayerType type;
  std::string parameter;
  std::vector<std::int32_t> accepted;
  std::vector<std::int32_t> refused;
};

void PrintTo(const Rule& rule, std::ostream* out) {
  *out << to_string(rule.type) << " " << rule.parameter;
}

Layer input_data(std::int32_t x, std::int32_t y, std::int32_t channels, std::int32_t bits) {
  return make(T::kInputData, {{"input_width", x},
                              {"input_height", y},
                              {"input_channels", channels},
                              {"input_bits", bits}});
}

// What stands before the layer: the inputs that the values were tried with.
std::vector<Layer> before(LayerType type) {
  switch (type) {
    case T::kInputData:
    case T::kQuantizer:
    case T::kInputConv2D:
    case T::kInputConvolutional:
      return {};
    case T::kConvolutional:
    case T::kSeparableConvolutional:
      return {input_data(32, 32, 16, 4)};
    case T::kFullyConnected:
      return {input_data(1, 1, 16, 4)};
    case T::kDense1D:
      return {input_data(1, 1, 16, 8)};
    case T::kStatefulRecurrent:
      return {input_data(1, 32, 16, 8)};
    case T::kPicoPostProcessing: {
      Layer recurrent =
          make(T::kStatefulRecurrent,
               {{"stateful_channels", 4}, {"output_channels", 16}, {"output_bits", 24}});
      return {input_data(1, 32, 16, 16), recurrent};
    }
    default:
      return {input_data(32, 32, 16, 8)};
  }
}

Parameters base(LayerType type) {
  const Parameters kernel{{"filters", 4}, {"kernel_size", 3}};
  const Parameters v1{
      {"filters", 4}, {"kernel_width", 3}, {"kernel_height", 3}, {"stride_x", 1}, {"stride_y", 1}};
  const Parameters size{{"input_width", 32}, {"input_height", 32}, {"input_channels", 3}};
  Parameters out;
  switch (type) {
    case T::kInputData:
      return size;
    case T::kQuantizer:
      out = size;
      out.insert({{"output_bits", 8}, {"output_signed", 1}});
      return out;
    case T::kInputConv2D:
      out = kernel;
      out.insert({{"input_x", 32}, {"input_y", 32}, {"input_channels", 3}, {"kernel_stride", 1}});
      return out;
    case T::kConv2D:
    case T::kConv2DTranspose:
      return kernel;
    case T::kDepthwiseConv2D:
    case T::kDepthwiseConv2DTranspose:
      return {{"kernel_size", 3}};
    case T::kDense1D:
    case T::kFullyConnected:
      return {{"units", 4}};
    case T::kBufferTempConv:
      return {{"filters", 4}, {"fifo_size", 5}};
    case T::kDepthwiseBufferTempConv:
      return {{"fifo_size", 5}};
    case T::kStatefulRecurrent:
      return {{"stateful_channels", 4}, {"output_channels", 4}};
    case T::kInputConvolutional:
      out = v1;
      out.insert(size.begin(), size.end());
      return out;
    case T::kConvolutional:
      return v1;
    case T::kSeparableConvolutional:
      out = v1;
      out["weights_bits"] = 4;
      return out;
    default:
      return {};
  }
}

const std::vector<std::int32_t> kNoSize{-1, 0, std::numeric_limits<std::int32_t>::min()};
const std::vector<std::int32_t> kSize{1, 2, 7, 16};
const std::vector<std::int32_t> kNoBits{-1, 0, 33, 36, 40, 64, 128, 256};
const std::vector<std::int32_t> kBits{1, 8, 28, 32};
const std::vector<std::int32_t> kNoFifo{-1, 0, 1, 11, 12, 100, 1000};
const std::vector<std::int32_t> kNoOdd{-1, 0, 2, 4, 10, 32, 64};
const std::vector<std::int32_t> kOdd{1, 3, 5, 7, 33};
const std::vector<std::int32_t> kNoV1Bits{-1, 0, 3, 5, 6, 7, 9};
const std::vector<std::int32_t> kOutOfChoice{-1, 3, 255};

std::vector<Rule> rules() {
  std::vector<Rule> out{
      {T::kInputData, "input_bits", {1, 8, 16, 33, 64}, {0}},
      {T::kInputData, "input_channels", {1, 3, 2049}, kNoSize},
      {T::kInputData, "input_width", kSize, kNoSize},
      {T::kInputData, "input_height", kSize, kNoSize},
      {T::kQuantizer, "output_bits", {4, 8}, {-1, 0, 1, 2, 3, 5, 6, 7, 9, 16, 32, 256}},
      {T::kQuantizer, "input_channels", kSize, kNoSize},
      {T::kQuantizer, "input_width", kSize, kNoSize},
      {T::kQuantizer, "input_height", kSize, kNoSize},
      {T::kInputConv2D, "filters", kSize, kNoSize},
      {T::kInputConv2D, "kernel_size", kSize, kNoSize},
      {T::kInputConv2D, "input_channels", {1, 3}, {-1, 0, 2, 4}},
      {T::kInputConv2D, "kernel_stride", {1, 2, 3, 8}, {-1, 0}},
      {T::kConv2D, "filters", kSize, kNoSize},
      {T::kConv2D, "kernel_size", kOdd, kNoOdd},
      {T::kConv2D, "kernel_stride", {1, 2}, {-1, 0, 3, 4, 5, 6}},
      {T::kDepthwiseConv2D, "kernel_size", kOdd, kNoOdd},
      {T::kDepthwiseConv2D, "kernel_stride", {1, 2}, {-1, 0, 3, 4, 5, 6}},
      {T::kConv2DTranspose, "filters", kSize, kNoSize},
      {T::kConv2DTranspose, "kernel_size", kSize, kNoSize},
      {T::kDepthwiseConv2DTranspose, "kernel_size", kSize, kNoSize},
      {T::kDense1D, "units", kSize, kNoSize},
      {T::kBufferTempConv, "filters", kSize, kNoSize},
      {T::kBufferTempConv, "fifo_size", {2, 5, 10}, kNoFifo},
      {T::kDepthwiseBufferTempConv, "fifo_size", {2, 5, 10}, kNoFifo},
      {T::kStatefulRecurrent, "stateful_channels", kSize, kNoSize},
      {T::kStatefulRecurrent, "output_channels", kSize, kNoSize},
      {T::kStatefulRecurrent, "subsample", {1, 2, 4, 32}, {-1, 0, 3}},
      {T::kInputConvolutional, "kernel_width", {1, 3, 11}, {0, 2, 4, 10}},
      {T::kInputConvolutional, "kernel_height", {1, 3, 11}, {0, 2, 4, 10}},
      {T::kInputConvolutional, "filters", kSize, kNoSize},
      {T::kInputConvolutional, "padding_value", {0, 1, 255}, {-1, 256}},
      {T::kInputConvolutional, "input_channels", {1, 2, 3, 6}, kNoSize},
      {T::kInputConvolutional, "act_bits", {1, 2, 3, 4}, {-1, 0, 5, 8, 9}},
      {T::kFullyConnected, "units", kSize, kNoSize},
      {T::kPicoPostProcessing, "buffer_bits", {1, 44}, {-1, 0, 45, 64}},
  };
  for (const LayerType type : {T::kConvolutional, T::kSeparableConvolutional}) {
    out.push_back({type, "kernel_width", {1, 3, 11}, {0, 2, 4, 10}});
    out.push_back({type, "kernel_height", {1, 3, 11}, {0, 2, 4, 10}});
    out.push_back({type, "stride_x", {1, 2, 3}, {0, 4, 5}});
    out.push_back({type, "stride_y", {1, 2, 3}, {0, 4, 5}});
    out.push_back({type, "filters", kSize, kNoSize});
  }
  for (const LayerType type : {T::kConvolutional, T::kSeparableConvolutional, T::kFullyConnected}) {
    out.push_back({type, "weights_bits", {2, 4, 8}, kNoV1Bits});
    out.push_back({type, "act_bits", {1, 2, 4}, {-1, 0, 3, 5, 8, 9}});
  }
  for (const LayerType type :
       {T::kInputConv2D, T::kConv2D, T::kConv2DTranspose, T::kDepthwiseConv2DTranspose, T::kDense1D,
        T::kBufferTempConv, T::kDepthwiseBufferTempConv, T::kStatefulRecurrent, T::kAdd}) {
    for (const char* parameter : {"output_bits", "buffer_bits", "post_op_buffer_bits"}) {
      out.push_back(
          {type, parameter, type == T::kAdd ? std::vector<std::int32_t>{8} : kBits, kNoBits});
    }
  }
  for (const LayerType type :
       {T::kInputConv2D, T::kConv2D, T::kDepthwiseConv2D, T::kInputConvolutional, T::kConvolutional,
        T::kSeparableConvolutional}) {
    out.push_back({type, "padding", {0, 1, 2}, kOutOfChoice});
    // A maximum without a size, and an average where there is none, are combinations.
    out.push_back({type, "pool_type", {0}, {-1, 1, 3, 5}});
  }
  return out;
}

class RuntimeRule : public testing::TestWithParam<Rule> {};

// Adds the layer; what stands before it is there already. PicoPostProcessing and Add take two.
void add(const Rule& rule, std::int32_t value) {
  Model model;
  for (const Layer& layer : before(rule.type)) add_layer(model, layer);
  Parameters parameters = base(rule.type);
  parameters[rule.parameter] = value;
  Layer layer = make(rule.type, parameters);
  if (rule.type == T::kAdd) layer.inbounds = {model.layers[0].name, model.layers[0].name};
  if (rule.type == T::kPicoPostProcessing) {
    layer.inbounds = {model.layers[1].name, model.layers[0].name};
  }
  add_layer(model, std::move(layer));
}

TEST_P(RuntimeRule, HoldsForEveryValueThatWasTried) {
  for (const std::int32_t value : GetParam().accepted) {
    EXPECT_NO_THROW(add(GetParam(), value)) << value;
  }
  for (const std::int32_t value : GetParam().refused) {
    EXPECT_THROW(add(GetParam(), value), ConversionError) << value;
  }
}

INSTANTIATE_TEST_SUITE_P(Parameters, RuntimeRule, testing::ValuesIn(rules()), [](const auto& test) {
  return std::string(to_string(test.param.type)) + "_" + test.param.parameter;
});

// Parameters of the API that no value tried was refused for; all others have a rule above.
TEST(RuntimeRules, CoverEveryParameter) {
  const std::vector<Rule> all = rules();
  for (const LayerType type :
       {T::kInputData, T::kQuantizer, T::kInputConv2D, T::kConv2D, T::kDepthwiseConv2D,
        T::kConv2DTranspose, T::kDepthwiseConv2DTranspose, T::kDense1D, T::kBufferTempConv,
        T::kDepthwiseBufferTempConv, T::kStatefulRecurrent, T::kAdd, T::kConcatenate,
        T::kDequantizer, T::kPicoPostProcessing, T::kInputConvolutional, T::kConvolutional,
        T::kSeparableConvolutional, T::kFullyConnected}) {
    for (const ParameterRule& known : find_rule(type)->parameters) {
      const std::string name(known.name);
      const bool covered = std::any_of(all.begin(), all.end(), [&](const Rule& rule) {
        return rule.type == type && rule.parameter == name;
      });
      const bool flag = name == "activation" || name.find("signed") != std::string::npos ||
                        name == "channels_first";
      const bool free = name == "weights_bits" || name == "internal_state_bits" ||
                        (type == T::kDepthwiseConv2D && name.find("bits") != std::string::npos) ||
                        name.rfind("pool", 0) == 0 ||
                        (type == T::kInputConv2D && name.rfind("input_", 0) == 0) ||
                        (type == T::kInputConvolutional &&
                         (name.rfind("input_", 0) == 0 || name.rfind("stride", 0) == 0));
      EXPECT_TRUE(covered || flag || free) << to_string(type) << " " << name;
    }
  }
}

struct Pooling {
  LayerType type;
  std::int32_t pool_type;
  std::int32_t size;
  std::int32_t stride;
  bool accepted;
};

TEST(RuntimeRules, OfPooling) {
  std::vector<Pooling> cases;
  for (const LayerType type : {T::kConv2D, T::kDepthwiseConv2D, T::kInputConv2D}) {
    for (const std::int32_t size : {-1, 0, 1, 2, 3, 7}) {
      for (const std::int32_t stride : {1, 2, 3}) {
        cases.push_back({type, kNoPooling, size, stride, true});
        cases.push_back({type, kPoolMax, size, stride, size >= 1 && stride <= size});
        cases.push_back({type, kPoolAverage, size, stride, type != T::kInputConv2D});
      }
    }
  }
  for (const LayerType type :
       {T::kInputConvolutional, T::kConvolutional, T::kSeparableConvolutional}) {
    for (const std::int32_t size : {-1, 0, 1, 2, 7}) {
      for (const std::int32_t stride : {-1, 1, 2, 3}) {
        const bool none = size == -1 && stride == -1;
        cases.push_back({type, kNoPooling, size, stride, none});
        cases.push_back({type, kPoolAverage, size, stride, none});
        if (stride > 0) {
          cases.push_back({type, kPoolMax, size, stride, size >= 1 && stride <= size});
        }
      }
    }
  }
  for (const Pooling& c : cases) {
    Model model;
    for (const Layer& layer : before(c.type)) add_layer(model, layer);
    Parameters parameters = base(c.type);
    parameters["pool_type"] = c.pool_type;
    const bool v1 = is_v1_convolution(c.type);
    for (const char* name : v1 ? std::vector<const char*>{"pooling_width", "pooling_height"}
                               : std::vector<const char*>{"pool_size"}) {
      parameters[name] = c.size;
    }
    for (const char* name : v1 ? std::vector<const char*>{"pooling_stride_x", "pooling_stride_y"}
                               : std::vector<const char*>{"pool_stride"}) {
      parameters[name] = c.stride;
    }
    bool accepted = true;
    try {
      add_layer(model, make(c.type, parameters));
    } catch (const ConversionError&) {
      accepted = false;
    }
    EXPECT_EQ(accepted, c.accepted) << to_string(c.type) << " pool_type " << c.pool_type << " size "
                                    << c.size << " stride " << c.stride;
  }
}

TEST(RuntimeRules, OfActSteps) {
  for (const LayerType type : {T::kInputConvolutional, T::kConvolutional,
                               T::kSeparableConvolutional, T::kFullyConnected}) {
    for (const std::int32_t activation : {0, 1}) {
      Model model;
      for (const Layer& layer : before(type)) add_layer(model, layer);
      Parameters parameters = base(type);
      parameters["activation"] = activation;
      Layer& layer = add_layer(model, make(type, parameters));
      EXPECT_NO_THROW(set_variable(layer, "act_step", std::vector<float>{0.0625F}));
      for (const float step : {0.06249F, 0.F, -1.F, -std::numeric_limits<float>::infinity()}) {
        try {
          set_variable(layer, "act_step", std::vector<float>{step});
          FAIL() << step;
        } catch (const ConversionError& error) {
          EXPECT_EQ(error.problem().reason,
                    "Unsupported act_step, it should be equal or greater than 1/16.");
          EXPECT_EQ(error.problem().error_class, "ValueError");
        }
      }
    }
  }
}

TEST(RuntimeRules, OfWeightsOfFewBits) {
  struct Weights {
    LayerType type;
    std::int32_t bits;
    std::int32_t min;
    std::int32_t max;
  };
  for (const Weights& c :
       {Weights{T::kConv2D, 4, -8, 7}, Weights{T::kConv2D, 8, -128, 127},
        Weights{T::kConvolutional, 1, 0, 1}, Weights{T::kConvolutional, 2, -1, 1},
        Weights{T::kConvolutional, 4, -7, 7}, Weights{T::kConvolutional, 8, -128, 127}}) {
    Model model;
    for (const Layer& layer : before(c.type)) add_layer(model, layer);
    Parameters parameters = base(c.type);
    parameters["weights_bits"] = c.bits;
    Layer& layer = add_layer(model, make(c.type, parameters));
    for (const std::int32_t value : {c.min, c.max}) {
      EXPECT_NO_THROW(set_variable(layer, "weights", std::vector<std::int32_t>{value}));
    }
    for (const std::int32_t value : {c.min - 1, c.max + 1}) {
      EXPECT_THROW(set_variable(layer, "weights", std::vector<std::int32_t>{value}),
                   ConversionError)
          << c.bits << " bits, " << value;
    }
  }
}

}  // namespace
}  // namespace cnn2snn::akida
