// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/akida_model.h"
#include "convert/onnx/operation.h"

namespace cnn2snn::onnx {

/// BufferTempConv and DepthwiseBufferTempConv.
void check_buffer_temp_conv(const Operation& operation);
void set_buffer_temp_conv_parameters(const Operation& operation, akida::Layer& layer);
void set_buffer_temp_conv_variables(const Operation& operation, akida::Layer& layer);

}  // namespace cnn2snn::onnx
