// SPDX-License-Identifier: Apache-2.0
#include "keras/save_graph.h"

#include <cmath>

#include "base/json_writer.h"
#include "files/hdf5_writer/writer.h"
#include "keras/model_parts.h"

namespace cnn2snn::keras {
namespace {

constexpr std::string_view kConstant = "_CONSTANT_VALUE";
constexpr const char* kKerasVersion = "2.19.0";  // Of the tf_keras that the official tools use.

std::string registered_name(const Layer& layer) {
  return layer.package.empty() ? layer.class_name : layer.package + ">" + layer.class_name;
}

// [layer, node, tensor]
Value::List reference(const Graph& graph, const Inbound& inbound) {
  const Layer& from = graph.layers[inbound.layer];
  // Its own call on its inputs counts as a nested model's node 0.
  const std::int64_t node = inbound.node + (is_nested_model(from.class_name) ? 1 : 0);
  return {Value(from.name), Value(node), Value(inbound.tensor)};
}

Value inbound_node(const Graph& graph, const Layer& layer, std::size_t call) {
  Value kwargs = call < layer.call_kwargs.size() ? layer.call_kwargs[call] : Value(Value::Dict{});
  if (kwargs.is_null()) kwargs = Value(Value::Dict{});
  const Value constant = kwargs[kConstant];
  kwargs.erase(kConstant);
  Value::List tensors;
  for (const Inbound& inbound : layer.inbound_nodes[call]) {
    Value::List tensor = reference(graph, inbound);
    tensor.push_back(kwargs);
    tensors.emplace_back(std::move(tensor));
  }
  if (!constant.is_null()) {
    tensors.emplace_back(
        Value::List{Value(std::string(kConstant)), Value(std::int64_t{-1}), constant, kwargs});
  }
  return Value(std::move(tensors));
}

Value layer_entry(const Graph& graph, const Layer& layer) {
  Value::List nodes;
  for (std::size_t call = 0; call < layer.inbound_nodes.size(); ++call) {
    nodes.push_back(inbound_node(graph, layer, call));
  }
  Value entry;
  entry.set("class_name", Value(registered_name(layer)));
  entry.set("config", layer.config);
  entry.set("name", Value(layer.name));
  entry.set("inbound_nodes", Value(std::move(nodes)));
  return entry;
}

Value endpoints(const Graph& graph, const std::vector<Inbound>& tensors) {
  Value::List list;
  for (const Inbound& tensor : tensors) list.emplace_back(reference(graph, tensor));
  return Value(std::move(list));
}

Value model_config(const Graph& graph) {
  Value::List layers;
  for (const Layer& layer : graph.layers) layers.push_back(layer_entry(graph, layer));
  Value config;
  config.set("name", Value(graph.name));
  config.set("trainable", Value(true));
  config.set("layers", Value(std::move(layers)));
  config.set("input_layers", endpoints(graph, graph.inputs));
  config.set("output_layers", endpoints(graph, graph.outputs));
  Value model;
  model.set("class_name", Value(std::string("Functional")));
  model.set("config", std::move(config));
  return model;
}

void write_layer(const Graph& graph, const Layer& layer, hdf5::Writer& writer) {
  const std::string group = "model_weights/" + layer.name;
  std::vector<std::string> names;
  std::vector<float> buffer;
  for (const Weight& weight : layer.weights) {
    names.push_back(weight.name);
    writer.dataset(group + "/" + weight.name, weight.shape, graph.read(weight, buffer));
  }
  writer.attribute(group, "weight_names", names);
}

void write_value(const Value& value, JsonWriter& json) {
  if (value.is_null()) {
    json.null();
  } else if (value.is_bool()) {
    json.value(value.as_bool());
  } else if (value.is_int()) {
    json.value(value.as_int());
  } else if (value.is_number()) {
    json.value(value.as_double());
  } else if (value.is_string()) {
    json.value(std::string_view(value.as_string()));
  } else if (value.is_list()) {
    json.begin_list();
    for (const Value& element : value.list()) write_value(element, json);
    json.end_list();
  } else {
    json.begin_object();
    for (const auto& [key, element] : value.dict()) {
      json.key(key);
      write_value(element, json);
    }
    json.end_object();
  }
}

}  // namespace

std::string to_json(const Value& value) {
  JsonWriter json;
  write_value(value, json);
  return json.take();
}

std::vector<std::uint8_t> save_graph(const Graph& graph) {
  hdf5::Writer writer;
  const std::string version = kKerasVersion;
  const std::string backend = "tensorflow";
  std::vector<std::string> names;
  for (const Layer& layer : graph.layers) {
    names.push_back(layer.name);
    write_layer(graph, layer, writer);
  }
  writer.attribute("model_weights/top_level_model_weights", "weight_names",
                   std::vector<std::string>{});
  writer.attribute("model_weights", "layer_names", names);
  for (const char* group : {"model_weights", ""}) {
    writer.attribute(group, "backend", backend);
    writer.attribute(group, "keras_version", version);
  }
  writer.attribute("", "model_config", to_json(model_config(graph)));
  return writer.finish();
}

}  // namespace cnn2snn::keras
