// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "convert/onnx/add.h"
#include "convert/onnx/buffer_temp_conv.h"
#include "convert/onnx/convolution.h"
#include "convert/onnx/dense1d.h"
#include "convert/onnx/operation.h"
#include "convert/onnx/quantizers.h"

namespace cnn2snn::onnx {

namespace {

using akida::LayerType;

void nothing_to_check(const Operation& /*operation*/) {}
void nothing_to_set(const Operation& /*operation*/, akida::Layer& /*layer*/) {}

constexpr std::array kOperators = {
    Operator{"InputQuantizer", LayerType::kQuantizer, "QuantizerOnnxConverter", true,
             check_quantizer, set_quantizer_parameters, set_quantizer_variables},
    Operator{"QuantizedInputConv2D", LayerType::kInputConv2D, "InputConv2DOnnxConverter", true,
             check_convolution, set_input_conv2d_parameters, set_input_conv2d_variables},
    Operator{"QuantizedConv2D", LayerType::kConv2D, "Conv2DOnnxConverter", false, check_convolution,
             set_conv2d_parameters, set_conv2d_variables},
    Operator{"QuantizedDepthwise2D", LayerType::kDepthwiseConv2D, "Depthwise2DOnnxConverter", false,
             check_convolution, set_depthwise_conv2d_parameters, set_depthwise_conv2d_variables},
    Operator{"QuantizedConv2DTranspose", LayerType::kConv2DTranspose,
             "Conv2DTransposeOnnxConverter", false, check_conv2d_transpose,
             set_conv2d_transpose_parameters, set_conv2d_transpose_variables},
    Operator{"QuantizedDepthwise2DTranspose", LayerType::kDepthwiseConv2DTranspose,
             "DepthwiseConv2DTransposeOnnxConverter", false, check_conv2d_transpose,
             set_depthwise_conv2d_transpose_parameters, set_conv2d_transpose_variables},
    Operator{"QuantizedDense1D", LayerType::kDense1D, "Dense1DOnnxConverter", false,
             nothing_to_check, set_dense1d_parameters, set_dense1d_variables},
    Operator{"QuantizedBufferTempConv", LayerType::kBufferTempConv, "BufferTempConvOnnxConverter",
             false, check_buffer_temp_conv, set_buffer_temp_conv_parameters,
             set_buffer_temp_conv_variables},
    Operator{"QuantizedDepthwiseBufferTempConv", LayerType::kDepthwiseBufferTempConv,
             "DepthwiseBufferTempConvOnnxConverter", false, check_buffer_temp_conv,
             set_buffer_temp_conv_parameters, set_buffer_temp_conv_variables},
    Operator{"QuantizedAdd", LayerType::kAdd, "AddOnnxConverter", false, check_add,
             set_add_parameters, set_add_variables},
    Operator{"QuantizedConcat", LayerType::kConcatenate, "ConcatOnnxConverter", false,
             nothing_to_check, nothing_to_set, nothing_to_set},
    Operator{"Dequantizer", LayerType::kDequantizer, "DequantizerOnnxConverter", false,
             check_dequantizer, nothing_to_set, set_dequantizer_variables},
};

}  // namespace

const Operator* find_operator(std::string_view op_type) {
  const Operator* found = nullptr;
  for (const Operator& candidate : kOperators) {
    if (op_type.substr(0, candidate.base.size()) != candidate.base) continue;
    if (found == nullptr || candidate.base.size() > found->base.size()) found = &candidate;
  }
  return found;
}

}  // namespace cnn2snn::onnx
