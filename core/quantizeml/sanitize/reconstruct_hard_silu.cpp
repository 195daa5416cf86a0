// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
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

std::optional<HardSilu> match(const keras::Graph& graph, const keras::Neighbours& neighbours,
                              std::size_t add) {
  const keras::Layer& layer = graph.layers[add];
  if (!is_function(layer, "math.add") && !is_function(layer, "__operators__.add")) return {};
  if (!any_argument(layer, 3.0) || layer.inbounds().empty()) return {};
  HardSilu found{.before = layer.inbounds()[0].layer,
                 .add = add,
                 .relu = 0,
                 .multiply_by_sixth = 0,
                 .multiply = 0};
  const auto relu = neighbours.only_outbound(add);
  if (!relu || !is_relu(graph.layers[*relu]) ||
      graph.layers[*relu].config["max_value"].as_double(-1) != 6.0) {
    return {};
  }
  const auto sixth = neighbours.only_outbound(*relu);
  if (!sixth) return {};
  const keras::Layer& scaling = graph.layers[*sixth];
  if (!(is_function(scaling, "math.multiply") && any_argument(scaling, 1.0 / 6)) &&
      !(is_function(scaling, "math.truediv") && any_argument(scaling, 6))) {
    return {};
  }
  const auto multiply = neighbours.only_outbound(*sixth);
  if (!multiply || !graph.layers[*multiply].is("Multiply")) return {};
  const auto& nodes = graph.layers[*multiply].inbound_nodes;
  if (nodes.size() != 1 || nodes[0].size() != 2) return {};
  const auto takes_input = [&found](const keras::Inbound& in) { return in.layer == found.before; };
  if (std::none_of(nodes[0].begin(), nodes[0].end(), takes_input)) return {};
  found.relu = *relu;
  found.multiply_by_sixth = *sixth;
  found.multiply = *multiply;
  return found;
}

void replace(const HardSilu& found, const keras::Neighbours& neighbours, keras::Edit& edit) {
  const auto& outbounds = neighbours.outbounds(found.multiply);
  for (const std::size_t out : outbounds) edit.relink(out, found.multiply, found.before);
  for (const std::size_t i : {found.add, found.relu, found.multiply_by_sixth, found.multiply}) {
    edit.remove(i);
  }
  keras::Layer added = new_layer("Activation", edit.unique_name("activation"), "Custom");
  added.config.set("activation", keras::Value(std::string("hard_silu")));
  added.config.set("alpha", keras::Value(0.2));
  const std::size_t index = edit.insert_after(found.before, std::move(added), outbounds);
  edit.move_output(found.multiply, index);
}

bool reconstruct(keras::Graph& graph) {
  const keras::Neighbours neighbours(graph);
  std::vector<HardSilu> found;
  for (std::size_t i = graph.layers.size(); i-- > 0;) {
    if (const auto hard_silu = match(graph, neighbours, i)) found.push_back(*hard_silu);
  }
  if (found.empty() || graph.sequential) return false;
  keras::Edit edit(graph);
  for (const HardSilu& hard_silu : found) replace(hard_silu, neighbours, edit);
  edit.finish(keras::Edit::Weights::kByPosition);
  return true;
}

}  // namespace

bool reconstruct_hard_silu(keras::Graph& graph) {
  return attempt(graph, reconstruct);
}

}  // namespace cnn2snn::quantizeml
