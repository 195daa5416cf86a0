// SPDX-License-Identifier: Apache-2.0
// QuantizedConv2D [+ MaxPool2D or GlobalAveragePooling2D] [+ ReLU] → Convolutional.
#include <algorithm>

#include "base/conversion_error.h"
#include "convert/blocks/parameters.h"
#include "convert/blocks/patterns.h"
#include "convert/blocks/pooling.h"
#include "convert/blocks/variables.h"

namespace cnn2snn::blocks {
namespace {

void check(const BlockView& block, BlockChecks& checks) {
  const int bits = block.quantized(0).config.weight.bitwidth;
  checks.expect(bits == 1 || bits == 2 || bits == 4, "ValueError",
                "Convolutional layer can only handle weights with 1, 2 or 4 bits. Received: " +
                    std::to_string(bits) + ".",
                "Quantize with weight_bits of 4 (or 2) for Akida 1.0.");
  check_pool_padding(block, checks);
  check_average_pool_v1(block, checks);
}

void require_zero_padding(const quantizeml::QuantizedLayer& conv) {
  if (!conv.padding_value) return;
  const auto& values = conv.padding_value->values;
  if (std::any_of(values.begin(), values.end(), [](float v) { return v < 0 || v > 255; })) {
    fail(ErrorId::kBlockParameter, Step::kConversion, "padding_value must be an uint8 value",
         "Choose a Rescaling offset whose padding value is within the range of the inputs.",
         "ValueError", Rule::kPaddingValueRange);
  }
  if (std::any_of(values.begin(), values.end(), [](float v) { return v != 0; })) {
    fail(ErrorId::kBlockParameter, Step::kConversion, "Convolutional padding value must be zero.",
         "Only the first layer of a model of 1 or 3 channels can pad with another value.",
         "ValueError", Rule::kPaddingValueZero);
  }
}

std::string convert(const BlockView& block, Target& target) {
  const quantizeml::QuantizedLayer& conv = block.quantized(0);
  require_zero_padding(conv);
  akida::Layer parameters = convolution_parameters_v1(block, akida::LayerType::kConvolutional,
                                                      conv.config.weight.bitwidth);
  parameters.inbounds = target.inbounds;
  akida::Layer& layer = akida::add_layer(target.model, std::move(parameters));
  const Pair kernel = pair_of(block.layer(0), "kernel_size");
  set_flipped_kernel(layer, "weights", block.take_kernel(0), kernel.first, kernel.second);
  set_convolution_v1(layer, block);
  return layer.name;
}

}  // namespace

constexpr Sequence kPatterns[] = {
    {"QuantizedConv2D"},
    {"QuantizedConv2D", "QuantizedReLU"},
    {"QuantizedConv2D", "QuantizedMaxPool2D", "QuantizedReLU"},
    {"QuantizedConv2D", "QuantizedGlobalAveragePooling2D", "QuantizedReLU"},
    {"QuantizedConv2D", "QuantizedGlobalAveragePooling2D"}};

constinit const BlockConverter kConvolutional = {"Convolutional", kPatterns, check, convert};

}  // namespace cnn2snn::blocks
