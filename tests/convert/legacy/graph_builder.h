// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "keras/graph.h"
#include "keras/value.h"

/// Small Keras graphs in memory, layer after layer.
namespace cnn2snn::legacy {

using Entries = std::initializer_list<std::pair<std::string, keras::Value>>;

inline keras::Value number(std::int64_t value) {
  return keras::Value(value);
}
inline keras::Value number(int value) {
  return keras::Value(std::int64_t{value});
}
inline keras::Value number(double value) {
  return keras::Value(value);
}
inline keras::Value text(std::string value) {
  return keras::Value(std::move(value));
}
inline keras::Value flag(bool value) {
  return keras::Value(value);
}

inline keras::Value ints(std::initializer_list<std::int64_t> values) {
  keras::Value::List list;
  for (const std::int64_t value : values) list.push_back(keras::Value(value));
  return keras::Value(std::move(list));
}

inline keras::Value dict(Entries entries) {
  keras::Value value{keras::Value::Dict{}};
  for (const auto& [key, entry] : entries) value.set(key, entry);
  return value;
}

inline keras::Value quantizer(const std::string& class_name, std::int64_t bits = 4) {
  return dict({{"class_name", text(class_name)}, {"config", dict({{"bitwidth", number(bits)}})}});
}

inline keras::Value conv_config(std::int64_t filters, const std::string& quantizer_class = {},
                                std::int64_t bits = 4) {
  keras::Value config = dict({{"filters", number(filters)},
                              {"kernel_size", ints({3, 3})},
                              {"strides", ints({1, 1})},
                              {"padding", text("same")},
                              {"use_bias", flag(true)}});
  if (!quantizer_class.empty()) config.set("quantizer", quantizer(quantizer_class, bits));
  return config;
}

inline keras::Value pool_config(const std::string& padding = "same") {
  return dict({{"pool_size", ints({2, 2})}, {"strides", ints({2, 2})}, {"padding", text(padding)}});
}

inline keras::Value activation_config(std::int64_t bits = 4, double max_value = 6) {
  return dict({{"bitwidth", number(bits)}, {"max_value", number(max_value)}});
}

/// A chain of layers after an input, Functional as Keras saves it.
class GraphBuilder {
 public:
  explicit GraphBuilder(std::initializer_list<std::int64_t> input) {
    keras::Value shape = ints(input);
    keras::Value::List batch = {keras::Value()};
    for (const keras::Value& size : shape.list()) batch.push_back(size);
    keras::Layer layer;
    layer.name = "input";
    layer.class_name = "InputLayer";
    layer.config = dict({{"name", text("input")}, {"dtype", text("float32")}});
    layer.config.set("batch_input_shape", keras::Value(std::move(batch)));
    graph_.name = "model";
    graph_.class_name = "Functional";
    graph_.layers.push_back(std::move(layer));
  }

  GraphBuilder& add(const std::string& name, const std::string& class_name,
                    keras::Value config = keras::Value(keras::Value::Dict{})) {
    keras::Layer layer;
    layer.name = name;
    layer.class_name = class_name;
    layer.config = std::move(config);
    layer.config.set("name", text(name));
    layer.inbound_nodes = {{{graph_.layers.size() - 1, 0, 0}}};
    layer.call_kwargs = {keras::Value(keras::Value::Dict{})};
    graph_.layers.push_back(std::move(layer));
    return *this;
  }

  /// A weight of the layer added last; all elements `value` unless `values` are given.
  GraphBuilder& weight(const std::string& variable, keras::Shape shape, float value,
                       std::vector<float> values = {}) {
    keras::Layer& layer = graph_.layers.back();
    std::size_t size = 1;
    for (const std::int64_t dimension : shape) size *= static_cast<std::size_t>(dimension);
    if (values.empty()) values.assign(size, value);
    layer.weights.push_back({layer.name + "/" + variable + ":0", {}, std::move(shape), values});
    return *this;
  }

  GraphBuilder& conv(const std::string& name, std::int64_t channels, std::int64_t filters,
                     std::int64_t bits = 4, const std::string& cls = "MaxPerAxisQuantizer") {
    add(name, "QuantizedConv2D", conv_config(filters, cls, bits));
    return weight("kernel", {3, 3, channels, filters}, .5F).weight("bias", {filters}, .1F);
  }

  GraphBuilder& dense(const std::string& name, std::int64_t inputs, std::int64_t units) {
    add(name, "QuantizedDense",
        dict({{"units", number(units)}, {"quantizer", quantizer("MaxPerAxisQuantizer")}}));
    return weight("kernel", {inputs, units}, .25F).weight("bias", {units}, 0);
  }

  GraphBuilder& relu(const std::string& name, std::int64_t bits = 4) {
    return add(name, "QuantizedReLU", activation_config(bits));
  }

  GraphBuilder& batch_norm(const std::string& name, std::int64_t channels, float gamma = 1,
                           std::int64_t axis = 3) {
    add(name, "BatchNormalization", dict({{"axis", ints({axis})}, {"epsilon", number(0.)}}));
    weight("gamma", {channels}, gamma).weight("beta", {channels}, .5F);
    return weight("moving_mean", {channels}, .25F).weight("moving_variance", {channels}, 4);
  }

  keras::Layer& last() { return graph_.layers.back(); }

  keras::Graph build() {
    graph_.inputs = {{0, 0, 0}};
    graph_.outputs = {{graph_.layers.size() - 1, 0, 0}};
    return graph_;
  }

 private:
  keras::Graph graph_;
};

}  // namespace cnn2snn::legacy
