// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/akida_model.h"
#include "convert/onnx/operation.h"

namespace cnn2snn::onnx {

void check_add(const Operation& operation);
void set_add_parameters(const Operation& operation, akida::Layer& layer);
void set_add_variables(const Operation& operation, akida::Layer& layer);

}  // namespace cnn2snn::onnx
