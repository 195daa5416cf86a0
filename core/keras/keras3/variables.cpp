// SPDX-License-Identifier: Apache-2.0
#include "keras/keras3/variables.h"

#include <string>
#include <string_view>
#include <vector>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"

namespace cnn2snn::keras3 {
namespace {

using Names = std::vector<std::string_view>;

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  for (const std::string_view candidate : names) {
    if (candidate == name) return true;
  }
  return false;
}

// In the order in which the layers create them; an optional one only if the layer has it.
Names variables_of(const keras::Layer& layer) {
  const keras::Value& config = layer.config;
  const auto with_bias = [&config](Names names) {
    if (config.flag("use_bias", true)) names.push_back("bias");
    return names;
  };
  const std::string_view cls = layer.class_name;
  if (is_one_of(cls, {"Dense", "Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose",
                      "Conv3DTranspose"})) {
    return with_bias({"kernel"});
  }
  if (is_one_of(cls, {"DepthwiseConv1D", "DepthwiseConv2D"})) {
    return with_bias({"depthwise_kernel"});
  }
  if (is_one_of(cls, {"SeparableConv1D", "SeparableConv2D"})) {
    return with_bias({"depthwise_kernel", "pointwise_kernel"});
  }
  if (is_one_of(cls, {"LSTM", "GRU", "SimpleRNN"})) {
    return with_bias({"kernel", "recurrent_kernel"});
  }
  if (cls == "PReLU") return {"alpha"};
  if (cls == "Embedding") return {"embeddings"};
  if (!is_one_of(cls, {"BatchNormalization", "LayerNormalization"})) return {};
  Names names;
  if (config.flag("scale", true)) names.push_back("gamma");
  if (config.flag("center", true)) names.push_back("beta");
  if (cls == "BatchNormalization") {
    names.push_back("moving_mean");
    names.push_back("moving_variance");
  }
  return names;
}

[[noreturn]] void fail_count(const keras::Layer& layer, std::size_t expected) {
  Problem problem;
  problem.id = ErrorId::kMissingWeight;
  problem.step = Step::kParse;
  problem.layers = {{layer.name, layer.class_name}};
  problem.reason = "The file holds " + std::to_string(layer.weights.size()) +
                   " weights of the layer, which has " + std::to_string(expected) + ".";
  problem.remedy =
      "Save the model again, without weights that were added to its layers (LoRA, quantization).";
  throw ConversionError(std::move(problem));
}

}  // namespace

void name_weights(keras::Layer& layer) {
  const Names names = variables_of(layer);
  if (!layer.package.empty() || names.empty() || layer.weights.empty()) return;
  // A BatchNormalization that renormalizes has more of them, for training.
  const bool more = layer.weights.size() > names.size() && layer.is("BatchNormalization");
  if (layer.weights.size() != names.size() && !more) fail_count(layer, names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    layer.weights[i].name = layer.name + "/" + std::string(names[i]) + ":0";
  }
  layer.weights.resize(names.size());
}

}  // namespace cnn2snn::keras3
