// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "convert/onnx/convolution.h"

namespace cnn2snn::onnx {

void check_conv2d_transpose(const Operation& operation) {
  check_convolution(operation);
  const std::string& name = operation.node.name;
  const std::vector<std::int64_t> strides = operation.ints("strides", 2);
  if (strides[0] != 2) {
    refuse(name + " expects to have strides equal to (2, 2), found '" + print(strides) + "'.",
           "Akida's transposed convolutions double the size: use strides of 2.");
  }
  const std::int64_t total = std::max<std::int64_t>(operation.weight("W").dims[3] - 2, 0);
  const std::int64_t end = (total + 1) / 2;
  const std::vector<std::int64_t> expected = {total - end, total - end, end, end};
  const std::vector<std::int64_t> pads = operation.ints("pads", 4);
  if (pads != expected) {
    refuse(name + " expects to have '" + print(expected) + "' pads, found '" + print(pads) + "'.",
           "The output must be twice the input: choose padding and output_padding for that.");
  }
}

void set_conv2d_transpose_parameters(const Operation& operation, akida::Layer& layer) {
  set_kernel_parameters(operation, layer);
  layer.parameters["filters"] = to_parameter(operation.weight("W").dims[1]);
}

void set_depthwise_conv2d_transpose_parameters(const Operation& operation, akida::Layer& layer) {
  set_kernel_parameters(operation, layer);
}

// W is (C, F, Kh, Kw), depthwise (C, 1, Kh, Kw).
void set_conv2d_transpose_variables(const Operation& operation, akida::Layer& layer) {
  set_convolution_variables(operation, false, true, layer);
}

}  // namespace cnn2snn::onnx
