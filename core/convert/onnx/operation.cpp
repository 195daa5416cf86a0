// SPDX-License-Identifier: Apache-2.0
#include "convert/onnx/operation.h"

#include <limits>

#include "base/conversion_error.h"

namespace cnn2snn::onnx {

Source::Source(const Model& graph) : model(graph) {
  for (const Tensor& tensor : graph.initializers) initializers.emplace(tensor.name, &tensor);
  for (const Node& node : graph.nodes) {
    if (!node.outputs.empty()) producers.emplace(node.outputs[0], &node);
    for (const std::string& input : node.inputs) ++consumers[input];
  }
  for (const Function& function : graph.functions) functions.emplace(function.name, &function);
}

const Tensor* Operation::find(std::string_view input) const {
  const auto found = weights.find(input);
  return found == weights.end() ? nullptr : found->second;
}

const Tensor& Operation::weight(std::string_view input) const {
  const Tensor* tensor = find(input);
  if (tensor == nullptr) {
    fail(ErrorId::kMissingWeight, Step::kConversion, "'" + std::string(input) + "'",
         "Its input '" + std::string(input) + "' must be an initializer: quantize the model again.",
         "KeyError");
  }
  return *tensor;
}

bool Operation::has(std::string_view word) const {
  return node.op_type.find(word) != std::string::npos;
}

namespace {

const Attribute& attribute_of(const Operation& operation, std::string_view name) {
  for (const Attribute& attribute : operation.node.attributes) {
    if (attribute.name == name) return attribute;
  }
  refuse("'" + std::string(operation.op.converter) + "' object has no attribute '" +
             std::string(name) + "'",
         "Quantize the model again.", "AttributeError");
}

}  // namespace

std::vector<std::int64_t> Operation::ints(std::string_view attribute, std::size_t count) const {
  std::vector<std::int64_t> values = attribute_of(*this, attribute).ints;
  if (values.size() != count) {
    refuse("the attribute '" + std::string(attribute) + "' has " + std::to_string(values.size()) +
               " numbers instead of " + std::to_string(count),
           "Quantize the model again.");
  }
  return values;
}

std::int64_t Operation::integer(std::string_view attribute) const {
  const Attribute& found = attribute_of(*this, attribute);
  if (found.type != AttributeType::kInt) {
    // As a parameter of an Akida layer.
    refuse("__init__(): incompatible constructor arguments. The attribute '" +
               std::string(attribute) + "' is no integer.",
           "Quantize the model again.", "TypeError");
  }
  return found.i;
}

std::string print(const std::vector<std::int64_t>& values) {
  std::string text = "[";
  for (const std::int64_t value : values) {
    text += (text.size() == 1 ? "" : ", ") + std::to_string(value);
  }
  return text + "]";
}

void refuse(std::string reason, std::string remedy, std::string error_class) {
  fail(ErrorId::kBlockParameter, Step::kConversion, std::move(reason), std::move(remedy),
       std::move(error_class));
}

std::int32_t to_parameter(std::int64_t value) {
  if (value < std::numeric_limits<std::int32_t>::min() ||
      value > std::numeric_limits<std::int32_t>::max()) {
    refuse(std::to_string(value) + " is beyond what a parameter can hold");
  }
  return static_cast<std::int32_t>(value);
}

}  // namespace cnn2snn::onnx
