// SPDX-License-Identifier: Apache-2.0
#include "convert/onnx/inbounds.h"

#include <algorithm>
#include <unordered_set>

#include "akida/builder.h"

namespace cnn2snn::onnx {

namespace {

std::string print(const ValueInfo& value) {
  std::string text = "(";
  for (std::size_t i = 0; i < value.shape.size(); ++i) {
    const Dimension& dimension = value.shape[i];
    text += i == 0 ? "" : ", ";
    if (dimension.value) {
      text += std::to_string(*dimension.value);
    } else {
      text += dimension.param.empty() ? "None" : "'" + dimension.param + "'";
    }
  }
  return text + (value.shape.size() == 1 ? ",)" : ")");
}

// The model's input without its batch dimension, three numbers; the channel moved to the end unless
// `as_in_file`.
akida::Shape3 model_input_shape(const Source& source, bool as_in_file) {
  const ValueInfo& input = source.model.inputs.at(0);
  std::vector<std::int64_t> shape;
  for (std::size_t i = 1; i < input.shape.size(); ++i) {
    const std::int64_t extent = input.shape[i].value.value_or(0);
    if (extent < 1) {
      refuse(input.name + " shape (" + print(input) +
                 ") must be static and it should has at least one known-dimension.",
             "Give every dimension but the batch a size, then quantize again.", "RuntimeError");
    }
    shape.push_back(to_parameter(extent));
  }
  // A Quantizer takes the first three numbers of more.
  if (as_in_file && shape.size() > 3) shape.resize(3);
  if (shape.empty() || shape.size() > 3) {
    refuse(input.name + " shape " + print(input) + " must have one to three dimensions and a batch",
           "Reshape the model's input to (batch, channels, height, width).", "RuntimeError");
  }
  if (!as_in_file) std::rotate(shape.begin(), shape.begin() + 1, shape.end());
  shape.insert(shape.begin(), 3 - shape.size(), 1);
  return {static_cast<std::uint32_t>(shape[0]), static_cast<std::uint32_t>(shape[1]),
          static_cast<std::uint32_t>(shape[2])};
}

void add_input_data(Operation& operation, akida::Model& model) {
  akida::Layer input;
  input.type = akida::LayerType::kInputData;
  input.parameters["input_width"] = to_parameter(operation.input_shape[0]);
  input.parameters["input_height"] = to_parameter(operation.input_shape[1]);
  input.parameters["input_channels"] = to_parameter(operation.input_shape[2]);
  input.parameters["input_bits"] = 8;
  input.parameters["input_signed"] = 1;
  input.inbounds = operation.inbounds;
  operation.inbounds = {akida::add_layer(model, std::move(input)).name};
}

}  // namespace

std::vector<const Node*> inbound_nodes(const Source& source, const Node& node) {
  std::vector<const Node*> nodes;
  std::unordered_set<const Node*> taken;
  for (const std::string& input : node.inputs) {
    const auto found = source.producers.find(input);
    if (found == source.producers.end()) continue;
    if (taken.insert(found->second).second) nodes.push_back(found->second);
  }
  return nodes;
}

void connect(Operation& operation, akida::Model& model) {
  for (const Node* inbound : inbound_nodes(operation.source, operation.node)) {
    if (inbound->name.empty()) {
      refuse("All inbound nodes must have a name.", "Give every node a name.");
    }
    operation.inbounds.push_back(inbound->name);
  }
  const akida::Layer* first =
      operation.inbounds.empty() ? nullptr : model.find(operation.inbounds[0]);
  if (first != nullptr) {
    operation.input_shape = first->output_shape;
  } else if (model.layers.empty()) {
    const bool quantizer = operation.op.type == akida::LayerType::kQuantizer;
    operation.input_shape = model_input_shape(operation.source, quantizer);
  } else {
    refuse("There can be no layers prior.", "Only the first node may take the model's input.",
           "AssertionError");
  }
  const bool behind_quantizer = first != nullptr && first->type == akida::LayerType::kQuantizer;
  if (!operation.op.takes_input && (first == nullptr || behind_quantizer)) {
    add_input_data(operation, model);
  }
}

}  // namespace cnn2snn::onnx
