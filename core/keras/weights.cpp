// SPDX-License-Identifier: Apache-2.0
#include <unordered_set>

#include "base/conversion_error.h"
#include "files/hdf5/file.h"
#include "keras/model_parts.h"

namespace cnn2snn::keras {
namespace {

constexpr std::size_t kMaxWeightsPerLayer = 100'000;

void read_layer_weights(const hdf5::File& file, const std::string& group, Layer& layer) {
  const auto names = file.strings_attribute(group, "weight_names");
  if (!names) return;
  if (names->size() > kMaxWeightsPerLayer) {
    fail(ErrorId::kLimit, Step::kParse, "The layer has more than 100000 weights.");
  }
  const std::string prefix = group + "/";
  for (const std::string& name : *names) {
    Weight weight;
    weight.name = name;
    weight.path = prefix;
    weight.path += name;
    weight.shape = file.dataset_shape(weight.path);
    layer.weights.push_back(std::move(weight));
  }
}

}  // namespace

void read_weights(Graph& graph) {
  const hdf5::File& file = *graph.file;
  // A file of weights alone has the layers' groups in its root; a model's file in a group.
  const std::string root = file.exists("model_weights") ? "model_weights/" : "";
  const auto layer_names = file.strings_attribute(root, "layer_names");
  std::unordered_set<std::string> saved;
  if (layer_names) saved.insert(layer_names->begin(), layer_names->end());
  for (Layer& layer : graph.layers) {
    if (layer_names && saved.count(layer.name) == 0) continue;
    try {
      read_layer_weights(file, root + layer.name, layer);
    } catch (ConversionError& error) {
      throw error.at_layer(layer.name, layer.class_name);
    }
  }
}

}  // namespace cnn2snn::keras
