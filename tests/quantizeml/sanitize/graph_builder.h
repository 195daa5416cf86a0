// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "keras/graph.h"

/// Small Keras graphs built in code, for tests of graph rewrites.
namespace cnn2snn::tests {

using Ints = std::vector<std::int64_t>;
using Floats = std::vector<float>;

inline keras::Value ints(const Ints& values) {
  keras::Value::List list;
  for (const std::int64_t v : values) list.emplace_back(v);
  return keras::Value(std::move(list));
}
inline keras::Value doubles(const std::vector<double>& values) {
  keras::Value::List list;
  for (const double v : values) list.emplace_back(v);
  return keras::Value(std::move(list));
}
inline keras::Value text(const std::string& value) {
  return keras::Value(value);
}

class GraphBuilder {
 public:
  explicit GraphBuilder(bool sequential = false) {
    graph_.name = "model";
    graph_.class_name = sequential ? "Sequential" : "Functional";
    graph_.sequential = sequential;
  }

  GraphBuilder& input(const Ints& shape, const std::string& name = "input") {
    keras::Value::List batch = {keras::Value()};
    for (const std::int64_t n : shape) batch.emplace_back(n);
    keras::Layer& layer = begin("InputLayer", name);
    layer.config.set("batch_input_shape", keras::Value(std::move(batch)));
    graph_.inputs.push_back({graph_.layers.size() - 1, 0, 0});
    return *this;
  }

  /// Takes the layers named; none: the layer added before.
  GraphBuilder& add(const std::string& class_name, const std::string& name,
                    const std::vector<std::string>& inbounds = {},
                    const std::string& package = {}) {
    std::vector<keras::Inbound> links;
    if (inbounds.empty()) links.push_back({graph_.layers.size() - 1, 0, 0});
    for (const std::string& in : inbounds) links.push_back({*graph_.find(in), 0, 0});
    keras::Layer& layer = begin(class_name, name);
    layer.package = package;
    layer.inbound_nodes.push_back(std::move(links));
    layer.call_kwargs.emplace_back(keras::Value::Dict{});
    return *this;
  }

  /// Calls a layer once more, on what the last call of `on` gave: the model's output.
  GraphBuilder& call(const std::string& name, const std::string& on) {
    const auto calls = [](const keras::Layer& layer) {
      return static_cast<std::int64_t>(layer.inbound_nodes.size());
    };
    const std::size_t caller = graph_.find(name).value();
    const std::size_t taken = graph_.find(on).value();
    keras::Layer& layer = graph_.layers[caller];
    layer.inbound_nodes.push_back({{taken, calls(graph_.layers[taken]) - 1, 0}});
    layer.call_kwargs.emplace_back(keras::Value::Dict{});
    graph_.outputs = {{caller, calls(layer) - 1, 0}};
    return *this;
  }

  GraphBuilder& set(const std::string& key, keras::Value value) {
    graph_.layers.back().config.set(key, std::move(value));
    return *this;
  }
  GraphBuilder& kwarg(const std::string& key, keras::Value value) {
    graph_.layers.back().call_kwargs.back().set(key, std::move(value));
    return *this;
  }
  GraphBuilder& weight(const std::string& variable, const Ints& shape, Floats values) {
    keras::Layer& layer = graph_.layers.back();
    layer.weights.push_back({layer.name + "/" + variable + ":0", {}, shape, std::move(values)});
    return *this;
  }

  GraphBuilder& conv(const std::string& name, std::int64_t filters, std::int64_t kernel,
                     const std::string& padding, std::int64_t channels,
                     const std::vector<std::string>& inbounds = {}, std::int64_t stride = 1) {
    add("Conv2D", name, inbounds);
    set("filters", keras::Value(filters));
    spatial(kernel, stride, padding);
    set("groups", keras::Value(std::int64_t{1}));
    return ramp("kernel", {kernel, kernel, channels, filters});
  }
  GraphBuilder& depthwise(const std::string& name, std::int64_t kernel, std::int64_t stride,
                          const std::string& padding, std::int64_t channels) {
    add("DepthwiseConv2D", name);
    spatial(kernel, stride, padding);
    set("depth_multiplier", keras::Value(std::int64_t{1}));
    return ramp("depthwise_kernel", {kernel, kernel, channels, 1});
  }
  GraphBuilder& relu(const std::string& name, keras::Value max_value = keras::Value(),
                     const std::vector<std::string>& inbounds = {}) {
    return add("ReLU", name, inbounds)
        .set("max_value", std::move(max_value))
        .set("negative_slope", keras::Value(0.0))
        .set("threshold", keras::Value(0.0));
  }
  GraphBuilder& max_pool(const std::string& name, std::int64_t size) {
    return add("MaxPooling2D", name)
        .set("pool_size", ints({size, size}))
        .set("strides", ints({size, size}))
        .set("padding", text("valid"))
        .set("data_format", text("channels_last"));
  }
  GraphBuilder& batch_norm(const std::string& name, const Floats& gamma, const Floats& beta,
                           const Floats& mean, const Floats& var, std::int64_t axis,
                           double epsilon) {
    const auto n = static_cast<std::int64_t>(gamma.size());
    return add("BatchNormalization", name)
        .set("axis", ints({axis}))
        .set("epsilon", keras::Value(epsilon))
        .weight("gamma", {n}, gamma)
        .weight("beta", {n}, beta)
        .weight("moving_mean", {n}, mean)
        .weight("moving_variance", {n}, var);
  }
  GraphBuilder& bias(Floats values) {
    set("use_bias", keras::Value(true));
    const auto n = static_cast<std::int64_t>(values.size());
    return weight("bias", {n}, std::move(values));
  }

  /// The graph; its output is the layer added last.
  keras::Graph done() {
    if (graph_.outputs.empty()) graph_.outputs.push_back({graph_.layers.size() - 1, 0, 0});
    return graph_;
  }
  GraphBuilder& output(const std::string& name) {
    graph_.outputs.push_back({*graph_.find(name), 0, 0});
    return *this;
  }

 private:
  keras::Layer& begin(const std::string& class_name, const std::string& name) {
    keras::Layer layer;
    layer.name = name;
    layer.class_name = class_name;
    layer.config.set("name", text(name));
    layer.config.set("trainable", keras::Value(true));
    layer.config.set("dtype", text("float32"));
    graph_.layers.push_back(std::move(layer));
    return graph_.layers.back();
  }
  void spatial(std::int64_t kernel, std::int64_t stride, const std::string& padding) {
    set("kernel_size", ints({kernel, kernel}));
    set("strides", ints({stride, stride}));
    set("padding", text(padding));
    set("data_format", text("channels_last"));
    set("dilation_rate", ints({1, 1}));
    set("activation", text("linear"));
    set("use_bias", keras::Value(false));
  }
  /// 1, 2, 3, …
  GraphBuilder& ramp(const std::string& variable, const Ints& shape) {
    std::size_t count = 1;
    for (const std::int64_t n : shape) count *= static_cast<std::size_t>(n);
    Floats values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(i + 1);
    return weight(variable, shape, std::move(values));
  }

  keras::Graph graph_;
};

/// "input>conv>relu" for chains; "add(a,b)" for layers of several inputs.
inline std::string describe(const keras::Graph& graph) {
  std::string out;
  for (const keras::Layer& layer : graph.layers) {
    if (!out.empty()) out += " ";
    out += layer.name;
    if (layer.inbounds().empty()) continue;
    out += "(";
    for (std::size_t i = 0; i < layer.inbounds().size(); ++i) {
      out += (i == 0 ? "" : ",") + graph.layers[layer.inbounds()[i].layer].name;
    }
    out += ")";
  }
  return out;
}

/// The graph after a rewrite, which may be all of them.
template <class Rewrite>
keras::Graph rewritten(Rewrite rewrite, keras::Graph graph) {
  rewrite(graph);
  return graph;
}

inline const keras::Layer& layer(const keras::Graph& graph, const std::string& name) {
  return graph.layers.at(graph.find(name).value());
}
inline Floats values(const keras::Graph& graph, const std::string& name,
                     const std::string& variable) {
  for (const keras::Weight& weight : layer(graph, name).weights) {
    if (weight.variable() == variable) return graph.read(weight);
  }
  return {};
}

}  // namespace cnn2snn::tests
