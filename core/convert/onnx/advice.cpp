// SPDX-License-Identifier: Apache-2.0
#include "convert/onnx/advice.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace cnn2snn::onnx {

namespace {

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 10> kOtherQuantization = {
    "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear",
    "QLinearConv",    "QLinearMatMul",    "QLinearAdd",
    "QGemm",          "ConvInteger",      "MatMulInteger",
    "QLinearConcat"};

// Quantized, alone or at the end of a pattern.
constexpr std::array<std::string_view, 16> kQuantized = {
    "Conv",  "ConvTranspose", "Gemm",    "MatMul",           "Add",       "Concat",
    "Relu",  "Clip",          "Gelu",    "LeakyRelu",        "HardSwish", "Swish",
    "PRelu", "MaxPool",       "Flatten", "GlobalAveragePool"};
// Rewritten, or folded into a neighbour, where they stand in the right place: then nothing of them
// is left.
constexpr std::array<std::string_view, 20> kFolded = {"BatchNormalization",
                                                      "AveragePool",
                                                      "ReduceMean",
                                                      "Cast",
                                                      "Transpose",
                                                      "Pad",
                                                      "Reshape",
                                                      "Squeeze",
                                                      "Identity",
                                                      "Dropout",
                                                      "Resize",
                                                      "Min",
                                                      "Max",
                                                      "Mul",
                                                      "Div",
                                                      "Sub",
                                                      "Constant",
                                                      "Erf",
                                                      "HardSigmoid",
                                                      "Sum"};

bool standard(const Node& node) {
  return node.domain.empty() || node.domain == "ai.onnx";
}

using Pair = std::pair<std::string_view, std::string_view>;

// The two inputs of every Mul, in either order.
std::set<Pair> products(const Model& model) {
  std::set<Pair> found;
  for (const Node& node : model.nodes) {
    if (node.op_type != "Mul" || node.inputs.size() != 2) continue;
    found.emplace(node.inputs[0], node.inputs[1]);
    found.emplace(node.inputs[1], node.inputs[0]);
  }
  return found;
}

// x * Sigmoid(x) is Swish.
bool is_swish(const std::set<Pair>& products, const Node& node) {
  return node.op_type == "Sigmoid" && !node.inputs.empty() && !node.outputs.empty() &&
         products.count({node.inputs[0], node.outputs[0]}) != 0;
}

// Only a first convolution of 1 or 3 channels takes unsigned inputs.
bool takes_unsigned(const Model& model) {
  if (model.inputs.empty() || model.inputs[0].shape.size() < 4 || model.nodes.empty()) return false;
  const bool last = model.nodes[0].op_type == "Transpose";
  const auto& shape = model.inputs[0].shape;
  const std::int64_t channels = (last ? shape.back() : shape[1]).value.value_or(0);
  return channels == 1 || channels == 3;
}

struct Remedy {
  std::string_view beginning;
  std::string_view text;
};

constexpr std::array kRemedies = {
    Remedy{"InputConv2D input must have 1 or 3 channels",
           "Quantize the float model with int8 inputs (quantizeml quantize … -id int8, or "
           "input_dtype='int8'): such a model may have any number of channels."},
    Remedy{"Kernel size must be odd",
           "Use an odd kernel size (3, 5, 7) in the float model, and quantize it again."},
    Remedy{"Stride 2 is only supported with kernel size",
           "Use a 3 x 3 kernel for this convolution of stride 2, and quantize the model again."},
    Remedy{"Kernel stride must be equal to 1 or 2",
           "Use a stride of 1 or 2 in the float model, and quantize it again."},
    Remedy{"InputConv2D can't perform a Global Average Pooling",
           "Put another convolution between the first one and the global average pooling."},
    Remedy{"Parameter pool_stride cannot be higher than pool_size",
           "Use a pooling whose stride is its size or less, and quantize the model again."},
    Remedy{"fifo_size must be between",
           "Use a temporal convolution over 2 to 10 frames, and quantize the model again."},
    Remedy{"All Add inputs should have the same output_size",
           "Give both branches of the sum the same shape: a pooling after a depthwise convolution "
           "is not part of the Akida model."},
    Remedy{"InputData sign incompatible with previous layer",
           "Quantize the float model with int8 inputs: quantizeml quantize … -id int8."},
    Remedy{"Cannot have multiple layers with the same name",
           "Give every node a name of its own, and quantize the model again."}};

}  // namespace

bool is_quantized_elsewhere(const Model& model) {
  return std::any_of(model.nodes.begin(), model.nodes.end(),
                     [](const Node& node) { return is_one_of(kOtherQuantization, node.op_type); });
}

std::string how_to_quantize(const Model& model) {
  const std::string options = takes_unsigned(model) ? "" : " -id int8";
  if (is_quantized_elsewhere(model)) {
    return "Take the float model that it was made from, quantize that with QuantizeML (quantizeml "
           "quantize -m FLOAT.onnx -sa SAMPLES.npz" +
           options + "), and convert the result.";
  }
  return "Quantize it with QuantizeML first (quantizeml quantize -m MODEL.onnx -sa SAMPLES.npz" +
         options + "), and convert the result.";
}

std::vector<Unquantizable> unquantizable(const Model& model) {
  const std::set<Pair> multiplied = products(model);
  std::vector<Unquantizable> found;
  std::map<std::string_view, std::size_t> positions;
  for (const Node& node : model.nodes) {
    if (standard(node) && (is_one_of(kQuantized, node.op_type) ||
                           is_one_of(kFolded, node.op_type) || is_swish(multiplied, node))) {
      continue;
    }
    const auto position = positions.emplace(node.op_type, found.size()).first->second;
    if (position == found.size()) found.push_back({node.op_type, {}});
    found[position].nodes.push_back(node.name.empty() ? "(no name)" : node.name);
  }
  return found;
}

std::string_view runtime_remedy(std::string_view reason) {
  const auto known = std::find_if(kRemedies.begin(), kRemedies.end(), [&](const Remedy& remedy) {
    return reason.substr(0, remedy.beginning.size()) == remedy.beginning;
  });
  return known == kRemedies.end() ? std::string_view{} : known->text;
}

}  // namespace cnn2snn::onnx
