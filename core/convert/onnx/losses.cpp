// SPDX-License-Identifier: Apache-2.0
#include "convert/onnx/losses.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "convert/onnx/operation.h"

namespace cnn2snn::onnx {

namespace {

bool has_weights(const std::unordered_set<std::string_view>& initializers, const Node& node) {
  constexpr std::array<std::string_view, 6> kLearned = {"Conv",   "ConvTranspose", "Gemm",
                                                        "MatMul", "LSTM",          "GRU"};
  if (std::find(kLearned.begin(), kLearned.end(), node.op_type) == kLearned.end()) return false;
  return std::any_of(node.inputs.begin(), node.inputs.end(), [&](const std::string& input) {
    return initializers.find(input) != initializers.end();
  });
}

std::string listed(const std::vector<LayerName>& layers) {
  std::string text;
  for (const LayerName& layer : layers) {
    text += (text.empty() ? "" : ", ") + layer.name + " (" + layer.class_name + ")";
  }
  return text;
}

}  // namespace

void note_losses(const Model& /*model*/, const Node& node, Report& report) {
  const Operator* op = find_operator(node.op_type);
  const bool pools = node.op_type.find("MaxPool") != std::string::npos ||
                     node.op_type.find("GlobalAvgPool") != std::string::npos;
  if (op == nullptr || op->type != akida::LayerType::kDepthwiseConv2D || !pools) return;
  report.warnings.push_back(
      {ErrorId::kLostLayers, Step::kConversion, node.name, node.op_type,
       "The pooling of this depthwise convolution is missing from the Akida model, as from the "
       "official converter's: its outputs have another size than the ONNX model's.",
       "Put the pooling behind the pointwise convolution that follows, and quantize again.", ""});
}

void note_ignored(const Model& model, std::size_t first, Report& report) {
  if (first >= model.nodes.size()) return;
  std::unordered_set<std::string_view> initializers;
  for (const Tensor& tensor : model.initializers) initializers.insert(tensor.name);
  std::vector<LayerName> ignored;
  std::vector<LayerName> learned;
  for (std::size_t i = first; i < model.nodes.size(); ++i) {
    const Node& node = model.nodes[i];
    ignored.push_back({node.name.empty() ? "(no name)" : node.name, node.op_type});
    if (has_weights(initializers, node)) learned.push_back(ignored.back());
  }
  const LayerName stop = ignored.front();
  report.warnings.push_back(
      {ErrorId::kIgnoredLayers, Step::kConversion, std::move(ignored),
       "Conversion stops at node " + stop.name +
           " because of a dequantizer. The end of the graph is ignored: this can be expected for "
           "model heads (e.g. softmax for classification) but could also mean that processing "
           "layers were not quantized.",
       "", ""});
  if (learned.empty()) return;
  report.warnings.push_back(
      {ErrorId::kLostLayers, Step::kConversion, learned,
       "Layers with weights were not quantized and are missing from the Akida model: " +
           listed(learned) + ".",
       "Replace the first of the ignored nodes, " + stop.name + " (" + stop.class_name +
           "), by an operator that QuantizeML quantizes, and quantize again.",
       ""});
}

}  // namespace cnn2snn::onnx
