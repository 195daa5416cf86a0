// SPDX-License-Identifier: Apache-2.0
#include "convert/blocks/parameters.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/conversion_error.h"
#include "convert/blocks/pooling.h"
#include "quantizeml/record/reported_shape.h"

namespace cnn2snn::blocks {

bool is_same(const keras::Layer& layer) {
  std::string padding = layer.config["padding"].as_string("valid");
  std::transform(padding.begin(), padding.end(), padding.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return padding == "same";
}

Pair pair_of(const keras::Layer& layer, std::string_view key) {
  const auto values = layer.config[key].as_ints(2);
  if (values.size() == 2) return {values[0], values[1]};
  fail(ErrorId::kLayerConfig, Step::kConversion,
       std::string(key) + " " + layer.config[key].repr() + " is not a pair of sizes",
       "Save the model again.", "ValueError");
}

bool pads_same(const keras::Layer& convolution) {
  return is_same(convolution) || !convolution.config["padding_value"].is_null() ||
         pair_of(convolution, "kernel_size") == Pair{1, 1};
}

std::int32_t parameter(std::int64_t value) {
  if (value < std::numeric_limits<std::int32_t>::min() ||
      value > std::numeric_limits<std::int32_t>::max()) {
    fail(ErrorId::kBlockParameter, Step::kConversion,
         "the value " + std::to_string(value) + " is too large for an Akida parameter",
         "Save the model again.", "TypeError");
  }
  return static_cast<std::int32_t>(value);
}

void check_dense_shape(const BlockView& block, BlockChecks& checks) {
  const auto dense = block.find({"QuantizedDense"});
  if (!dense) return;
  const keras::Shape shape = block.reported_input_shape(*dense);
  // The official converter multiplies the dimensions, one of which may be None.
  if (std::string reason = quantizeml::product_error(shape); !reason.empty()) {
    checks.expect(shape.size() == 1, "TypeError", std::move(reason),
                  "Replace the -1 in the Reshape before '" + block.layer(*dense).name +
                      "' by the number it stands for, or use a Flatten.");
    return;
  }
  std::string text;
  bool flat = !shape.empty();
  for (std::size_t i = 0; i < shape.size(); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    flat = flat && (i + 1 == shape.size() || shape[i] == 1);
  }
  checks.expect(flat, "RuntimeError",
                "The dense layer only handles flattened shapes (i.e (1, 1, X) or (X,)). "
                "Received: (" +
                    text + ") shape.",
                "Put a Flatten before '" + block.layer(*dense).name + "'.");
}

void check_relu_v1(const BlockView& block, BlockChecks& checks) {
  const auto i = block.find({"QuantizedReLU"});
  if (!i) return;
  const std::string& name = block.layer(*i).name;
  const quantizeml::LayerConfig& config = block.quantized(*i).config;
  checks.expect(config.max_value.has_value(), "ValueError",
                name + ": in AkidaVersion.v1, unbounded QuantizedReLU is not supported.",
                "Bounded ReLU needed on Akida 1.0: set `max_value`.", Rule::kBoundedReLUV1);
  checks.expect(config.output.has_value(), "ValueError",
                name + ": in AkidaVersion.v1, output_quantizer is mandatory.",
                "On Akida 1.0 a model cannot end with a ReLU: end it with a neural layer.");
}

void require_relu_v1(const BlockView& block) {
  Report report;
  BlockChecks checks(block, report);
  check_relu_v1(block, checks);
  if (!report.ok()) throw ConversionError(report.problems.front());
}

void add_output_parameters(const BlockView& block, int buffer_bitwidth, akida::Layer& layer) {
  // QuantizeML sets a bit aside for the sign that Akida counts in.
  const std::int32_t buffer_bits = buffer_bitwidth + 1;
  const auto& quantizer = block.out_quantizer();
  layer.parameters["buffer_bits"] = buffer_bits;
  layer.parameters["output_bits"] = quantizer ? quantizer->bitwidth : buffer_bits;
  layer.parameters["post_op_buffer_bits"] = quantizer ? quantizer->buffer_bitwidth : 32;
}

void add_input_shape(const keras::Shape& shape, std::string_view first, std::string_view second,
                     akida::Layer& layer) {
  if (shape.size() > 3 || shape.empty()) {
    fail(ErrorId::kModelStructure, Step::kConversion, "input shape must not exceed 3 dimensions.",
         "Reshape the model's input to (height, width, channels).", "ValueError");
  }
  keras::Shape full(3 - shape.size(), 1);
  full.insert(full.end(), shape.begin(), shape.end());
  for (const std::int64_t n : full) {
    if (n >= 1) continue;
    fail(ErrorId::kModelStructure, Step::kConversion, "the input has a dimension of unknown size",
         "Give the model a fully defined input shape.", "TypeError");
  }
  layer.parameters[std::string(first)] = parameter(full[0]);
  layer.parameters[std::string(second)] = parameter(full[1]);
  layer.parameters["input_channels"] = parameter(full[2]);
}

akida::Layer convolution_parameters(const BlockView& block, akida::LayerType type, Kernel kernel) {
  const keras::Layer& conv = block.layer(0);
  const quantizeml::LayerConfig& config = block.quantized(0).config;
  const bool transpose = kernel == Kernel::kTranspose || kernel == Kernel::kDepthwiseTranspose;
  const bool depthwise = kernel == Kernel::kDepthwise || kernel == Kernel::kDepthwiseTranspose;
  akida::Layer layer;
  layer.name = conv.name;
  layer.type = type;
  auto& p = layer.parameters;
  p["kernel_size"] = parameter(pair_of(conv, "kernel_size").first);
  p["weights_bits"] = config.weight.bitwidth;
  p["activation"] = akida::kNoActivation;
  if (kernel == Kernel::kInput) add_input_shape(block.input_shape(0), "input_x", "input_y", layer);
  if (!depthwise) p["filters"] = parameter(conv.config["filters"].as_int(0));
  if (!transpose) {
    p["padding"] = pads_same(conv) ? akida::kPaddingSame : akida::kPaddingValid;
    p["kernel_stride"] = parameter(pair_of(conv, "strides").first);
    p["pool_type"] = akida::kNoPooling;
    p["pool_size"] = -1;
    p["pool_stride"] = -1;
    if (const auto pool = block.find({"QuantizedMaxPool2D"})) {
      const Pooling pooling = pooling_of(block.layer(*pool));
      p["pool_type"] = akida::kPoolMax;
      p["padding"] = pooling.same ? akida::kPaddingSame : akida::kPaddingValid;
      p["pool_size"] = parameter(pooling.size.first);
      p["pool_stride"] = parameter(pooling.stride.first);
    } else if (block.find({"QuantizedGlobalAveragePooling2D"})) {
      p["pool_type"] = akida::kPoolAverage;
    }
  }
  if (block.find({"QuantizedReLU"})) p["activation"] = akida::kActivationReLU;
  if (block.find({"QuantizedActivation"})) p["activation"] = akida::kActivationLUT;
  add_output_parameters(block, config.buffer_bitwidth.value_or(27), layer);
  return layer;
}

void add_activation_v1(const BlockView& block, akida::Layer& layer) {
  layer.parameters["activation"] = 0;
  layer.parameters["act_bits"] = 1;
  const auto relu = block.find({"QuantizedReLU"});
  if (!relu) return;
  layer.parameters["activation"] = 1;
  if (const auto& quantizer = block.quantized(*relu).config.output) {
    layer.parameters["act_bits"] = quantizer->bitwidth;
  }
}

akida::Layer convolution_parameters_v1(const BlockView& block, akida::LayerType type,
                                       int weights_bits) {
  const keras::Layer& conv = block.layer(0);
  akida::Layer layer;
  layer.name = conv.name;
  layer.type = type;
  auto& p = layer.parameters;
  // Akida's first dimension (width, x) is the first of Keras's, its height.
  const Pair kernel = pair_of(conv, "kernel_size");
  const Pair stride = pair_of(conv, "strides");
  p["padding"] = pads_same(conv) ? akida::kPaddingSame : akida::kPaddingValid;
  p["kernel_width"] = parameter(kernel.first);
  p["kernel_height"] = parameter(kernel.second);
  p["stride_x"] = parameter(stride.first);
  p["stride_y"] = parameter(stride.second);
  p["filters"] = parameter(conv.config["filters"].as_int(0));
  p["weights_bits"] = weights_bits;
  p["pool_type"] = akida::kNoPooling;
  for (const char* key :
       {"pooling_width", "pooling_height", "pooling_stride_x", "pooling_stride_y"}) {
    p[key] = -1;
  }
  if (const auto pool = block.find({"QuantizedMaxPool2D"})) {
    const Pooling pooling = pooling_of(block.layer(*pool));
    p["pool_type"] = akida::kPoolMax;
    p["padding"] = pooling.same ? akida::kPaddingSame : akida::kPaddingValid;
    p["pooling_width"] = parameter(pooling.size.first);
    p["pooling_height"] = parameter(pooling.size.second);
    p["pooling_stride_x"] = parameter(pooling.stride.first);
    p["pooling_stride_y"] = parameter(pooling.stride.second);
  } else if (block.find({"QuantizedGlobalAveragePooling2D"})) {
    p["pool_type"] = akida::kPoolAverage;
  }
  require_relu_v1(block);
  add_activation_v1(block, layer);
  return layer;
}

}  // namespace cnn2snn::blocks
