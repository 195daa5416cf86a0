// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/quantize/output_quantizers.h"

#include <algorithm>
#include <set>

#include "keras/neighbours.h"
#include "quantizeml/classes/layer_classes.h"
#include "quantizeml/classes/layer_tests.h"

namespace cnn2snn::quantizeml {
namespace {

constexpr int kActivationInputBits = 11;  // QuantizedActivation.DEFAULT_INPUT_BITWIDTH
constexpr int kStateBits = 16;

class Placement {
 public:
  Placement(const keras::Graph& graph, const QuantizationParams& params, Report& report)
      : graph_(graph), params_(params), report_(report) {}

  std::map<std::string, OutputQuantizerConfig> run() {
    for (std::size_t i = graph_.layers.size(); i-- > first_layer(graph_);) {
      const LayerClass* cls = class_of_float(graph_.layers[i]);
      if (cls == nullptr || !cls->aligned_inputs) continue;
      for (const std::size_t before : holders_before(i)) request(before, graph_.layers[i]);
    }
    return std::move(configs_);
  }

 private:
  /// The closest layers before that can hold an output quantizer, each once, in order.
  [[nodiscard]] std::vector<std::size_t> holders_before(std::size_t layer) const {
    std::vector<std::size_t> holders;
    std::set<std::size_t> seen;
    std::vector<std::size_t> stack = {layer};
    while (!stack.empty()) {
      const std::size_t i = stack.back();
      stack.pop_back();
      if (i != layer) {
        if (is_input(graph_.layers[i]) || !seen.insert(i).second) continue;
        const LayerClass* cls = class_of_float(graph_.layers[i]);
        if (cls != nullptr && cls->output_quantizer) {
          holders.push_back(i);
          continue;
        }
      }
      const auto& inbounds = graph_.layers[i].inbounds();
      for (auto in = inbounds.rbegin(); in != inbounds.rend(); ++in) stack.push_back(in->layer);
    }
    return holders;
  }

  void request(std::size_t holder, const keras::Layer& next) {
    const keras::Layer& layer = graph_.layers[holder];
    if (layer.inbound_nodes.size() > 1 && !graph_.shapes()[holder]) return refuse_shapes(layer);
    const bool before_activation = is_quantizeml_activation(next);
    const bool recurrent = layer.is("StatefulRecurrent");
    const bool per_tensor =
        is_vector(holder) || before_activation || params_.per_tensor_activations || recurrent;
    const auto found = configs_.find(layer.name);
    if (found != configs_.end()) {
      found->second.per_tensor = found->second.per_tensor || per_tensor;
      return;
    }
    OutputQuantizerConfig config;
    config.per_tensor = per_tensor;
    if (is_relu(layer)) {
      config.bitwidth = params_.activation_bits;
      config.is_signed = params_.activation_bits >= 8;
      config.has_signed = true;
    } else if (is_quantizeml_activation(layer)) {
      config.bitwidth = params_.activation_bits;
    } else if (before_activation) {
      config.bitwidth = kActivationInputBits;
    } else if (is_global_average_pooling2d(layer)) {
      config.bitwidth = bits_after_pooling(holder);
    } else {
      config.bitwidth =
          recurrent || next.is("StatefulRecurrent") ? kStateBits : params_.output_bits;
    }
    configs_.emplace(layer.name, config);
  }

  void refuse_shapes(const keras::Layer& layer) {
    report_.problems.push_back(
        {ErrorId::kQuantization, Step::kQuantization, layer.name, layer.class_name,
         "The layer \"" + layer.name +
             "\" has multiple inbound nodes, with different output shapes. Hence the notion of "
             "\"output shape\" is ill-defined for the layer. Use `get_output_shape_at(node_index)` "
             "instead.",
         "Make a layer for each of its calls.", "AttributeError"});
  }

  [[nodiscard]] int bits_after_pooling(std::size_t pooling) const {
    const std::vector<std::size_t> before = holders_before(pooling);
    if (before.empty()) {
      report_.problems.push_back(
          {ErrorId::kQuantization, Step::kQuantization, graph_.layers[pooling].name,
           graph_.layers[pooling].class_name, "list index out of range",
           "Put a layer with weights before '" + graph_.layers[pooling].name + "'.", "IndexError"});
      return params_.output_bits;
    }
    const keras::Layer& layer = graph_.layers[before[0]];
    return is_relu(layer) || is_quantizeml_activation(layer) ? params_.activation_bits
                                                             : params_.output_bits;
  }

  [[nodiscard]] bool is_vector(std::size_t i) const {
    const auto& shape = graph_.shapes()[i];
    if (!shape || shape->empty()) return false;
    return std::all_of(shape->begin(), shape->end() - 1, [](std::int64_t n) { return n == 1; });
  }

  const keras::Graph& graph_;
  const QuantizationParams& params_;
  Report& report_;
  std::map<std::string, OutputQuantizerConfig> configs_;
};

}  // namespace

std::map<std::string, OutputQuantizerConfig> place_output_quantizers(
    const keras::Graph& graph, const QuantizationParams& params, Report& report) {
  return Placement(graph, params, report).run();
}

}  // namespace cnn2snn::quantizeml
