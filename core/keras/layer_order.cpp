// SPDX-License-Identifier: Apache-2.0
#include "keras/layer_order.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "cnn2snn/report.h"

namespace cnn2snn::keras {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

using NodeKey = std::pair<std::size_t, std::size_t>;  // (layer, call)

class LayerOrder {
 public:
  explicit LayerOrder(const Graph& graph)
      : graph_(graph), traversal_(graph.layers.size(), kNone), depth_(graph.layers.size(), kNone) {
    for (const Inbound& output : graph.outputs) visit(output);
    if (!circle_) set_depths();
  }

  /// nullopt: the layers form a circle.
  [[nodiscard]] std::optional<std::vector<std::size_t>> sorted() const {
    if (circle_) return std::nullopt;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < depth_.size(); ++i) {
      if (depth_[i] != kNone) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      return depth_[a] != depth_[b] ? depth_[a] > depth_[b] : traversal_[a] < traversal_[b];
    });
    // Layers that no output depends on stay in the model, behind the others.
    for (std::size_t i = 0; i < depth_.size(); ++i) {
      if (depth_[i] == kNone) order.push_back(i);
    }
    return order;
  }

 private:
  struct Frame {
    NodeKey node;
    std::size_t next = 0;
  };

  [[nodiscard]] const std::vector<Inbound>& inbounds(NodeKey node) const {
    static const std::vector<Inbound> no_inbounds;
    const auto& nodes = graph_.layers[node.first].inbound_nodes;
    return node.second < nodes.size() ? nodes[node.second] : no_inbounds;
  }

  void open(NodeKey node, std::vector<Frame>& stack) {
    if (finished_.count(node) != 0) return;
    if (!in_progress_.insert(node).second) {
      circle_ = true;
      return;
    }
    if (traversal_[node.first] == kNone) traversal_[node.first] = seen_++;
    stack.push_back({node});
  }

  void visit(const Inbound& output) {
    std::vector<Frame> stack;
    open({output.layer, static_cast<std::size_t>(output.node)}, stack);
    while (!stack.empty()) {
      Frame& frame = stack.back();
      const auto& before = inbounds(frame.node);
      if (frame.next < before.size()) {
        const Inbound& in = before[frame.next++];
        open({in.layer, static_cast<std::size_t>(in.node)}, stack);
      } else {
        finished_.insert(frame.node);
        in_progress_.erase(frame.node);
        post_order_.push_back(frame.node);
        stack.pop_back();
      }
    }
  }

  void set_depths() {
    std::map<NodeKey, std::size_t> node_depth;
    for (auto node = post_order_.rbegin(); node != post_order_.rend(); ++node) {
      std::size_t depth = node_depth[*node];
      const std::size_t of_layer = depth_[node->first];
      if (of_layer != kNone) depth = std::max(depth, of_layer);
      depth_[node->first] = depth;
      node_depth[*node] = depth;
      for (const Inbound& in : inbounds(*node)) {
        std::size_t& before = node_depth[{in.layer, static_cast<std::size_t>(in.node)}];
        before = std::max(depth + 1, before);
      }
    }
    for (const Inbound& input : graph_.inputs) {
      if (depth_[input.layer] == kNone) depth_[input.layer] = 0;
    }
  }

  const Graph& graph_;
  std::vector<std::size_t> traversal_;
  std::vector<std::size_t> depth_;
  std::size_t seen_ = 0;
  std::set<NodeKey> finished_;
  std::set<NodeKey> in_progress_;
  std::vector<NodeKey> post_order_;
  bool circle_ = false;
};

}  // namespace

std::optional<std::vector<std::size_t>> layer_order(const Graph& graph) {
  return LayerOrder(graph).sorted();
}

void reorder(Graph& graph, const std::vector<std::size_t>& order) {
  std::vector<std::size_t> position(graph.layers.size(), kNone);
  for (std::size_t i = 0; i < order.size(); ++i) position[order[i]] = i;
  std::vector<Layer> layers;
  layers.reserve(order.size());
  for (const std::size_t i : order) layers.push_back(std::move(graph.layers[i]));
  graph.layers = std::move(layers);
  for (Layer& layer : graph.layers) {
    for (auto& node : layer.inbound_nodes) {
      for (Inbound& in : node) in.layer = position[in.layer];
    }
  }
  for (Inbound& in : graph.inputs) in.layer = position[in.layer];
  for (Inbound& out : graph.outputs) out.layer = position[out.layer];
  graph.changed();
}

void sort_layers(Graph& graph) {
  if (graph.sequential) return;
  if (const auto order = layer_order(graph)) reorder(graph, *order);
}

}  // namespace cnn2snn::keras
