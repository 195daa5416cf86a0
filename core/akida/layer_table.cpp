// SPDX-License-Identifier: Apache-2.0
#include "akida/layer_table.h"

#include <array>
#include <limits>

#include "akida/variables.h"

namespace cnn2snn::akida {

namespace {

constexpr std::int32_t kLowest = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t kHighest = std::numeric_limits<std::int32_t>::max();
constexpr std::nullopt_t kGiven = std::nullopt;

constexpr std::string_view kFilters = "The filters parameter must be strictly positive.";
constexpr std::string_view kNeurons = "Parameter num_neurons cannot be 0.";
constexpr std::string_view kFifo = "fifo_size must be between 2 and 10.";
constexpr std::string_view kWeightsV1 =
    "The weight bitwidth must be 1, 2, 4 or 8. Receives weights_bits=%.";
constexpr std::string_view kActV1 = "act_bits must be 1, 2 or 4. Receives act_bits=%.";
constexpr std::string_view kKernelV2 = "Kernel size must be odd.";
constexpr std::string_view kWidthV1 = "Parameter kernel_width must be strictly positive and odd.";
constexpr std::string_view kHeightV1 = "Parameter kernel_height must be strictly positive and odd.";

constexpr ParameterRule any(std::string_view name, std::optional<std::int32_t> value) {
  return {name, value, kLowest, kHighest, {}};
}
/// A size: the runtime takes a negative one for a huge unsigned number and runs out of memory.
constexpr ParameterRule size(std::string_view name, std::string_view error) {
  return {name, kGiven, 1, kHighest, error};
}
constexpr ParameterRule odd(std::string_view name, std::string_view error) {
  return {name, kGiven, 1, kHighest, error, Accepts::kOdd, Rule::kOddKernel};
}
constexpr ParameterRule power_of_two(std::string_view name, std::int32_t value, std::int32_t max,
                                     std::string_view error) {
  return {name, value, 1, max, error, Accepts::kPowersOfTwo};
}
constexpr ParameterRule bits(std::string_view name, std::int32_t value, std::int32_t max = 32) {
  return {name, value, 1, max, {}};
}
constexpr ParameterRule flag(std::string_view name, std::optional<std::int32_t> value) {
  return {name, value, 0, 1, {}};
}
/// padding, pool_type and activation: the members of the API's enumerations.
constexpr ParameterRule choice(std::string_view name, std::optional<std::int32_t> value) {
  return {name, value, 0, 2, {}};
}

constexpr auto kWeightsBits = any("weights_bits", 8);
constexpr auto kPostOp = bits("post_op_buffer_bits", 32);
constexpr auto kOutputBits = bits("output_bits", 8);
constexpr auto kActivation = choice("activation", 1);

constexpr std::array kInputDataParameters{
    size("input_width", "Parameter input_width cannot be 0."),
    size("input_height", "Parameter input_height cannot be 0."),
    size("input_channels", "Parameter input_channels cannot be 0."),
    ParameterRule{"input_bits", 4, 1, kHighest, "Parameter input_bits cannot be 0."},
    flag("input_signed", kGiven)};
constexpr std::array kQuantizerParameters{
    size("input_width", "Parameter input_width cannot be 0."),
    size("input_height", "Parameter input_height cannot be 0."),
    size("input_channels", "Parameter input_channels cannot be 0."),
    ParameterRule{"output_bits", kGiven, 4, 8, "The parameter bitwidth should be 4 or 8.",
                  Accepts::kFourOrEight, Rule::kQuantizerBits},
    flag("output_signed", kGiven),
    flag("channels_first", 0)};
constexpr std::array kInputConv2DParameters{
    size("input_x", "Parameter input_x cannot be 0."),
    size("input_y", "Parameter input_y cannot be 0."),

    ParameterRule{"input_channels", kGiven, 1, 3, "InputConv2D input must have 1 or 3 channels.",
                  Accepts::kOneOrThree},
    size("filters", kFilters),
    size("kernel_size", "Parameter kernel_size cannot be 0."),
    size("kernel_stride", "Parameter kernel_stride cannot be 0."),
    choice("padding", 1),
    choice("pool_type", 0),
    any("pool_size", -1),
    any("pool_stride", -1),
    kActivation,
    kOutputBits,
    bits("buffer_bits", 32),
    kPostOp,
    kWeightsBits};
constexpr std::array kConv2DParameters{
    size("filters", kFilters),
    odd("kernel_size", kKernelV2),
    ParameterRule{"kernel_stride", 1, 1, 2, "Kernel stride must be equal to 1 or 2.", Accepts::kAll,
                  Rule::kStride},
    choice("padding", 1),
    choice("pool_type", 0),
    any("pool_size", -1),
    any("pool_stride", -1),
    kActivation,
    kOutputBits,
    bits("buffer_bits", 28),
    kPostOp,
    kWeightsBits};
// The runtime does not check the bit widths of this one type.
constexpr std::array kDepthwiseConv2DParameters{
    odd("kernel_size", kKernelV2),
    ParameterRule{"kernel_stride", 1, 1, 2, "Kernel stride must be equal to 1 or 2.", Accepts::kAll,
                  Rule::kStride},
    choice("padding", 1),
    choice("pool_type", 0),
    any("pool_size", -1),
    any("pool_stride", -1),
    kActivation,
    any("output_bits", 8),
    any("buffer_bits", 28),
    any("post_op_buffer_bits", 32),
    kWeightsBits};
constexpr std::array kConv2DTransposeParameters{
    size("filters", "The filters parameter must be strictly positive"),
    size("kernel_size", "Cannot have a shape with dimension 0 set to 0"),
    kActivation,
    kOutputBits,
    bits("buffer_bits", 28),
    kPostOp,
    kWeightsBits};
constexpr std::array kDepthwiseConv2DTransposeParameters{
    size("kernel_size", "Cannot have a shape with dimension 0 set to 0"),
    kActivation,
    kOutputBits,
    bits("buffer_bits", 28),
    kPostOp,
    kWeightsBits};
constexpr std::array kDense1DParameters{
    size("units", "The units parameter must be strictly positive"),
    choice("activation", 0),
    kOutputBits,
    bits("buffer_bits", 28),
    kPostOp,
    kWeightsBits};
constexpr std::array kBufferTempConvParameters{size("filters", kFilters),
                                               ParameterRule{"fifo_size", kGiven, 2, 10, kFifo},
                                               kActivation,
                                               kOutputBits,
                                               bits("buffer_bits", 32),
                                               kPostOp,
                                               kWeightsBits};
constexpr std::array kDepthwiseBufferTempConvParameters{
    ParameterRule{"fifo_size", kGiven, 2, 10, kFifo},
    kActivation,
    kOutputBits,
    bits("buffer_bits", 32),
    kPostOp,
    kWeightsBits};
constexpr std::array kStatefulRecurrentParameters{
    ParameterRule{"subsample", 1, 1, kHighest,
                  "The subsample parameter must be strictly positive."},
    size("stateful_channels", "The stateful_channels parameter must be strictly positive."),
    size("output_channels", "The output_channels parameter must be strictly positive."),

    kActivation,
    kOutputBits,
    bits("buffer_bits", 28),
    kPostOp,
    any("internal_state_bits", 16)};
constexpr std::array kAddParameters{kOutputBits, bits("buffer_bits", 32), kPostOp};
constexpr std::array kPicoParameters{bits("buffer_bits", 44, 44)};

constexpr std::array kInputConvolutionalParameters{
    size("input_width", "Parameter input_width cannot be 0."),
    size("input_height", "Parameter input_height cannot be 0."),
    size("input_channels", "Parameter input_channels cannot be 0."),
    size("filters", "Cannot have a shape with dimension 2 set to 0"),
    ParameterRule{"padding_value", 0, 0, 255,
                  "padding_value must be an uint8 value. Receives padding_value=%.", Accepts::kAll,
                  Rule::kPaddingValueRange},
    odd("kernel_width", kWidthV1),
    odd("kernel_height", kHeightV1),
    size("stride_x", "stride_x must be strictly positive."),
    size("stride_y", "stride_y must be strictly positive."),
    choice("padding", 1),
    choice("pool_type", 0),
    any("pooling_width", -1),
    any("pooling_height", -1),
    any("pooling_stride_x", -1),
    any("pooling_stride_y", -1),
    any("weights_bits", 1),
    flag("activation", 1),
    bits("act_bits", 1, 4)};
constexpr auto convolution_v1(std::int32_t weights_bits) {
  return std::array{power_of_two("act_bits", 1, 4, kActV1),
                    power_of_two("weights_bits", weights_bits, 8, kWeightsV1),
                    size("filters", kNeurons),
                    odd("kernel_width", kWidthV1),
                    odd("kernel_height", kHeightV1),
                    size("stride_x", "stride_x must be strictly positive."),
                    size("stride_y", "stride_y must be strictly positive."),
                    choice("padding", 1),
                    choice("pool_type", 0),
                    any("pooling_width", -1),
                    any("pooling_height", -1),
                    any("pooling_stride_x", -1),
                    any("pooling_stride_y", -1),
                    flag("activation", 1)};
}
constexpr auto kConvolutionalParameters = convolution_v1(1);
constexpr auto kSeparableConvolutionalParameters = convolution_v1(2);
constexpr std::array kFullyConnectedParameters{power_of_two("act_bits", 1, 4, kActV1),
                                               power_of_two("weights_bits", 1, 8, kWeightsV1),
                                               size("units", kNeurons), flag("activation", 1)};

constexpr std::span<const ParameterRule> kNoParameters{};

// --- Variables, in the order in which the runtime makes them
// --------------------------------------

template <std::size_t N, std::size_t M>
constexpr std::array<VariableRow, N + M> join(const std::array<VariableRow, N>& first,
                                              const std::array<VariableRow, M>& second) {
  std::array<VariableRow, N + M> all{};
  for (std::size_t i = 0; i < N; ++i) all[i] = first[i];
  for (std::size_t i = 0; i < M; ++i) all[N + i] = second[i];
  return all;
}

using Dimensions = std::array<Extent, 4>;
constexpr Dimensions kPerOutput{Extent::kOutputs};
constexpr Dimensions kPerChannel{Extent::kChannels};
constexpr Dimensions kPerState{Extent::kStates};
constexpr Dimensions kKernel{Extent::kKernel, Extent::kKernel, Extent::kChannels, Extent::kOutputs};
constexpr Dimensions kDepthwise{Extent::kKernel, Extent::kKernel, Extent::kChannels, Extent::kOne};
constexpr Dimensions kKernelV1{Extent::kKernelWidth, Extent::kKernelHeight, Extent::kChannels,
                               Extent::kOutputs};

/// From the sum of products to the output: the same for all Akida 2.0 layers with weights.
constexpr std::array kChainVariables{
    VariableRow{"bias", kPerOutput, Elements::kInt8},
    VariableRow{"bias_shift", kPerOutput, Elements::kLeftShift},
    VariableRow{"output_scales", kPerOutput, Elements::kUInt8, 1},
    VariableRow{"output_shift", kPerOutput, Elements::kShift},
    VariableRow{"max_value", kPerOutput, Elements::kUInt8, 127, When::kReLU},
    VariableRow{"max_value_shift", kPerOutput, Elements::kLeftShift, 31, When::kReLU},
    VariableRow{"lut_values", {Extent::kTable}, Elements::kInt32, VariableRule::kRamp, When::kLUT},
    VariableRow{"activation_scales", kPerOutput, Elements::kUInt8, 1, When::kLUT},
    VariableRow{"activation_shift", kPerOutput, Elements::kShift, 0, When::kLUT}};
constexpr VariableRow kShiftedInput{"input_shift", kPerChannel, Elements::kLeftShift};

constexpr auto kInputConv2DVariables =
    join(std::array{VariableRow{"weights", kKernel, Elements::kInt8},
                    VariableRow{"padding_value", kPerChannel, Elements::kUInt8}},
         kChainVariables);
constexpr auto kConv2DVariables =
    join(std::array{VariableRow{"weights", kKernel, Elements::kWeightsV2}, kShiftedInput},
         kChainVariables);
constexpr auto kDepthwiseConv2DVariables =
    join(std::array{VariableRow{"weights", kDepthwise, Elements::kWeightsV2}, kShiftedInput},
         kChainVariables);
constexpr auto kConv2DTransposeVariables = join(
    std::array{VariableRow{"weights", kKernel, Elements::kInt8}, kShiftedInput}, kChainVariables);
constexpr auto kDepthwiseConv2DTransposeVariables =
    join(std::array{VariableRow{"weights", kDepthwise, Elements::kInt8}, kShiftedInput},
         kChainVariables);
constexpr auto kDense1DVariables = join(
    std::array{VariableRow{"weights", {Extent::kInputs, Extent::kOutputs}, Elements::kWeightsV2},
               VariableRow{"input_shift", {Extent::kInputs}, Elements::kLeftShift}},
    kChainVariables);
constexpr auto kBufferTempConvVariables = join(
    std::array{VariableRow{"weights",
                           {Extent::kOne, Extent::kOne, Extent::kFifoChannels, Extent::kOutputs},
                           Elements::kInt8},
               kShiftedInput},
    kChainVariables);
constexpr auto kDepthwiseBufferTempConvVariables =
    join(std::array{VariableRow{"weights",
                                {Extent::kOne, Extent::kOne, Extent::kFifo, Extent::kChannels},
                                Elements::kInt8},
                    kShiftedInput},
         kChainVariables);
constexpr auto kStatefulRecurrentVariables =
    join(std::array{VariableRow{"in_proj", {Extent::kChannels, Extent::kStates}, Elements::kInt8},
                    VariableRow{"out_proj", {Extent::kStates, Extent::kOutputs}, Elements::kInt8},
                    VariableRow{"A_real", kPerState, Elements::kInt16},
                    VariableRow{"A_imag", kPerState, Elements::kInt16},
                    VariableRow{"new_state_scale", kPerState, Elements::kUInt8, 1},
                    VariableRow{"new_state_shift", kPerState, Elements::kShift},
                    VariableRow{"internal_state_outputs_shift", kPerState, Elements::kShift},
                    kShiftedInput},
         kChainVariables);
constexpr std::array kAddVariables{VariableRow{"a_shift", kPerChannel, Elements::kLeftShift},
                                   VariableRow{"b_shift", kPerChannel, Elements::kLeftShift},
                                   VariableRow{"output_shift", kPerChannel, Elements::kShift}};
constexpr std::array kPicoVariables{VariableRow{"input_scales", kPerChannel, Elements::kUInt16},
                                    VariableRow{"input_shift", kPerChannel, Elements::kShift},
                                    VariableRow{"threshold", kPerChannel, Elements::kUInt16}};
constexpr std::array kQuantizerVariables{VariableRow{"scales", kPerOutput, Elements::kFloat32},
                                         VariableRow{"zero_points", kPerOutput, Elements::kUInt8}};
constexpr std::array kDequantizerVariables{
    VariableRow{"scales", kPerChannel, Elements::kFloat32, 1}};

constexpr std::array kEndVariablesV1{VariableRow{"threshold", kPerOutput, Elements::kInt32},
                                     VariableRow{"act_step", kPerOutput, Elements::kFloat32, 1}};
constexpr auto kConvolutionalVariables =
    join(std::array{VariableRow{"weights", kKernelV1, Elements::kWeightsV1}}, kEndVariablesV1);
constexpr auto kSeparableConvolutionalVariables = join(
    std::array{
        VariableRow{"weights",
                    {Extent::kKernelWidth, Extent::kKernelHeight, Extent::kChannels, Extent::kOne},
                    Elements::kWeightsV1},
        VariableRow{"weights_pw",
                    {Extent::kOne, Extent::kOne, Extent::kChannels, Extent::kOutputs},
                    Elements::kWeightsV1}},
    kEndVariablesV1);
constexpr auto kFullyConnectedVariables =
    join(std::array{VariableRow{"weights",
                                {Extent::kOne, Extent::kOne, Extent::kInputs, Extent::kOutputs},
                                Elements::kWeightsV1}},
         kEndVariablesV1);

constexpr std::span<const VariableRow> kNoVariables{};

constexpr auto kNeutral = IpVersion::kNeutral;
constexpr auto kV1 = IpVersion::kV1;
constexpr auto kV2 = IpVersion::kV2;
constexpr auto kPicoIp = IpVersion::kPico;

constexpr std::array kRules{
    LayerRule{LayerType::kInputData, "InputData", "InputData", "InputData", kNeutral,
              Arity::kInputOrQuantizer, kInputDataParameters, kNoVariables, Runtime::k2_4_0},
    LayerRule{LayerType::kQuantizer, "Quantizer", "Quantizer", "Quantizer", kNeutral, Arity::kInput,
              kQuantizerParameters, kQuantizerVariables, Runtime::k2_18_2},
    LayerRule{LayerType::kDequantizer, "Dequantizer", "Dequantizer", "Dequantizer", kNeutral,
              Arity::kOne, kNoParameters, kDequantizerVariables, Runtime::k2_14_0},
    LayerRule{LayerType::kInputConvolutional, "InputConvolutional", "InputConv", "InputConv.", kV1,
              Arity::kInputOrQuantizer, kInputConvolutionalParameters, kConvolutionalVariables,
              Runtime::k2_4_0},
    LayerRule{LayerType::kConvolutional, "Convolutional", "Conv", "Conv.", kV1, Arity::kOne,
              kConvolutionalParameters, kConvolutionalVariables, Runtime::k2_4_0},
    LayerRule{LayerType::kSeparableConvolutional, "SeparableConvolutional", "SepConv", "Sep.Conv.",
              kV1, Arity::kOne, kSeparableConvolutionalParameters, kSeparableConvolutionalVariables,
              Runtime::k2_4_0},
    LayerRule{LayerType::kFullyConnected, "FullyConnected", "Fully", "Fully.", kV1, Arity::kOne,
              kFullyConnectedParameters, kFullyConnectedVariables, Runtime::k2_4_0},
    LayerRule{LayerType::kInputConv2D, "InputConv2D", "InputConv2D", "InputConv2D", kV2,
              Arity::kInputOrQuantizer, kInputConv2DParameters, kInputConv2DVariables,
              Runtime::k2_14_0},
    LayerRule{LayerType::kConv2D, "Conv2D", "Conv2D", "Conv2D", kV2, Arity::kOne, kConv2DParameters,
              kConv2DVariables, Runtime::k2_14_0},
    LayerRule{LayerType::kDepthwiseConv2D, "DepthwiseConv2D", "DepthwiseConv2D", "DepthwiseConv2D",
              kV2, Arity::kOne, kDepthwiseConv2DParameters, kDepthwiseConv2DVariables,
              Runtime::k2_14_0},
    LayerRule{LayerType::kConv2DTranspose, "Conv2DTranspose", "Conv2DTranspose", "Conv2DTranspose",
              kV2, Arity::kOne, kConv2DTransposeParameters, kConv2DTransposeVariables,
              Runtime::k2_14_0},
    LayerRule{LayerType::kDepthwiseConv2DTranspose, "DepthwiseConv2DTranspose",
              "DepthwiseConv2DTranspose", "DepthwiseConv2DTranspose", kV2, Arity::kOne,
              kDepthwiseConv2DTransposeParameters, kDepthwiseConv2DTransposeVariables,
              Runtime::k2_14_0},
    LayerRule{LayerType::kDense1D, "Dense1D", "Dense1D", "Dense1D", kV2, Arity::kOne,
              kDense1DParameters, kDense1DVariables, Runtime::k2_14_0},
    LayerRule{LayerType::kAdd, "Add", "Add", "Add", kV2, Arity::kTwo, kAddParameters, kAddVariables,
              Runtime::k2_14_0},
    LayerRule{LayerType::kConcatenate, "Concatenate", "Concatenate", "Concatenate", kV2,
              Arity::kTwo, kNoParameters, kNoVariables, Runtime::k2_14_0},
    LayerRule{LayerType::kBufferTempConv, "BufferTempConv", "BufferTempConv", "BufferTempConv", kV2,
              Arity::kOne, kBufferTempConvParameters, kBufferTempConvVariables, Runtime::k2_14_0},
    LayerRule{LayerType::kDepthwiseBufferTempConv, "DepthwiseBufferTempConv",
              "DepthwiseBufferTempConv", "DepthwiseBufferTempConv", kV2, Arity::kOne,
              kDepthwiseBufferTempConvParameters, kDepthwiseBufferTempConvVariables,
              Runtime::k2_14_0},
    LayerRule{LayerType::kStatefulRecurrent, "StatefulRecurrent", "StatefulRecurrent",
              "StatefulRecurrent", kPicoIp, Arity::kOne, kStatefulRecurrentParameters,
              kStatefulRecurrentVariables, Runtime::k2_19_1},
    LayerRule{LayerType::kPicoPostProcessing, "PicoPostProcessing", "PicoPostProcessing",
              "PicoPostProcessing", kPicoIp, Arity::kTwo, kPicoParameters, kPicoVariables,
              Runtime::k2_19_3},
};

}  // namespace

const LayerRule* find_rule(LayerType type) {
  for (const LayerRule& rule : kRules) {
    if (rule.type == type) return &rule;
  }
  return nullptr;
}

bool is_v1_convolution(LayerType type) {
  return type == LayerType::kInputConvolutional || type == LayerType::kConvolutional ||
         type == LayerType::kSeparableConvolutional;
}

std::string_view to_string(LayerType type) {
  const LayerRule* rule = find_rule(type);
  return rule != nullptr ? rule->name : std::string_view{};
}

}  // namespace cnn2snn::akida
