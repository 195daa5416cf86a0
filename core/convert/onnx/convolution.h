// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/akida_model.h"
#include "convert/onnx/operation.h"

/// What the convolutions have in common.
namespace cnn2snn::onnx {

/// Kernels, strides and max pooling must be square.
void check_convolution(const Operation& operation);
/// kernel_size, output_bits and activation.
void set_kernel_parameters(const Operation& operation, akida::Layer& layer);
/// Those, and padding, kernel_stride and pooling.
void set_convolution_parameters(const Operation& operation, akida::Layer& layer, bool pools);

/// W (F, C, Kh, Kw) → (Kh, Kw, C, F); `swapped`: (Kh, Kw, F, C); `flipped`: both spatial axes
/// reversed. Then bias, activation and scale-out.
void set_convolution_variables(const Operation& operation, bool flipped, bool swapped,
                               akida::Layer& layer);

/// The operators, for the table.
void set_input_conv2d_parameters(const Operation& operation, akida::Layer& layer);
void set_input_conv2d_variables(const Operation& operation, akida::Layer& layer);
void set_conv2d_parameters(const Operation& operation, akida::Layer& layer);
void set_conv2d_variables(const Operation& operation, akida::Layer& layer);
void set_depthwise_conv2d_parameters(const Operation& operation, akida::Layer& layer);
void set_depthwise_conv2d_variables(const Operation& operation, akida::Layer& layer);
void check_conv2d_transpose(const Operation& operation);
void set_conv2d_transpose_parameters(const Operation& operation, akida::Layer& layer);
void set_depthwise_conv2d_transpose_parameters(const Operation& operation, akida::Layer& layer);
void set_conv2d_transpose_variables(const Operation& operation, akida::Layer& layer);

/// The Akida padding of a convolution, and whether its max pooling is Akida's: each names the
/// mismatch. `pool`: whether the node pools (by maximum).
std::int32_t akida_padding(const Operation& operation, bool max_pool);

}  // namespace cnn2snn::onnx
