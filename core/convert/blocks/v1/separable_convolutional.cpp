// SPDX-License-Identifier: Apache-2.0
// QuantizedSeparableConv2D [+ MaxPool2D or GlobalAveragePooling2D] [+ ReLU]
// → SeparableConvolutional.
#include "convert/blocks/parameters.h"
#include "convert/blocks/patterns.h"
#include "convert/blocks/pooling.h"
#include "convert/blocks/variables.h"

namespace cnn2snn::blocks {
namespace {

void check(const BlockView& block, BlockChecks& checks) {
  const quantizeml::LayerConfig& config = block.quantized(0).config;
  const int bits = config.weight.bitwidth;
  checks.expect(bits == 1 || bits == 2 || bits == 4, "ValueError",
                "SeparableConvolutional layer can only handle 1, 2, or 4 weight bits. Received: " +
                    std::to_string(bits) + ".",
                "Quantize with weight_bits of 4 (or 2) for Akida 1.0.");
  checks.expect(config.pointwise.bitwidth == bits, "ValueError",
                "SeparableConvolutional layer pointwise weights should also be 4 bits. Received: " +
                    std::to_string(config.pointwise.bitwidth) + ".",
                "Give depthwise and pointwise weights the same bitwidth.");
  check_pool_padding(block, checks);
  check_average_pool_v1(block, checks);
}

std::string convert(const BlockView& block, Target& target) {
  const quantizeml::QuantizedLayer& conv = block.quantized(0);
  akida::Layer parameters = convolution_parameters_v1(
      block, akida::LayerType::kSeparableConvolutional, conv.config.weight.bitwidth);
  parameters.inbounds = target.inbounds;
  akida::Layer& layer = akida::add_layer(target.model, std::move(parameters));
  const Pair kernel = pair_of(block.layer(0), "kernel_size");
  set_flipped_kernel(layer, "weights", block.take_kernel(0), kernel.first, kernel.second);
  set_kernel(layer, "weights_pw", conv.pointwise.values);  // 1×1: nothing to flip
  set_convolution_v1(layer, block);
  return layer.name;
}

}  // namespace

constexpr Sequence kPatterns[] = {
    {"QuantizedSeparableConv2D"},
    {"QuantizedSeparableConv2D", "QuantizedReLU"},
    {"QuantizedSeparableConv2D", "QuantizedGlobalAveragePooling2D", "QuantizedReLU"},
    {"QuantizedSeparableConv2D", "QuantizedGlobalAveragePooling2D"},
    {"QuantizedSeparableConv2D", "QuantizedMaxPool2D", "QuantizedReLU"}};

constinit const BlockConverter kSeparableConvolutional = {"SeparableConvolutional", kPatterns,
                                                          check, convert};

}  // namespace cnn2snn::blocks
