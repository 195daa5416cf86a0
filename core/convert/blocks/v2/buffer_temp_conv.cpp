// SPDX-License-Identifier: Apache-2.0
// QuantizedBufferTempConv [+ ReLU] → BufferTempConv.
#include "convert/blocks/v2/buffer_temp_conv.h"

#include "convert/blocks/parameters.h"
#include "convert/blocks/patterns.h"
#include "convert/blocks/variables.h"

namespace cnn2snn::blocks {

void check_buffer_temp_conv(const BlockView& block, BlockChecks& checks, std::string_view name) {
  const int bits = block.quantized(0).config.weight.bitwidth;
  checks.expect(bits <= 8, "AssertionError",
                std::string(name) + " layer handles weights with maximum 8 bits. Received: " +
                    std::to_string(bits) + ".",
                "Quantize with weight_bits of 4 or 8.");
}

std::string convert_buffer_temp_conv(const BlockView& block, Target& target,
                                     akida::LayerType type) {
  const keras::Layer& btc = block.layer(0);
  const quantizeml::QuantizedLayer& quantized = block.quantized(0);
  const auto relu = block.find({"QuantizedReLU"});
  akida::Layer parameters;
  parameters.name = btc.name;
  parameters.type = type;
  parameters.parameters["fifo_size"] = parameter(btc.config["kernel_size"].as_int(0));
  parameters.parameters["activation"] = relu ? akida::kActivationReLU : akida::kNoActivation;
  parameters.parameters["weights_bits"] = quantized.config.weight.bitwidth;
  if (type == akida::LayerType::kBufferTempConv) {
    parameters.parameters["filters"] = parameter(btc.config["filters"].as_int(0));
  }
  add_output_parameters(block, quantized.config.buffer_bitwidth.value_or(31), parameters);
  parameters.inbounds = target.inbounds;
  akida::Layer& layer = akida::add_layer(target.model, std::move(parameters));
  set_kernel(layer, "weights", block.take_kernel(0));
  set_bias(layer, quantized);
  if (quantized.input_shift) set_shift(layer, "input_shift", *quantized.input_shift);
  if (relu) set_relu(layer, block.quantized(*relu));
  if (block.output() != nullptr) set_output(layer, *block.output());
  return layer.name;
}

namespace {

void check(const BlockView& block, BlockChecks& checks) {
  check_buffer_temp_conv(block, checks, "BufferTempConv");
}

std::string convert(const BlockView& block, Target& target) {
  return convert_buffer_temp_conv(block, target, akida::LayerType::kBufferTempConv);
}

}  // namespace

constexpr Sequence kPatterns[] = {{"QuantizedBufferTempConv"},
                                  {"QuantizedBufferTempConv", "QuantizedReLU"}};

constinit const BlockConverter kBufferTempConv = {"BufferTempConv", kPatterns, check, convert};

}  // namespace cnn2snn::blocks
