// SPDX-License-Identifier: Apache-2.0
#include "convert/blocks/graph_checks.h"

#include <algorithm>
#include <map>

#include "convert/blocks/split.h"
#include "keras/dilation.h"

namespace cnn2snn::blocks {
namespace {

class Checks {
 public:
  Checks(const keras::Graph& graph, Report& report) : graph_(graph), report_(report) {}

  void add(const keras::Layer* layer, std::string_view error_class, std::string reason,
           std::string remedy, Rule rule = Rule::kNone) {
    report_.problems.push_back({ErrorId::kModelStructure, Step::kConversion,
                                layer != nullptr ? layer->name : "",
                                layer != nullptr ? layer->class_name : "", std::move(reason),
                                std::move(remedy), std::string(error_class), rule});
  }

  bool only_skippable() {
    const bool all = std::all_of(graph_.layers.begin(), graph_.layers.end(), [](const auto& l) {
      return is_skippable_class(l) || l.is("Dequantizer");
    });
    if (all) {
      add(nullptr, "RuntimeError", "Cannot convert model with only skippable layers.",
          "Convert a model with at least one quantized layer.");
    }
    return all;
  }

  bool inputs_and_outputs() {
    const std::size_t before = report_.problems.size();
    if (!graph_.built) {
      add(nullptr, "AttributeError",
          "The Sequential quantized model " + graph_.name +
              " should have its input_shape fully defined.",
          "Add an InputLayer, or give the first layer an input_shape.");
    }
    if (graph_.inputs.size() > 1) {
      // PicoPostProcessing takes two inputs in Keras but the official converter refuses them too.
      add(nullptr, "RuntimeError",
          "Model must have only one input layer. Receives inputs " + names(graph_.inputs) + ".",
          "Give the model a single input.");
    }
    if (graph_.built && graph_.outputs.size() != 1) {
      add(nullptr, "RuntimeError",
          "Model must have only one output layer. Receives outputs " + names(graph_.outputs) + ".",
          "Give the model a single output; convert the heads separately.", Rule::kSingleOutput);
    }
    return report_.problems.size() == before;
  }

  bool input_rank() {
    if (graph_.inputs.empty()) return true;
    const keras::Layer& input = graph_.layers[graph_.inputs[0].layer];
    const auto& shape = input.config["batch_input_shape"].list();
    const std::size_t rank = shape.size();
    const bool recurrent =
        std::any_of(graph_.layers.begin(), graph_.layers.end(),
                    [](const auto& l) { return l.is("QuantizedStatefulRecurrent"); });
    if (rank == 2 || rank == 4 || recurrent) return true;
    add(nullptr, "RuntimeError",
        "Input shape of model must be 2-D or 4-D (batch size + 1-D or 3-D tensors). Receives "
        "input shape " +
            input.config["batch_input_shape"].repr() + ".",
        "Reshape the model's input to (features) or (height, width, channels).");
    return false;
  }

  bool data_format() {
    bool good = true;
    for (const keras::Layer& layer : graph_.layers) {
      if (layer.config["data_format"].as_string() != "channels_first") continue;
      good = false;
      add(&layer, "RuntimeError",
          "Unsupported data format 'channels_first' in layer '" + layer.name + "'.",
          "Build the model with data_format='channels_last'.");
    }
    return good;
  }

  // As Python prints a tuple.
  static std::string tuple(const std::vector<std::int64_t>& values) {
    std::string out = "(";
    for (std::size_t i = 0; i < values.size(); ++i) {
      out += (i == 0 ? "" : ", ") + std::to_string(values[i]);
    }
    return out + (values.size() == 1 ? ",)" : ")");
  }

  void dilation() {
    for (const keras::Layer& layer : graph_.layers) {
      const keras::Value& rate = layer.config["dilation_rate"];
      if (rate.is_null()) continue;
      const auto sizes = rate.is_list() ? rate.as_ints() : rate.as_ints(2);
      if (sizes == std::vector<std::int64_t>{1, 1}) continue;
      add(&layer, "ValueError",
          "Unsupported dilation rate " + tuple(sizes) + " in layer '" + layer.name + "'.",
          keras::remedy_for_dilation(layer.class_name, sizes));
    }
  }

  bool chain() {
    bool good = true;
    for (const keras::Layer& layer : graph_.layers) {
      const bool is_input = layer.is("InputLayer");
      if (!is_input && layer.inbound_nodes.size() != 1) {
        good = false;
        add(&layer, "RuntimeError",
            "Layers must have only one inbound node. Receives layer " + layer.name + " with " +
                std::to_string(layer.inbound_nodes.size()) + " nodes.",
            "Use a layer once only.");
        continue;
      }
      if (is_input || layer.is("Concatenate") || layer.is("QuantizedConcatenate")) continue;
      if (layer.inbounds().size() != 1) {
        good = false;
        add(&layer, "RuntimeError",
            "Layer " + layer.name + " must have only one inbound layer. Receives " +
                std::to_string(layer.inbounds().size()) + ".",
            "Akida 1.0 models are chains of layers: convert to Akida 2.0 instead.");
      }
    }
    return good;
  }

 private:
  std::string names(const std::vector<keras::Inbound>& tensors) const {
    std::string out = "[";
    std::map<std::string, int> used;
    for (const auto& t : tensors) {
      // Keras numbers the further outputs of one layer.
      const std::string& layer = graph_.layers[t.layer].name;
      const int count = used[layer]++;
      out += (out.size() > 1 ? ", '" : "'") + layer +
             (count == 0 ? "'" : "_" + std::to_string(count) + "'");
    }
    return out + "]";
  }

  const keras::Graph& graph_;
  Report& report_;
};

}  // namespace

bool check_graph(const keras::Graph& graph, AkidaVersion version, Report& report) {
  Checks checks(graph, report);
  if (checks.only_skippable()) return false;
  bool go_on = checks.inputs_and_outputs();
  go_on = checks.input_rank() && go_on;
  go_on = checks.data_format() && go_on;
  checks.dilation();
  if (version == AkidaVersion::v1) go_on = checks.chain() && go_on;
  return go_on;
}

}  // namespace cnn2snn::blocks
