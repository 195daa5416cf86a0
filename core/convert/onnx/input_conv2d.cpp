// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "convert/onnx/convolution.h"
#include "convert/onnx/variables.h"

namespace cnn2snn::onnx {

void set_input_conv2d_parameters(const Operation& operation, akida::Layer& layer) {
  set_conv2d_parameters(operation, layer);
  layer.parameters["input_x"] = to_parameter(operation.input_shape[0]);
  layer.parameters["input_y"] = to_parameter(operation.input_shape[1]);
  layer.parameters["input_channels"] = to_parameter(operation.input_shape[2]);
}

void set_input_conv2d_variables(const Operation& operation, akida::Layer& layer) {
  std::vector<std::int32_t> padding =
      integers(operation.weight("x_pad_value"), "padding_value", layer);
  const auto outside = std::find_if(padding.begin(), padding.end(),
                                    [](std::int32_t value) { return value < 0 || value > 255; });
  if (outside != padding.end()) {
    std::string text = "[";
    for (const std::int32_t value : padding) text += " " + std::to_string(value);
    refuse("padding_value must be uint8 values. Received: " + text + "]",
           "Quantize the model again with samples that cover the input's range.");
  }
  set_values(std::move(padding), DataType::kUInt8, DataType::kUInt8, "padding_value", layer);
  set_convolution_variables(operation, false, false, layer);
}

}  // namespace cnn2snn::onnx
