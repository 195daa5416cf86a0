// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/akida_model.h"
#include "convert/onnx/operation.h"

namespace cnn2snn::onnx {

void set_dense1d_parameters(const Operation& operation, akida::Layer& layer);
void set_dense1d_variables(const Operation& operation, akida::Layer& layer);

}  // namespace cnn2snn::onnx
