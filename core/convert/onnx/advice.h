// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "onnx/model.h"

/// What to do with ONNX models that cannot be converted as they are.
namespace cnn2snn::onnx {

/// Whether another tool quantized the model: QuantizeLinear and DequantizeLinear pairs, or
/// operators on integers (QLinearConv, MatMulInteger, …).
bool is_quantized_elsewhere(const Model& model);

/// One sentence with the QuantizeML command that quantizes this very model, or the float model
/// that it was made from.
std::string how_to_quantize(const Model& model);

/// Nodes of one operator that QuantizeML 1.2.5 neither quantizes nor folds into another one
/// (quantizeml/onnx_support/quantization: register_patterns.py and the transforms).
struct Unquantizable {
  std::string op_type;
  std::vector<std::string> nodes;
};
/// In the order of their first node.
std::vector<Unquantizable> unquantizable(const Model& model);

/// What to do about a refusal of the runtime; empty: nothing is known.
std::string_view runtime_remedy(std::string_view reason);

}  // namespace cnn2snn::onnx
