// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/akida_model.h"
#include "convert/onnx/operation.h"

namespace cnn2snn::onnx {

/// InputQuantizer.
void check_quantizer(const Operation& operation);
void set_quantizer_parameters(const Operation& operation, akida::Layer& layer);
void set_quantizer_variables(const Operation& operation, akida::Layer& layer);

void check_dequantizer(const Operation& operation);
void set_dequantizer_variables(const Operation& operation, akida::Layer& layer);

}  // namespace cnn2snn::onnx
