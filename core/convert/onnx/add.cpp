// SPDX-License-Identifier: Apache-2.0
#include "convert/onnx/add.h"

#include "convert/onnx/variables.h"

namespace cnn2snn::onnx {

namespace {

// Shifts of the inputs are powers of two by which ONNX multiplies.
void set_input_shift(const Operation& operation, std::string_view input, std::string_view variable,
                     akida::Layer& layer) {
  std::vector<std::int32_t> shifts;
  for (const std::int32_t value : integers(operation.weight(input), variable, layer)) {
    if (value <= 0 || (value & (value - 1)) != 0) {
      refuse("('Error found when setting shift in " + operation.node.name + ":', '" +
                 std::to_string(value) + " is not a power of two.')",
             "Quantize the model again.");
    }
    std::int32_t shift = 0;
    while ((value >> shift) != 1) ++shift;
    shifts.push_back(shift);
  }
  set_values(std::move(shifts), DataType::kUInt8, DataType::kUInt8, variable, layer);
}

}  // namespace

void check_add(const Operation& operation) {
  const auto& inputs = operation.node.inputs;
  if (inputs.size() >= 2 && inputs[0] != inputs[1]) return;
  refuse("Inputs must come from different tensors.",
         "Multiply the weights before it by two instead.", "RuntimeError");
}

void set_add_parameters(const Operation& operation, akida::Layer& layer) {
  layer.parameters["output_bits"] = operation.has("Scaled") ? 8 : 32;
}

void set_add_variables(const Operation& operation, akida::Layer& layer) {
  set_input_shift(operation, "Xs", "a_shift", layer);
  set_input_shift(operation, "Ys", "b_shift", layer);
  if (operation.find("Shift") != nullptr) {
    set_shift(operation, "Shift", "output_shift", layer);
  }
}

}  // namespace cnn2snn::onnx
