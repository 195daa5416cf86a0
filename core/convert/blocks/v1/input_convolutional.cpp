// SPDX-License-Identifier: Apache-2.0
// First block of a model of 1 or 3 unsigned 8-bit channels:
// QuantizedConv2D [+ MaxPool2D] + ReLU → InputConvolutional.
#include <algorithm>

#include "base/conversion_error.h"
#include "convert/blocks/parameters.h"
#include "convert/blocks/patterns.h"
#include "convert/blocks/pooling.h"
#include "convert/blocks/variables.h"
#include "quantizeml/arithmetic/arithmetic.h"

namespace cnn2snn::blocks {
namespace {

void check(const BlockView& block, BlockChecks& checks) {
  const keras::Shape& shape = block.input_shape(0);
  checks.expect(!shape.empty() && (shape.back() == 1 || shape.back() == 3), "ValueError",
                "InputConvolutional layer can only handle image like inputs (i.e 3-D or 1-D input "
                "shape).",
                "Use 1 or 3 input channels.");
  const int bits = block.quantized(0).config.weight.bitwidth;
  checks.expect(bits == 4 || bits == 8, "ValueError",
                "InputConvolutional layer can only handle weights with 4 or 8 bits. Received: " +
                    std::to_string(bits) + ".",
                "Quantize with input_weight_bits of 4 or 8.");
  check_pool_padding(block, checks);
}

// One value pads all channels on v1.
std::int32_t padding_value(const quantizeml::QuantizedLayer& conv) {
  if (!conv.padding_value) return 0;
  const std::vector<float>& values = conv.padding_value->values;
  const bool fits =
      std::all_of(values.begin(), values.end(), [](float v) { return v >= 0 && v <= 255; });
  if (!fits) {
    fail(ErrorId::kBlockParameter, Step::kConversion, "padding_value must be an uint8 value",
         "Choose a Rescaling offset whose padding value is within the range of the inputs.",
         "ValueError", Rule::kPaddingValueRange);
  }
  if (std::any_of(values.begin(), values.end(), [&](float v) { return v != values[0]; })) {
    fail(ErrorId::kBlockParameter, Step::kConversion,
         "InputConvolutional cannot have per-axis padding value.",
         "Use one Rescaling offset for all channels.", "ValueError", Rule::kPaddingValuePerAxis);
  }
  return quantizeml::to_int32(values[0]);
}

std::string convert(const BlockView& block, Target& target) {
  const quantizeml::QuantizedLayer& conv = block.quantized(0);
  const std::int32_t padding = padding_value(conv);
  akida::Layer parameters = convolution_parameters_v1(block, akida::LayerType::kInputConvolutional,
                                                      conv.config.weight.bitwidth);
  add_input_shape(block.input_shape(0), "input_width", "input_height", parameters);
  parameters.parameters["padding_value"] = padding;
  parameters.inbounds = target.inbounds;
  akida::Layer& layer = akida::add_layer(target.model, std::move(parameters));
  set_kernel(layer, "weights", block.take_kernel(0));  // not flipped
  set_threshold(layer, conv);
  if (block.output() != nullptr) set_act_step(layer, *block.output());
  return layer.name;
}

}  // namespace

constexpr Sequence kPatterns[] = {{"QuantizedConv2D", "QuantizedReLU"},
                                  {"QuantizedConv2D", "QuantizedMaxPool2D", "QuantizedReLU"}};

constinit const BlockConverter kInputConvolutional = {"InputConvolutional", kPatterns, check,
                                                      convert};

}  // namespace cnn2snn::blocks
