// SPDX-License-Identifier: Apache-2.0
#include "keras/edit.h"

#include <algorithm>
#include <set>
#include <utility>

#include "keras/layer_order.h"

namespace cnn2snn::keras {

Edit::Edit(Graph& graph)
    : graph_(graph),
      size_before_(graph.layers.size()),
      outputs_before_(graph.outputs),
      shapes_before_(graph.shapes()) {}

Edit::~Edit() {
  if (!finished_) undo();
}

void Edit::undo() {
  graph_.layers.resize(size_before_);
  for (auto& [i, layer] : before_) graph_.layers[i] = std::move(layer);
  graph_.outputs = std::move(outputs_before_);
}

const Layer& Edit::at(std::size_t i) const {
  const std::size_t in_graph = graph_.layers.size();
  return i < in_graph ? graph_.layers[i] : added_[i - in_graph];
}

Layer& Edit::layer(std::size_t i) {
  const std::size_t in_graph = graph_.layers.size();
  if (i >= in_graph) return added_[i - in_graph];
  before_.try_emplace(i, graph_.layers[i]);
  return graph_.layers[i];
}

std::size_t Edit::add(Layer layer) {
  added_.push_back(std::move(layer));
  return size() - 1;
}

std::size_t Edit::insert_after(std::size_t target, Layer added,
                               const std::vector<std::size_t>& outbounds) {
  std::vector<Inbound> taken;
  const std::size_t index = size();
  for (const std::size_t outbound : outbounds) {
    for (auto& node : layer(outbound).inbound_nodes) {
      for (Inbound& in : node) {
        if (in.layer != target) continue;
        if (std::find(taken.begin(), taken.end(), in) == taken.end()) taken.push_back(in);
        in.layer = index;
      }
    }
  }
  if (outbounds.empty()) {
    move_output(target, index);
    taken.push_back({target, 0, 0});
  }
  added.inbound_nodes = {std::move(taken)};
  return add(std::move(added));
}

void Edit::relink(std::size_t taker, std::size_t from, std::size_t to) {
  for (auto& node : layer(taker).inbound_nodes) {
    for (Inbound& in : node) {
      if (in.layer == from) in.layer = to;
    }
  }
}

std::size_t Edit::bypass(std::size_t i, const std::vector<std::size_t>& outbounds) {
  if (at(i).inbounds().empty()) throw EditFailure("a layer without input");
  const std::size_t before = at(i).inbounds()[0].layer;
  for (const std::size_t outbound : outbounds) relink(outbound, i, before);
  remove(i);
  return before;
}

void Edit::swap(std::size_t first, std::size_t second, const std::vector<std::size_t>& outbounds) {
  if (at(first).inbounds().empty()) throw EditFailure("a layer without input");
  const std::size_t before = at(first).inbounds()[0].layer;
  relink(second, first, before);
  relink(first, before, second);
  for (const std::size_t outbound : outbounds) relink(outbound, second, first);
}

void Edit::remove(std::size_t i) {
  removed_.insert(i);
}

void Edit::move_output(std::size_t from, std::size_t to) {
  for (Inbound& out : graph_.outputs) {
    if (out.layer == from) out.layer = to;
  }
}

std::string Edit::unique_name(const std::string& base) const {
  const auto taken = [this](const std::string& name) {
    for (std::size_t i = 0; i < size(); ++i) {
      if (!is_removed(i) && at(i).name == name) return true;
    }
    return false;
  };
  std::string name = base;
  for (int i = 1; taken(name); ++i) name = base + "_" + std::to_string(i);
  return name;
}

// --- finishing -----------------------------------------------------------------------------------

void Edit::take_added() {
  for (Layer& layer : added_) graph_.layers.push_back(std::move(layer));
  added_.clear();
}

void Edit::check_names() const {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!is_removed(i) && !names.insert(at(i).name).second) {
      throw EditFailure("two layers named '" + at(i).name + "'");
    }
  }
}

void Edit::check_links() const {
  const auto check = [this](const std::vector<Inbound>& links) {
    for (const Inbound& in : links) {
      if (is_removed(in.layer)) throw EditFailure("no layer '" + at(in.layer).name + "'");
      const std::size_t nodes = std::max<std::size_t>(1, at(in.layer).inbound_nodes.size());
      if (in.node < 0 || static_cast<std::size_t>(in.node) >= nodes) {
        throw EditFailure("a link to a call that is not made");
      }
    }
  };
  for (std::size_t i = 0; i < size(); ++i) {
    if (is_removed(i)) continue;
    for (const auto& node : at(i).inbound_nodes) {
      if (node.empty()) throw EditFailure("layer '" + at(i).name + "' has no input");
      check(node);
    }
  }
  check(graph_.inputs);
  check(graph_.outputs);
}

/// Keras builds every layer: sizes that do not fit raise, but where the shape was not known before.
void Edit::check_built(const std::vector<std::optional<Shape>>& shapes) const {
  std::set<std::string_view> unknown_before;
  for (std::size_t i = 0; i < size_before_; ++i) {
    if (shapes_before_[i]) continue;
    const auto changed = before_.find(i);
    unknown_before.insert(changed == before_.end() ? at(i).name : changed->second.name);
  }
  for (std::size_t i = 0; i < size(); ++i) {
    if (is_removed(i) || shapes[i] || unknown_before.count(at(i).name) != 0) continue;
    const auto& inbounds = at(i).inbounds();
    const bool inputs_known =
        std::all_of(inbounds.begin(), inbounds.end(),
                    [&shapes](const Inbound& in) { return shapes[in.layer].has_value(); });
    if (inputs_known) throw EditFailure("layer '" + at(i).name + "' cannot be built");
  }
}

std::vector<std::size_t> Edit::order() const {
  const auto sorted = layer_order(graph_);
  if (!sorted) throw EditFailure("the graph has a cycle");
  std::vector<std::size_t> order;
  std::copy_if(sorted->begin(), sorted->end(), std::back_inserter(order),
               [this](std::size_t i) { return !is_removed(i); });
  return order;
}

void Edit::deal_out_weights(const std::vector<std::size_t>& order) {
  std::vector<Weight> dealt;
  for (std::size_t i = 0; i < size_before_; ++i) {
    const auto changed = before_.find(i);
    const Layer& layer = changed == before_.end() ? at(i) : changed->second;
    dealt.insert(dealt.end(), layer.weights.begin(), layer.weights.end());
  }
  auto next = dealt.begin();
  for (const std::size_t i : order) {
    for (std::size_t k = 0; k < at(i).weights.size(); ++k, ++next) {
      if (next == dealt.end() || next->shape != at(i).weights[k].shape) {
        throw EditFailure("weights do not fit");
      }
      const Weight& weight = at(i).weights[k];
      if (weight.path == next->path && weight.values == next->values) continue;
      layer(i).weights[k].path = next->path;
      layer(i).weights[k].values = next->values;
    }
  }
  if (next != dealt.end()) throw EditFailure("weights are left over");
}

void Edit::finish(Weights weights) {
  take_added();
  check_names();
  check_links();
  const std::vector<std::size_t> sorted = order();
  auto shapes = infer_shapes(graph_);
  check_built(shapes);
  if (weights == Weights::kByPosition) deal_out_weights(sorted);
  reorder(graph_, sorted);
  std::vector<std::optional<Shape>> kept;
  kept.reserve(sorted.size());
  for (const std::size_t i : sorted) kept.push_back(std::move(shapes[i]));
  graph_.set_shapes(std::move(kept));
  finished_ = true;
}

void Edit::finish_unbuilt() {
  take_added();
  check_names();
  check_links();
  reorder(graph_, order());
  finished_ = true;
}

}  // namespace cnn2snn::keras
