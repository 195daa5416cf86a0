// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "keras/model_parts.h"
#include "keras/shape_rules.h"

namespace cnn2snn::keras {
namespace {

constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

// Calls of all layers in one numbering; a layer without calls (an input) counts as one.
class Calls {
 public:
  explicit Calls(const Graph& graph) : graph_(graph) {
    first_.reserve(graph.layers.size());
    for (std::size_t layer = 0; layer < graph.layers.size(); ++layer) {
      first_.push_back(calls_.size());
      const std::size_t count = std::max<std::size_t>(graph.layers[layer].inbound_nodes.size(), 1);
      for (std::size_t node = 0; node < count; ++node) calls_.push_back({layer, node});
    }
  }

  [[nodiscard]] std::size_t size() const { return calls_.size(); }
  [[nodiscard]] CallNumber operator[](std::size_t number) const { return calls_[number]; }

  // kNowhere: there is no such call.
  [[nodiscard]] std::size_t number(const Inbound& inbound) const {
    if (inbound.layer >= first_.size() || inbound.node < 0 || inbound.tensor < 0) return kNowhere;
    const std::size_t next = inbound.layer + 1;
    const std::size_t end = next < first_.size() ? first_[next] : calls_.size();
    const std::size_t first = first_[inbound.layer];
    const auto node = static_cast<std::uint64_t>(inbound.node);
    return node < end - first ? first + static_cast<std::size_t>(node) : kNowhere;
  }

  [[nodiscard]] const std::vector<Inbound>& inbounds(std::size_t number) const {
    static const std::vector<Inbound> none;
    const auto& nodes = graph_.layers[calls_[number].layer].inbound_nodes;
    return nodes.empty() ? none : nodes[calls_[number].node];
  }

 private:
  const Graph& graph_;
  std::vector<std::size_t> first_;
  std::vector<CallNumber> calls_;
};

// Only inputs (and models, on inputs of their own) give something without being called.
bool is_never_called(const Graph& graph, const Layer& layer) {
  return !graph.sequential && layer.inbound_nodes.empty() && !layer.is("InputLayer") &&
         !is_nested_model(layer.class_name);
}

void check_reference(const Graph& graph, const Calls& calls, const Inbound& inbound) {
  const Layer& layer = graph.layers[inbound.layer];
  if (calls.number(inbound) == kNowhere || is_never_called(graph, layer)) {
    fail_model_config("The model refers to a call of the layer '" + layer.name +
                      "' that it does not describe.");
  }
}

}  // namespace

// Kahn's algorithm: takes away calls whose tensors are all there until none is left.
std::vector<CallNumber> call_order(const Graph& graph) {
  const Calls calls(graph);
  std::vector<std::vector<std::size_t>> takers(calls.size());
  std::vector<std::size_t> missing(calls.size(), 0);
  for (std::size_t call = 0; call < calls.size(); ++call) {
    for (const Inbound& inbound : calls.inbounds(call)) {
      ++missing[call];
      const std::size_t source = calls.number(inbound);
      if (source != kNowhere) takers[source].push_back(call);
    }
  }
  std::vector<std::size_t> ready;
  for (std::size_t call = 0; call < calls.size(); ++call) {
    if (missing[call] == 0) ready.push_back(call);
  }
  std::vector<CallNumber> order;
  order.reserve(calls.size());
  while (!ready.empty()) {
    const std::size_t next = ready.back();
    ready.pop_back();
    order.push_back(calls[next]);
    for (const std::size_t taker : takers[next]) {
      if (--missing[taker] == 0) ready.push_back(taker);
    }
  }
  return order;
}

void check_topology(const Graph& graph) {
  const Calls calls(graph);
  for (const Inbound& inbound : graph.inputs) check_reference(graph, calls, inbound);
  for (const Inbound& inbound : graph.outputs) check_reference(graph, calls, inbound);
  for (std::size_t call = 0; call < calls.size(); ++call) {
    for (const Inbound& inbound : calls.inbounds(call)) check_reference(graph, calls, inbound);
  }
  if (call_order(graph).size() != calls.size()) {
    fail_model_config("The model's layers form a circle: some layer takes its own output.");
  }
}

}  // namespace cnn2snn::keras
