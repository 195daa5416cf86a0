// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "keras/model_parts.h"

namespace cnn2snn::keras {
namespace {

// Calls of all layers in one numbering; a layer without calls (an input) counts as one.
class Calls {
 public:
  explicit Calls(const Graph& graph) : graph_(graph) {
    first_.reserve(graph.layers.size());
    for (const Layer& layer : graph.layers) {
      first_.push_back(size_);
      size_ += std::max<std::size_t>(layer.inbound_nodes.size(), 1);
    }
  }

  [[nodiscard]] std::size_t size() const { return size_; }

  [[nodiscard]] std::size_t number(const Inbound& inbound) const {
    const std::size_t calls = graph_.layers[inbound.layer].inbound_nodes.size();
    if (inbound.node < 0 || inbound.tensor < 0 ||
        static_cast<std::size_t>(inbound.node) >= std::max<std::size_t>(calls, 1)) {
      fail_model_config("The model refers to a call of the layer '" +
                        graph_.layers[inbound.layer].name + "' that it does not describe.");
    }
    return first_[inbound.layer] + static_cast<std::size_t>(inbound.node);
  }

 private:
  const Graph& graph_;
  std::vector<std::size_t> first_;
  std::size_t size_ = 0;
};

}  // namespace

void check_topology(const Graph& graph) {
  const Calls calls(graph);
  for (const Inbound& inbound : graph.inputs) static_cast<void>(calls.number(inbound));
  for (const Inbound& inbound : graph.outputs) static_cast<void>(calls.number(inbound));

  // Kahn's algorithm: take away calls whose tensors are all there until none is left.
  std::vector<std::vector<std::size_t>> takers(calls.size());
  std::vector<std::size_t> missing(calls.size(), 0);
  std::size_t call = 0;
  for (const Layer& layer : graph.layers) {
    for (const std::vector<Inbound>& inbounds : layer.inbound_nodes) {
      for (const Inbound& inbound : inbounds) takers[calls.number(inbound)].push_back(call);
      missing[call++] = inbounds.size();
    }
    if (layer.inbound_nodes.empty()) ++call;
  }
  std::vector<std::size_t> ready;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (missing[i] == 0) ready.push_back(i);
  }
  std::size_t done = 0;
  while (!ready.empty()) {
    const std::size_t next = ready.back();
    ready.pop_back();
    ++done;
    for (const std::size_t taker : takers[next]) {
      if (--missing[taker] == 0) ready.push_back(taker);
    }
  }
  if (done != calls.size()) {
    fail_model_config("The model's layers form a circle: some layer takes its own output.");
  }
}

}  // namespace cnn2snn::keras
