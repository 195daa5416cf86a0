// SPDX-License-Identifier: Apache-2.0
#include "convert/onnx/convolution.h"

namespace cnn2snn::onnx {

void set_conv2d_parameters(const Operation& operation, akida::Layer& layer) {
  set_convolution_parameters(operation, layer, true);
  layer.parameters["filters"] = to_parameter(operation.weight("W").dims[0]);
}

void set_conv2d_variables(const Operation& operation, akida::Layer& layer) {
  set_convolution_variables(operation, true, false, layer);
}

}  // namespace cnn2snn::onnx
