// SPDX-License-Identifier: Apache-2.0
#include "convert/onnx/convolution.h"

namespace cnn2snn::onnx {

// The official converter drops a depthwise convolution's pooling: convert.cpp warns of it.
void set_depthwise_conv2d_parameters(const Operation& operation, akida::Layer& layer) {
  set_convolution_parameters(operation, layer, false);
}

void set_depthwise_conv2d_variables(const Operation& operation, akida::Layer& layer) {
  set_convolution_variables(operation, true, true, layer);
}

}  // namespace cnn2snn::onnx
