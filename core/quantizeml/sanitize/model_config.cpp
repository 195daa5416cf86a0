// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/model_config.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>

namespace cnn2snn::compatibility {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

using NodeKey = std::pair<std::size_t, std::size_t>;  // (layer, call)

/// Keras's order of a functional model's layers (tf_keras engine/functional.py,
/// `_map_graph_network`): by decreasing depth, then in order of a depth-first walk from the
/// outputs.
class LayerOrder {
 public:
  explicit LayerOrder(const keras::Graph& graph)
      : graph_(graph), traversal_(graph.layers.size(), kNone), depth_(graph.layers.size(), kNone) {
    for (const keras::Inbound& output : graph.outputs) visit(output);
    set_depths();
  }

  [[nodiscard]] std::vector<std::size_t> sorted() const {
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

  [[nodiscard]] const std::vector<keras::Inbound>& inbounds(NodeKey node) const {
    static const std::vector<keras::Inbound> no_inbounds;
    const auto& nodes = graph_.layers[node.first].inbound_nodes;
    return node.second < nodes.size() ? nodes[node.second] : no_inbounds;
  }

  void open(NodeKey node, std::vector<Frame>& stack) {
    if (finished_.count(node) != 0) return;
    if (!in_progress_.insert(node).second) throw TransformFailure("the graph has a cycle");
    if (traversal_[node.first] == kNone) traversal_[node.first] = seen_++;
    stack.push_back({node});
  }

  void visit(const keras::Inbound& output) {
    std::vector<Frame> stack;
    open({output.layer, static_cast<std::size_t>(output.node)}, stack);
    while (!stack.empty()) {
      Frame& frame = stack.back();
      const auto& before = inbounds(frame.node);
      if (frame.next < before.size()) {
        const keras::Inbound& in = before[frame.next++];
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
      for (const keras::Inbound& in : inbounds(*node)) {
        std::size_t& before = node_depth[{in.layer, static_cast<std::size_t>(in.node)}];
        before = std::max(depth + 1, before);
      }
    }
    for (const keras::Inbound& input : graph_.inputs) {
      if (depth_[input.layer] == kNone) depth_[input.layer] = 0;
    }
  }

  const keras::Graph& graph_;
  std::vector<std::size_t> traversal_;
  std::vector<std::size_t> depth_;
  std::size_t seen_ = 0;
  std::set<NodeKey> finished_;
  std::set<NodeKey> in_progress_;
  std::vector<NodeKey> post_order_;
};

keras::Inbound resolve(const std::unordered_map<std::string, std::size_t>& names,
                       const Link& link) {
  const auto found = names.find(link.layer);
  if (found == names.end()) throw TransformFailure("no layer '" + link.layer + "'");
  return {found->second, link.node, link.tensor};
}

void check_nodes(const keras::Graph& graph, const std::vector<keras::Inbound>& links) {
  for (const keras::Inbound& in : links) {
    const std::size_t nodes = std::max<std::size_t>(1, graph.layers[in.layer].inbound_nodes.size());
    if (in.node < 0 || static_cast<std::size_t>(in.node) >= nodes) {
      throw TransformFailure("a link to a call that is not made");
    }
  }
}

void chain(ModelConfig& config) {
  for (std::size_t i = 0; i < config.layers.size(); ++i) {
    auto& nodes = config.layers[i].inbound_nodes;
    if (i == 0) {
      nodes.clear();
    } else {
      nodes.assign(1, {Link{config.layers[i - 1].name, 0, 0}});
    }
  }
  if (config.layers.empty()) throw TransformFailure("no layers");
  config.inputs.assign(1, Link{config.layers.front().name, 0, 0});
  config.outputs.assign(1, Link{config.layers.back().name, 0, 0});
}

keras::Graph resolve_links(ModelConfig&& config) {
  keras::Graph graph;
  graph.name = config.name;
  graph.class_name = config.class_name;
  graph.sequential = config.sequential;
  graph.file = config.file;
  std::unordered_map<std::string, std::size_t> names;
  for (std::size_t i = 0; i < config.layers.size(); ++i) {
    if (!names.emplace(config.layers[i].name, i).second) {
      throw TransformFailure("two layers named '" + config.layers[i].name + "'");
    }
  }
  for (LayerConfig& from : config.layers) {
    keras::Layer layer;
    layer.name = from.name;
    layer.class_name = std::move(from.class_name);
    layer.package = std::move(from.package);
    layer.config = std::move(from.config);
    layer.weights = std::move(from.weights);
    layer.call_kwargs = std::move(from.call_kwargs);
    for (const auto& node : from.inbound_nodes) {
      std::vector<keras::Inbound> links;
      links.reserve(node.size());
      for (const Link& link : node) links.push_back(resolve(names, link));
      if (links.empty()) throw TransformFailure("layer '" + layer.name + "' has no input");
      layer.inbound_nodes.push_back(std::move(links));
    }
    graph.layers.push_back(std::move(layer));
  }
  for (const Link& link : config.inputs) graph.inputs.push_back(resolve(names, link));
  for (const Link& link : config.outputs) graph.outputs.push_back(resolve(names, link));
  for (const keras::Layer& layer : graph.layers) {
    for (const auto& node : layer.inbound_nodes) check_nodes(graph, node);
  }
  check_nodes(graph, graph.outputs);
  return graph;
}

void reorder(keras::Graph& graph, const std::vector<std::size_t>& order) {
  std::vector<std::size_t> position(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) position[order[i]] = i;
  std::vector<keras::Layer> layers;
  layers.reserve(order.size());
  for (const std::size_t i : order) layers.push_back(std::move(graph.layers[i]));
  graph.layers = std::move(layers);
  for (keras::Layer& layer : graph.layers) {
    for (auto& node : layer.inbound_nodes) {
      for (keras::Inbound& in : node) in.layer = position[in.layer];
    }
  }
  for (keras::Inbound& in : graph.inputs) in.layer = position[in.layer];
  for (keras::Inbound& out : graph.outputs) out.layer = position[out.layer];
}

/// Keras builds every layer: sizes that do not fit raise.
void check_shapes(const keras::Graph& graph, const keras::Graph& before) {
  const auto shapes = keras::infer_shapes(graph);
  std::set<std::string> unknown_before;
  const auto shapes_before = keras::infer_shapes(before);
  for (std::size_t i = 0; i < before.layers.size(); ++i) {
    if (!shapes_before[i]) unknown_before.insert(before.layers[i].name);
  }
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    if (shapes[i] || unknown_before.count(graph.layers[i].name) != 0) continue;
    bool inputs_known = true;
    for (const keras::Inbound& in : graph.layers[i].inbounds()) {
      inputs_known = inputs_known && shapes[in.layer].has_value();
    }
    if (inputs_known)
      throw TransformFailure("layer '" + graph.layers[i].name + "' cannot be built");
  }
}

}  // namespace

// --- ModelConfig ---------------------------------------------------------------------------------

std::optional<std::size_t> ModelConfig::find(std::string_view layer_name) const {
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (layers[i].name == layer_name) return i;
  }
  return std::nullopt;
}

std::size_t ModelConfig::index(std::string_view layer_name) const {
  const auto found = find(layer_name);
  if (!found) throw TransformFailure("no layer '" + std::string(layer_name) + "'");
  return *found;
}

ModelConfig config_of(const keras::Graph& graph) {
  ModelConfig config{.name = graph.name,
                     .class_name = graph.class_name,
                     .sequential = graph.sequential,
                     .layers = {},
                     .inputs = {},
                     .outputs = {},
                     .file = graph.file};
  const auto link = [&graph](const keras::Inbound& in) {
    return Link{graph.layers[in.layer].name, in.node, in.tensor};
  };
  for (const keras::Layer& from : graph.layers) {
    LayerConfig layer{.name = from.name,
                      .class_name = from.class_name,
                      .package = from.package,
                      .config = from.config,
                      .inbound_nodes = {},
                      .call_kwargs = from.call_kwargs,
                      .weights = from.weights};
    for (const auto& node : from.inbound_nodes) {
      std::vector<Link> links;
      links.reserve(node.size());
      for (const keras::Inbound& in : node) links.push_back(link(in));
      layer.inbound_nodes.push_back(std::move(links));
    }
    config.layers.push_back(std::move(layer));
  }
  for (const keras::Inbound& in : graph.inputs) config.inputs.push_back(link(in));
  for (const keras::Inbound& out : graph.outputs) config.outputs.push_back(link(out));
  return config;
}

keras::Graph order_layers(ModelConfig config) {
  if (config.sequential) chain(config);
  keras::Graph graph = resolve_links(std::move(config));
  if (!graph.sequential) reorder(graph, LayerOrder(graph).sorted());
  return graph;
}

keras::Graph from_config(ModelConfig config, const keras::Graph& before) {
  keras::Graph graph = order_layers(std::move(config));
  graph.built = before.built;
  check_shapes(graph, before);
  return graph;
}

void set_weights_in_order(keras::Graph& graph, const keras::Graph& before) {
  std::vector<const keras::Weight*> from;
  for (const keras::Layer& layer : before.layers) {
    for (const keras::Weight& weight : layer.weights) from.push_back(&weight);
  }
  std::size_t next = 0;
  for (keras::Layer& layer : graph.layers) {
    for (keras::Weight& weight : layer.weights) {
      if (next == from.size() || from[next]->shape != weight.shape) {
        throw TransformFailure("weights do not fit");
      }
      weight.path = from[next]->path;
      weight.values = from[next]->values;
      ++next;
    }
  }
  if (next != from.size()) throw TransformFailure("weights are left over");
}

// --- Model ---------------------------------------------------------------------------------------

Model::Model(const keras::Graph& graph) : graph_(graph), outbounds_(graph.layers.size()) {
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    for (const auto& node : graph.layers[i].inbound_nodes) {
      for (const keras::Inbound& in : node) outbounds_[in.layer].push_back(i);
    }
  }
}

std::size_t Model::first_layer() const {
  return graph_.sequential && !graph_.layers.empty() && graph_.layers[0].is("InputLayer") ? 1 : 0;
}

std::optional<std::size_t> Model::only_outbound(std::size_t i) const {
  if (outbounds_[i].size() != 1) return std::nullopt;
  return outbounds_[i][0];
}

std::optional<std::size_t> Model::only_inbound(std::size_t i) const {
  const auto& in = graph_.layers[i].inbounds();
  if (in.size() != 1) return std::nullopt;
  return in[0].layer;
}

const std::optional<keras::Shape>& Model::shape(std::size_t i) const {
  if (!shapes_) shapes_ = keras::infer_shapes(graph_);
  return (*shapes_)[i];
}

const keras::Shape& Model::input_shape(std::size_t i) const {
  const auto& in = graph_.layers[i].inbounds();
  if (in.empty()) throw TransformFailure("a layer that is not called");
  const auto& found = shape(in[0].layer);
  if (!found || found->empty()) throw TransformFailure("an input of unknown shape");
  return *found;
}

std::int64_t Model::channels(std::size_t i) const {
  const auto& found = shape(i);
  if (!found || found->empty()) throw TransformFailure("an output of unknown shape");
  return found->back();
}

std::vector<std::string> Model::outbound_names(std::size_t i) const {
  std::vector<std::string> names;
  for (const std::size_t out : outbounds_[i]) names.push_back(graph_.layers[out].name);
  return names;
}

// --- edits ---------------------------------------------------------------------------------------

void update_inbound(LayerConfig& layer, std::string_view from, std::string_view to) {
  for (auto& node : layer.inbound_nodes) {
    for (Link& link : node) {
      if (link.layer == from) link.layer = to;
    }
  }
}

void insert_after(ModelConfig& config, std::string_view target, LayerConfig layer,
                  const std::vector<std::string>& outbounds) {
  if (!config.sequential) {
    if (outbounds.empty()) {
      for (Link& out : config.outputs) {
        if (out.layer == target) out.layer = layer.name;
      }
      layer.inbound_nodes.assign(1, {Link{std::string(target), 0, 0}});
    } else {
      std::vector<Link> taken;
      for (const std::string& name : outbounds) {
        for (auto& node : config.at(name).inbound_nodes) {
          for (Link& link : node) {
            if (link.layer != target) continue;
            const auto same = [&link](const Link& other) {
              return other.node == link.node && other.tensor == link.tensor;
            };
            if (std::none_of(taken.begin(), taken.end(), same)) taken.push_back(link);
            link.layer = layer.name;
          }
        }
      }
      layer.inbound_nodes = {std::move(taken)};
    }
  }
  const std::size_t at = config.index(target) + 1;
  config.layers.insert(config.layers.begin() + static_cast<std::ptrdiff_t>(at), std::move(layer));
}

void remove_layer(ModelConfig& config, std::string_view layer) {
  config.layers.erase(config.layers.begin() + static_cast<std::ptrdiff_t>(config.index(layer)));
}

void bypass(ModelConfig& config, std::string_view layer,
            const std::vector<std::string>& outbounds) {
  if (!config.sequential) {
    const LayerConfig& removed = config.at(layer);
    if (removed.inbound_nodes.empty() || removed.inbound_nodes[0].empty()) {
      throw TransformFailure("a layer without input");
    }
    const std::string before = removed.inbound_nodes[0][0].layer;
    for (const std::string& name : outbounds) update_inbound(config.at(name), layer, before);
  }
  remove_layer(config, layer);
}

void set_weight(LayerConfig& layer, std::string_view variable, keras::Shape shape,
                std::vector<float> values) {
  for (keras::Weight& weight : layer.weights) {
    // A layer's name may have slashes: its last part then looks like the owner.
    if (weight.variable() != variable || weight.owner().ends_with("quantizer")) continue;
    weight.path.clear();
    weight.shape = std::move(shape);
    weight.values = std::move(values);
    return;
  }
  layer.weights.push_back({.name = layer.name + "/" + std::string(variable) + ":0",
                           .path = {},
                           .shape = std::move(shape),
                           .values = std::move(values)});
}

keras::Value int_list(const std::vector<std::int64_t>& values) {
  keras::Value::List list;
  for (const std::int64_t v : values) list.emplace_back(v);
  return keras::Value(std::move(list));
}

LayerConfig new_layer(std::string class_name, std::string name, std::string package) {
  LayerConfig layer;
  layer.config.set("name", keras::Value(name));
  layer.config.set("trainable", keras::Value(true));
  layer.config.set("dtype", keras::Value(std::string("float32")));
  layer.name = std::move(name);
  layer.class_name = std::move(class_name);
  layer.package = std::move(package);
  return layer;
}

LayerConfig identity_conv(std::string name, std::int64_t channels) {
  if (channels <= 0) throw TransformFailure("no channels");
  LayerConfig layer = new_layer("Conv2D", std::move(name));
  layer.config.set("filters", keras::Value(channels));
  layer.config.set("kernel_size", int_list({1, 1}));
  layer.config.set("strides", int_list({1, 1}));
  layer.config.set("padding", keras::Value(std::string("valid")));
  layer.config.set("data_format", keras::Value(std::string("channels_last")));
  layer.config.set("dilation_rate", int_list({1, 1}));
  layer.config.set("groups", keras::Value(std::int64_t{1}));
  layer.config.set("activation", keras::Value(std::string("linear")));
  layer.config.set("use_bias", keras::Value(false));
  const auto n = static_cast<std::size_t>(channels);
  std::vector<float> eye(n * n, 0.0F);
  for (std::size_t i = 0; i < n; ++i) eye[i * n + i] = 1.0F;
  set_weight(layer, "kernel", {1, 1, channels, channels}, std::move(eye));
  return layer;
}

std::string unique_name(const ModelConfig& config, const std::string& base) {
  std::string name = base;
  for (int i = 1; config.find(name); ++i) name = base + "_" + std::to_string(i);
  return name;
}

std::vector<std::pair<std::size_t, std::size_t>> find_pairs(const Model& model, LayerTest first,
                                                            LayerTest second) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = model.first_layer(); i < model.layers().size(); ++i) {
    const keras::Layer& layer = model.layer(i);
    // A layer inside a wrapper is found too, but it has no inbound node: the original raises.
    keras::Layer wrapped;
    wrapped.class_name = layer.config["layer"]["class_name"].as_string();
    if (!wrapped.class_name.empty() && second(wrapped)) {
      throw TransformFailure("a layer inside '" + layer.name + "'");
    }
    if (!second(layer)) continue;
    const auto before = model.only_inbound(i);
    if (before && first(model.layer(*before)) && model.only_outbound(*before) == i) {
      pairs.emplace_back(*before, i);
    }
  }
  return pairs;
}

keras::Graph invert_pairs(const Model& model,
                          const std::vector<std::pair<std::size_t, std::size_t>>& pairs,
                          ModelConfig config) {
  std::string new_output;
  std::string old_output;
  for (const auto& [first, second] : pairs) {
    const std::string& first_name = model.layer(first).name;
    const std::string& second_name = model.layer(second).name;
    if (config.sequential) {
      std::swap(config.at(first_name), config.at(second_name));
      continue;
    }
    const auto& nodes = config.at(first_name).inbound_nodes;
    if (nodes.empty() || nodes[0].empty()) throw TransformFailure("a layer without input");
    const std::string before = nodes[0][0].layer;
    update_inbound(config.at(second_name), first_name, before);
    update_inbound(config.at(first_name), before, second_name);
    const auto outbounds = model.outbound_names(second);
    if (outbounds.empty()) {
      new_output = first_name;
      old_output = second_name;
    }
    for (const std::string& name : outbounds) {
      update_inbound(config.at(name), second_name, first_name);
    }
  }
  if (!new_output.empty()) {
    for (Link& out : config.outputs) {
      if (out.layer == old_output) out.layer = new_output;
    }
  }
  keras::Graph graph = from_config(std::move(config), model.graph());
  set_weights_in_order(graph, model.graph());
  return graph;
}

keras::Graph unchanged_on_failure(keras::Graph graph,
                                  keras::Graph (*transform)(const keras::Graph&)) {
  try {
    return transform(graph);
  } catch (const TransformFailure&) {
    return graph;
  }
}

}  // namespace cnn2snn::compatibility
