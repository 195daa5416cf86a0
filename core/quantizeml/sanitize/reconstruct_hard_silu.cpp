// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/reconstruct_hard_silu.h"

#include <algorithm>

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {
namespace {

struct HardSilu {
  std::size_t before, add, relu, multiply_by_sixth, multiply;
};

bool any_argument(const keras::Layer& layer, double value) {
  if (layer.call_kwargs.empty()) return false;
  const auto& kwargs = layer.call_kwargs[0].dict();
  // A constant passed by position does not count.
  return std::any_of(kwargs.begin(), kwargs.end(), [value](const auto& argument) {
    return argument.first != "_CONSTANT_VALUE" && argument.second.is_number() &&
           argument.second.as_double() == value;
  });
}

bool is_function(const keras::Layer& layer, std::string_view name) {
  return layer.is("TFOpLambda") && layer.config["function"].as_string() == name;
}

std::optional<HardSilu> match(const Model& model, std::size_t add) {
  const keras::Layer& layer = model.layer(add);
  if (!is_function(layer, "math.add") && !is_function(layer, "__operators__.add")) return {};
  if (!any_argument(layer, 3.0) || layer.inbounds().empty()) return {};
  HardSilu found{.before = layer.inbounds()[0].layer,
                 .add = add,
                 .relu = 0,
                 .multiply_by_sixth = 0,
                 .multiply = 0};
  const auto relu = model.only_outbound(add);
  if (!relu || !is_relu(model.layer(*relu)) ||
      model.layer(*relu).config["max_value"].as_double(-1) != 6.0) {
    return {};
  }
  const auto sixth = model.only_outbound(*relu);
  if (!sixth) return {};
  const keras::Layer& scaling = model.layer(*sixth);
  if (!(is_function(scaling, "math.multiply") && any_argument(scaling, 1.0 / 6)) &&
      !(is_function(scaling, "math.truediv") && any_argument(scaling, 6))) {
    return {};
  }
  const auto multiply = model.only_outbound(*sixth);
  if (!multiply || !model.layer(*multiply).is("Multiply")) return {};
  const auto& nodes = model.layer(*multiply).inbound_nodes;
  if (nodes.size() != 1 || nodes[0].size() != 2) return {};
  const auto takes_input = [&found](const keras::Inbound& in) { return in.layer == found.before; };
  if (std::none_of(nodes[0].begin(), nodes[0].end(), takes_input)) return {};
  found.relu = *relu;
  found.multiply_by_sixth = *sixth;
  found.multiply = *multiply;
  return found;
}

void replace(const Model& model, const HardSilu& found, ModelConfig& config) {
  const std::string before = model.layer(found.before).name;
  const std::string last = model.layer(found.multiply).name;
  const auto outbounds = model.outbound_names(found.multiply);
  for (const std::string& name : outbounds) update_inbound(config.at(name), last, before);
  for (const std::size_t i : {found.add, found.relu, found.multiply_by_sixth, found.multiply}) {
    remove_layer(config, model.layer(i).name);
  }
  LayerConfig added = new_layer("Activation", unique_name(config, "activation"), "Custom");
  added.config.set("activation", keras::Value(std::string("hard_silu")));
  added.config.set("alpha", keras::Value(0.2));
  for (Link& out : config.outputs) {
    if (out.layer == last) out.layer = added.name;
  }
  insert_after(config, before, std::move(added), outbounds);
}

keras::Graph reconstruct(const keras::Graph& graph) {
  const Model model(graph);
  std::vector<HardSilu> found;
  for (std::size_t i = graph.layers.size(); i-- > 0;) {
    if (const auto hard_silu = match(model, i)) found.push_back(*hard_silu);
  }
  if (found.empty() || graph.sequential) return graph;
  ModelConfig config = config_of(graph);
  for (const HardSilu& hard_silu : found) replace(model, hard_silu, config);
  keras::Graph reconstructed = from_config(std::move(config), graph);
  set_weights_in_order(reconstructed, graph);
  return reconstructed;
}

}  // namespace

keras::Graph reconstruct_hard_silu(keras::Graph graph) {
  return unchanged_on_failure(std::move(graph), reconstruct);
}

}  // namespace cnn2snn::compatibility
