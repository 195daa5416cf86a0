// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/akida_model.h"
#include "convert/onnx/operation.h"

namespace cnn2snn::onnx {

/// The nodes whose first output a node takes, in the order of its inputs.
std::vector<const Node*> inbound_nodes(const Source& source, const Node& node);

/// Sets inbounds and input shape of an operation, and puts an InputData before it where the Akida
/// layer needs one. Throws ConversionError.
void connect(Operation& operation, akida::Model& model);

}  // namespace cnn2snn::onnx
