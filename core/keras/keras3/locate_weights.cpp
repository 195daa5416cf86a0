// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <unordered_map>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "files/hdf5/file.h"
#include "keras/keras3/snake_case.h"
#include "keras/keras3/variables.h"

namespace cnn2snn::keras3 {
namespace {

// Groups may contain each other in a damaged file.
constexpr std::size_t kMaxDepth = 16;
constexpr std::size_t kMaxGroups = 100'000;

// "2" before "10".
bool counts_before(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

class Locator {
 public:
  explicit Locator(const hdf5::File& file) : file_(file) {}

  void find(const std::string& group, keras::Layer& layer) { find(group, {}, 0, layer); }

 private:
  void find(const std::string& group, const std::string& inner, std::size_t depth,
            keras::Layer& layer) {
    if (depth > kMaxDepth || ++groups_ > kMaxGroups) {
      fail(ErrorId::kLimit, Step::kParse,
           "The file holds more than 100000 groups of weights, or too many in each other.");
    }
    for (const std::string& member : file_.members(group)) {
      const std::string path = group + "/" + member;
      // A random generator's state is no weight.
      if (member == "seed_generator") continue;
      if (member == "vars") {
        take(path, inner, layer);
      } else {
        find(path, inner + member + "/", depth + 1, layer);
      }
    }
  }

  void take(const std::string& group, const std::string& inner, keras::Layer& layer) {
    std::vector<std::string> numbers = file_.members(group);
    std::sort(numbers.begin(), numbers.end(), counts_before);
    for (const std::string& number : numbers) {
      keras::Weight weight;
      weight.name = layer.name + "/" + inner + number + ":0";
      weight.path = group + "/" + number;
      weight.shape = file_.dataset_shape(weight.path);
      layer.weights.push_back(std::move(weight));
    }
  }

  const hdf5::File& file_;
  std::size_t groups_ = 0;
};

}  // namespace

void locate_weights(keras::Graph& graph) {
  const hdf5::File& file = *graph.file;
  // What Keras 2.12 called it.
  const std::string root = file.exists("layers") ? "layers/" : "_layer_checkpoint_dependencies/";
  Locator locator(file);
  std::unordered_map<std::string, std::size_t> used;
  for (keras::Layer& layer : graph.layers) {
    // Functions are not among the layers of the model whose weights are saved.
    if (layer.is("TFOpLambda")) continue;
    const std::string name = snake_case(layer.class_name);
    const std::size_t number = used[name]++;
    const std::string group = root + name + (number == 0 ? "" : "_" + std::to_string(number));
    try {
      locator.find(group, layer);
      name_weights(layer);
    } catch (ConversionError& error) {
      throw error.at_layer(layer.name, layer.class_name);
    }
  }
}

}  // namespace cnn2snn::keras3
