// SPDX-License-Identifier: Apache-2.0
#include "devices/limits.h"

#include "akida/fields.h"
#include "devices/pages.h"

/// The documented limits of Akida devices, one row each, with the page it is on. Which axis a page
/// means by "width" and "height", and what the runtime maps beyond the documented values, was found
/// with the public API of akida 2.19.3. What only error messages of the runtime say is not here.
namespace cnn2snn::mapping {
namespace {

using akida::LayerType;
using pages::kAkida1;
using pages::kAkida2;
using pages::kApi;
using pages::kPico;

// --- Which layers a row is about -----------------------------------------------------------------
constexpr Layers kInput1 = layers(LayerType::kInputConvolutional);
constexpr Layers kConv1 = layers(LayerType::kConvolutional);
constexpr Layers kSeparable = layers(LayerType::kSeparableConvolutional);
constexpr Layers kConvs1 = kConv1 | kSeparable;
constexpr Layers kFully = layers(LayerType::kFullyConnected);

constexpr Layers kInput2 = layers(LayerType::kInputConv2D);
constexpr Layers kConv2 = layers(LayerType::kConv2D);
constexpr Layers kDepthwise = layers(LayerType::kDepthwiseConv2D);
constexpr Layers kConvs2 = kConv2 | kDepthwise;
constexpr Layers kTransposed =
    layers(LayerType::kConv2DTranspose, LayerType::kDepthwiseConv2DTranspose);
constexpr Layers kTemporal =
    layers(LayerType::kBufferTempConv, LayerType::kDepthwiseBufferTempConv);
constexpr Layers kFullTemporal = layers(LayerType::kBufferTempConv);
constexpr Layers kDense = layers(LayerType::kDense1D);

constexpr Layers kRecurrent = layers(LayerType::kStatefulRecurrent);
constexpr Layers kPostProcessing = layers(LayerType::kPicoPostProcessing);

// --- Where else it holds -------------------------------------------------------------------------
template <int Channels, int Kernel>
bool first_layer(const Place& place) {
  return place.layer.input_shape[2] == Channels &&
         akida::parameter(place.layer, "kernel_width") == Kernel;
}

template <int Kernel>
bool kernel_is(const Place& place) {
  return akida::parameter(place.layer, "kernel_size") == Kernel;
}

/// Stride 2 with another kernel than 3.
bool wide_kernel1(const Place& place) {
  return akida::parameter(place.layer, "kernel_width") != 3;
}
bool wide_kernel2(const Place& place) {
  return akida::parameter(place.layer, "kernel_size") != 3;
}

bool on_akd1000(const Place& place) {
  return place.device.name == "AKD1000";
}
bool on_others(const Place& place) {
  return !on_akd1000(place);
}

constexpr Allowed kAnything = from_to(std::numeric_limits<std::int64_t>::min(), kNoEnd);
constexpr Allowed kNo = one_of({0});
constexpr Allowed kSame = one_of({akida::kPaddingSame, akida::kPaddingSameUpper});

// --- Changes that several rows ask for -----------------------------------------------------------
constexpr std::string_view kBigger = "Resize the input to at least 5x5.";
constexpr std::string_view kPadSame =
    "Set padding='same' in this layer: only the first one takes 'valid'.";
constexpr std::string_view kOneStride = "Use the same stride on both axes.";
constexpr std::string_view kSquare = "Use a square kernel.";
constexpr std::string_view kStride2 =
    "Use kernel 3 with stride 2, or stride 1 followed by a 2x2 max pooling.";
constexpr std::string_view kPoolBefore =
    "Put a convolution behind this layer, or replace its max pooling: stride 2, or global average "
    "pooling at the end.";
constexpr std::string_view kSmallerMap =
    "Make the map smaller before it is averaged: one more stride of 2 in an earlier layer.";
constexpr std::string_view kChannels3 = "Give the model an input of 1 or 3 channels.";
constexpr std::string_view kFewerFilters = "Use fewer filters in this layer.";
constexpr std::string_view kFewerChannels = "Use fewer filters in the layer before.";
constexpr std::string_view kSmallerInput =
    "Make the map smaller before this layer: a larger stride "
    "or a pooling in an earlier layer.";
constexpr std::string_view kWeights4 = "Quantize the weights of this layer to 4 bits or less.";
constexpr std::string_view kWeights8 = "Quantize the weights of this layer to 8 bits.";
constexpr std::string_view kBefore4 =
    "Quantize the activation of the layer before to 4 bits or "
    "less.";
constexpr std::string_view kBefore8 = "Quantize the output of the layer before to 8 bits.";
constexpr std::string_view kActivation4 =
    "Quantize the activation of this layer to 4 bits or less.";
constexpr std::string_view kActivation8 =
    "Quantize the output of this layer to 8 bits. The output of a last activation is not "
    "quantized: remove that activation, or put a layer behind it.";
constexpr std::string_view kReLU = "Use a ReLU instead.";
constexpr std::string_view kNoTable = "Use a ReLU instead, or stride 2 instead of the max pooling.";
constexpr std::string_view kPower = "Use a power of two up to 256, the same in all layers.";

constexpr std::array kLimits{
    // --- Akida 1.0 ---
    Limit{"input-size", kInput1, input_first, at_least(5), "at least 5 (first dimension)", kBigger,
          kAkida1},
    Limit{"input-size", kInput1, input_second, from_to(5, 256), "5 to 256 (second dimension)",
          "Resize the input to 5 to 256 columns.", kAkida1},
    Limit{"input-channels", kInput1, input_channels, one_of({1, 3}), "1 or 3", kChannels3, kAkida1},
    Limit{"kernel", kInput1, kernel, one_of({3, 5, 7}), "3x3, 5x5 or 7x7", "Use kernel 3, 5 or 7.",
          kAkida1},
    Limit{"kernel", kInput1 | kConvs1, kernel_square, kNo, "square", kSquare, kAkida1},
    Limit{"stride", kInput1, stride, one_of({1, 2, 3}), "1, 2 or 3", "Use a stride of 1, 2 or 3.",
          kAkida1},
    Limit{"filters", kInput1, filters, at_most(512), "at most 512 with 1 channel and kernel 3",
          kFewerFilters, kAkida1, first_layer<1, 3>},
    Limit{"filters", kInput1, filters, at_most(192), "at most 192 with 1 channel and kernel 5",
          kFewerFilters, kAkida1, first_layer<1, 5>},
    Limit{"filters", kInput1, filters, at_most(96), "at most 96 with 1 channel and kernel 7",
          kFewerFilters, kAkida1, first_layer<1, 7>},
    Limit{"filters", kInput1, filters, at_most(192), "at most 192 with 3 channels and kernel 3",
          kFewerFilters, kAkida1, first_layer<3, 3>},
    Limit{"filters", kInput1, filters, at_most(64), "at most 64 with 3 channels and kernel 5",
          kFewerFilters, kAkida1, first_layer<3, 5>},
    Limit{"filters", kInput1, filters, at_most(32), "at most 32 with 3 channels and kernel 7",
          kFewerFilters, kAkida1, first_layer<3, 7>},
    Limit{"pool-size", kInput1, pool_size, one_of({1, 2}), "1x2, 2x1 or 2x2",
          "Use a max pooling of 2x2.", kAkida1},
    Limit{"pool-stride", kInput1, pool_overlap, kNo, "strides equal to the size",
          "Leave out the strides of the pooling.", kAkida1},
    Limit{"average-pooling", kInput1, average_pooling, kNo, "none in the first layer",
          "Put another convolution between the first layer and the average pooling.", kAkida1},
    Limit{"weights-bits", kInput1, weights_bits, one_of({8}), "8 bits", kWeights8, kAkida1, nullptr,
          kAnything},
    Limit{"activation-bits", kInput1, activation_bits, one_of({1, 2, 4}), "1, 2 or 4 bits",
          kActivation4, kAkida1},

    Limit{"input-size", kConvs1, input_first, at_most(4096), "at most 4096 (first dimension)",
          kSmallerInput, kAkida1},
    Limit{"input-size", kConvs1, input_second, at_most(4096), "at most 4096 (second dimension)",
          kSmallerInput, kAkida1},
    Limit{"input-channels", kConvs1, input_channels, at_most(2048), "at most 2048", kFewerChannels,
          kAkida1},
    Limit{"kernel", kConv1, kernel, one_of({1, 3, 5, 7}), "1x1, 3x3, 5x5 or 7x7",
          "Use kernel 1, 3, 5 or 7.", kAkida1},
    Limit{"kernel", kSeparable, kernel, one_of({3, 5, 7}), "3x3, 5x5 or 7x7",
          "Use kernel 3, 5 or 7.", kAkida1},
    Limit{"stride", kConvs1, stride, one_of({1, 2}), "1 or 2", "Use a stride of 1 or 2.", kAkida1},
    Limit{"stride", kConvs1, stride, one_of({1}), "2 only with kernel 3", kStride2, kAkida1,
          wide_kernel1},
    Limit{"stride", kConvs1, stride_square, kNo, "equal on both axes", kOneStride, kAkida1},
    Limit{"padding", kConvs1, padding, kSame, "same", kPadSame, kAkida1},
    Limit{"pool-size", kConvs1, pool_size, one_of({2}), "2x2", "Use a max pooling of 2x2.", kAkida1,
          on_akd1000, one_of({1})},
    Limit{"pool-size", kConvs1, pool_size, one_of({2}), "2x2", "Use a max pooling of 2x2.", kAkida1,
          on_others, one_of({1, 3})},
    Limit{"pool-size", kConvs1, pool_square, kNo, "square, with equal strides",
          "Use the same size and strides on both axes.", kAkida1},
    Limit{"pool-next", kConvs1, behind_pooling, one_of({kBehindConvolution}),
          "only before a Convolutional or SeparableConvolutional", kPoolBefore, kAkida1, nullptr,
          kNone, true},
    Limit{"gap-size", kConvs1, average_first, at_most(32), "at most 32 (first dimension)",
          kSmallerMap, kAkida1},
    Limit{"gap-rows", kConvs1, average_rows, at_least(3), "at least 3 (second dimension)",
          "Use a larger input, or a smaller stride in this or an earlier layer.", kAkida1},
    Limit{"input-bits", kConvs1, input_bits, one_of({1, 2, 4}), "1, 2 or 4 bits", kBefore4, kAkida1,
          nullptr, one_of({3})},
    Limit{"weights-bits", kConv1, weights_bits, one_of({1, 2, 4}), "1, 2 or 4 bits", kWeights4,
          kAkida1},
    Limit{"weights-bits", kSeparable, weights_bits, one_of({2, 4}), "2 or 4 bits",
          "Quantize the weights of this layer to 2 or 4 bits.", kAkida1},
    Limit{"activation-bits", kConvs1 | kFully, activation_bits, one_of({1, 2, 4}), "1, 2 or 4 bits",
          kActivation4, kAkida1},

    Limit{"input-size", kFully, input_values, at_most(57334), "at most 57334 values", kSmallerInput,
          kAkida1, on_akd1000},
    Limit{"input-size", kFully, input_values, at_most(57334), "at most 57334 values", kSmallerInput,
          kAkida1, on_others, kAnything},
    Limit{"input-bits", kFully, input_bits, one_of({1, 2, 4}), "1, 2 or 4 bits", kBefore4, kAkida1},
    Limit{"weights-bits", kFully, weights_bits, one_of({1, 2, 4}), "1, 2 or 4 bits", kWeights4,
          kAkida1},

    // --- Akida 2.0 ---
    Limit{"input-size", kInput2, input_first, at_least(5), "at least 5 (first dimension)", kBigger,
          kAkida2},
    Limit{"input-size", kInput2, input_second, from_to(5, 384), "5 to 384 (second dimension)",
          "Resize the input to 5 to 384 columns.", kAkida2},
    Limit{"input-channels", kInput2, input_channels, one_of({1, 3}), "1 or 3", kChannels3, kAkida2},
    Limit{"kernel", kInput2, kernel, one_of({3, 4, 5, 7}), "3x3, 4x4, 5x5 or 7x7",
          "Use kernel 3, 4, 5 or 7.", kAkida2},
    Limit{"stride", kInput2, stride, at_most(3), "at most 3 with kernel 3",
          "Use a stride of at most 3.", kAkida2, kernel_is<3>},
    Limit{"stride", kInput2, stride, at_most(4), "at most 4 with kernel 4",
          "Use a stride of at most 4.", kAkida2, kernel_is<4>},
    Limit{"stride", kInput2, stride, at_most(5), "at most 5 with kernel 5",
          "Use a stride of at most 5.", kAkida2, kernel_is<5>},
    Limit{"stride", kInput2, stride, at_most(6), "at most 6 with kernel 7",
          "Use a stride of at most 6.", kAkida2, kernel_is<7>},
    Limit{"filters", kInput2, filters, at_most(512), "at most 512", kFewerFilters, kAkida2},
    Limit{"pool-size", kInput2, pool_pair, one_of({22, 32}), "2x2 or 3x3, with strides 2x2",
          "Use a max pooling of 2x2 with strides 2.", kAkida2},
    Limit{"weights-bits", kInput2, weights_bits, one_of({8}), "8 bits", kWeights8, kAkida2},
    Limit{"activation-bits", kInput2 | kConvs2 | kDense, activation_bits, one_of({4, 8}),
          "4 or 8 bits", kActivation8, kAkida2},
    Limit{"lut-pool", kInput2 | kConvs2, table_activation_pooling, kNo,
          "a ReLU or no activation with max pooling", kNoTable, kAkida2},

    Limit{"input-size", kConvs2 | kTransposed | kTemporal, input_first, at_most(4096),
          "at most 4096 (first dimension)", kSmallerInput, kAkida2},
    Limit{"input-size", kConvs2 | kTransposed | kTemporal, input_second, at_most(4096),
          "at most 4096 (second dimension)", kSmallerInput, kAkida2},
    Limit{"input-channels", kConvs2 | kTransposed | kTemporal, input_channels, at_most(2048),
          "at most 2048", kFewerChannels, kAkida2},
    Limit{"kernel", kConv2, kernel, one_of({1, 3, 5, 7}), "1x1, 3x3, 5x5 or 7x7",
          "Use kernel 1, 3, 5 or 7.", kAkida2},
    Limit{"kernel", kDepthwise, kernel, one_of({3, 5, 7}), "3x3, 5x5 or 7x7",
          "Use kernel 3, 5 or 7.", kAkida2},
    Limit{"kernel", kTransposed, kernel, one_of({3, 4}), "3x3 or 4x4", "Use kernel 3 or 4.",
          kAkida2},
    Limit{"stride", kConvs2, stride, one_of({1}), "2 only with kernel 3", kStride2, kAkida2,
          wide_kernel2, one_of({2})},
    Limit{"padding", kConvs2, padding, kSame, "same", kPadSame, kAkida2},
    Limit{"pool-size", kConvs2, pool_pair, one_of({21, 22}), "2x2, with strides 1x1 or 2x2",
          "Use a max pooling of 2x2.", kAkida2, nullptr, one_of({11})},
    Limit{"pool-next", kConvs2, behind_pooling, one_of({kBehindConvolution}),
          "only before a Conv2D or DepthwiseConv2D", kPoolBefore, kAkida2, nullptr,
          one_of({kBehindOtherConvolution}), true},
    Limit{"gap-size", kConvs2, average_first, at_most(64), "at most 64 (first dimension)",
          kSmallerMap, kAkida2},
    Limit{"gap-size", kConvs2, average_area, at_most(144), "at most 144 positions (12x12)",
          kSmallerMap, kAkida2},
    Limit{"input-bits", kConvs2 | kDense, input_bits, one_of({4, 8}), "4 or 8 bits", kBefore8,
          kAkida2},
    Limit{"weights-bits", kConvs2 | kDense, weights_bits, one_of({4, 8}), "4 or 8 bits", kWeights8,
          kAkida2},

    Limit{"input-bits", kTransposed | kTemporal, input_bits, one_of({8}), "8 bits", kBefore8,
          kAkida2},
    Limit{"weights-bits", kTransposed | kTemporal, weights_bits, one_of({8}), "8 bits", kWeights8,
          kAkida2},
    Limit{"activation-bits", kTransposed | kTemporal, activation_bits, one_of({8}), "8 bits",
          kActivation8, kAkida2},
    Limit{"filters", kFullTemporal, filters, at_most(2048), "at most 2048", kFewerFilters, kAkida2},
    Limit{"lut", kDense | kTemporal, table_activation, kNo, "a ReLU or no activation", kReLU,
          kAkida2},
    Limit{"temporal-processors", kTemporal, temporal_processors, at_least(1), "at least 1",
          "Choose a device with processors of type TNP_B: FourNodesIPv2, SixNodesIPv2 or "
          "TwelveNodesIPv2.",
          kApi},

    Limit{"input-size", kDense, input_values, at_most(2048), "at most 2048 values",
          "Make the input of this layer smaller: global average pooling instead of flattening, or "
          "a larger stride before it.",
          kAkida2},

    // --- Akida Pico ---
    Limit{"layers", kRecurrent, recurrent_layers, at_most(8), "at most 8 StatefulRecurrent layers",
          "Use at most 8 StatefulRecurrent layers.", kPico, nullptr, kNone, false, true},
    Limit{"input-bits", kRecurrent, first_bits, one_of({8, 16}), "8 or 16 bits",
          "Give the model inputs of 8 or 16 bits.", kPico},
    Limit{"input-bits", kRecurrent, later_bits, one_of({8}), "8 bits", kBefore8, kPico},
    Limit{"input-channels", kRecurrent, input_channels, at_most(256), "at most 256", kFewerChannels,
          kPico},
    Limit{"input-channels", kRecurrent, first_channels_16, at_most(128),
          "at most 128 with inputs of 16 bits", "Use fewer channels, or inputs of 8 bits.", kPico},
    Limit{"packed-input", kRecurrent, packed_words, from_to(1, 128),
          "a power of two of 32-bit words, at most 512 bytes",
          "Add channels of zeros to the input until they fill 1, 2, 4, 8 … words.", kPico},
    Limit{"filters", kRecurrent, filters, at_most(256), "at most 256 output channels",
          "Use fewer output channels.", kPico},
    Limit{"state-channels", kRecurrent, state_channels, from_to(1, 256), "a power of two up to 256",
          kPower, kPico},
    Limit{"state-channels", kRecurrent, state_differs, kNo, "the same in all layers", kPower,
          kPico},
    Limit{"subsample", kRecurrent, subsample, at_most(4), "at most 4",
          "Use a subsampling of at most 4.", kPico},
    Limit{"max-value", kRecurrent, bounded, kNo, "a ReLU without max_value",
          "Leave out the max_value of the ReLU.", kPico},
    Limit{"output-bits", kRecurrent, last_bits, one_of({8, 28, 32}),
          "8, 28 or 32 bits in the last layer", "Quantize the output to 8 bits, or not at all.",
          kPico, nullptr, kNone, true},
    Limit{"input-channels", kPostProcessing, input_channels, one_of({1}), "1",
          "Use one output channel in the layer before.", kPico},
    Limit{"time-steps", kPostProcessing, time_steps, from_to(3, 128), "3 to 128",
          "Use an input of 3 to 128 time steps.", kPico},
};

}  // namespace

std::span<const Limit> limits() {
  return kLimits;
}

}  // namespace cnn2snn::mapping
