// SPDX-License-Identifier: Apache-2.0
#include "convert/onnx/quantizers.h"

#include "convert/onnx/variables.h"

namespace cnn2snn::onnx {

namespace {

const std::vector<std::int64_t>& permutation(const Operation& operation) {
  for (const Attribute& attribute : operation.node.attributes) {
    if (attribute.name == "perm") return attribute.ints;
  }
  refuse("'" + std::string(operation.op.converter) + "' object has no attribute 'perm'",
         "Quantize the model again.", "AttributeError");
}

}  // namespace

void check_quantizer(const Operation& operation) {
  std::size_t consumers = 0;
  for (const std::string& output : operation.node.outputs) {
    const auto found = operation.source.consumers.find(output);
    if (found != operation.source.consumers.end()) consumers += found->second;
  }
  if (consumers != 1) {
    refuse("Node must be connected to only one node.",
           "Let one layer take the model's input, and branch after it.", "RuntimeError");
  }
  const std::vector<std::int64_t>& perm = permutation(operation);
  const std::vector<ValueInfo>& inputs = operation.source.model.inputs;
  // A shorter one gives a tensor of lower rank, which only dense layers take.
  const std::size_t axes = inputs.empty() ? perm.size() : inputs[0].shape.size();
  if (perm.size() > axes || (perm.size() < axes && perm.size() < 4)) {
    refuse("Inferred shape and existing shape differ in rank: (" + std::to_string(perm.size()) +
               ") vs (" + std::to_string(axes) + ")",
           "Quantize the model again.", "InferenceError");
  }
  const auto rank = static_cast<std::int64_t>(perm.size());
  std::vector<std::int64_t> identity;
  std::vector<std::int64_t> channels_moved = {0, rank - 1};
  for (std::int64_t axis = 0; axis < rank; ++axis) {
    identity.push_back(axis);
    if (axis > 0 && axis < rank - 1) channels_moved.push_back(axis);
  }
  if (rank < 2 || (perm != identity && perm != channels_moved)) {
    refuse("Wrong permutation " + print(perm) + ". Only channels may be permutted.",
           "Transpose the model's input from channels last to channels first, or not at all.",
           "RuntimeError");
  }
}

void set_quantizer_parameters(const Operation& operation, akida::Layer& layer) {
  const DataType zero_points = operation.weight("zp").type;
  if (zero_points != DataType::kInt8 && zero_points != DataType::kUInt8) {
    refuse("the zero points of " + operation.node.name + " are " + to_string(zero_points) +
               ", not uint8 or int8",
           "Quantize the model again.", "InferenceError");
  }
  auto& p = layer.parameters;
  p["input_width"] = to_parameter(operation.input_shape[0]);
  p["input_height"] = to_parameter(operation.input_shape[1]);
  p["input_channels"] = to_parameter(operation.input_shape[2]);
  p["output_bits"] = 8;
  p["output_signed"] = zero_points == DataType::kInt8 ? 1 : 0;
  p["channels_first"] = permutation(operation)[1] == 1 ? 1 : 0;
}

void set_quantizer_variables(const Operation& operation, akida::Layer& layer) {
  std::vector<float> scales = floats(operation.weight("scale"), "scales", layer);
  for (float& scale : scales) scale = 1.0F / scale;
  set_floats(std::move(scales), "scales", layer);
  std::vector<std::int32_t> zero_points = integers(operation.weight("zp"), "zero_points", layer);
  for (std::int32_t& value : zero_points) value &= 0xff;
  set_values(std::move(zero_points), DataType::kUInt8, DataType::kUInt8, "zero_points", layer);
}

void check_dequantizer(const Operation& operation) {
  if (operation.node.inputs.size() == operation.weights.size() + 1) return;
  refuse("Multi-inbounds in " + operation.node.name + " is not supported.",
         "Let one tensor leave the quantized part: merge the branches before it ends.",
         "RuntimeError");
}

void set_dequantizer_variables(const Operation& operation, akida::Layer& layer) {
  set_floats(floats(operation.weight("scale"), "scales", layer), "scales", layer);
}

}  // namespace cnn2snn::onnx
