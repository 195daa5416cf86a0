// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/conversion_error.h"
#include "cnn2snn/file_kind.h"
#include "files/hdf5/file.h"
#include "keras/default_arguments.h"
#include "keras/keras3/archive.h"
#include "keras/keras3/model_config.h"
#include "keras/keras3/variables.h"
#include "keras/layer_order.h"
#include "keras/model_parts.h"

namespace cnn2snn::keras {
namespace {

constexpr std::size_t kMaxConfigBytes = std::size_t{64} << 20;
constexpr std::size_t kMaxLayers = 100'000;

// "Custom>QuantizedConv2D" is the class QuantizedConv2D registered under the package "Custom".
void split_class_name(const std::string& registered, Layer& layer) {
  const std::size_t separator = registered.rfind('>');
  if (separator == std::string::npos) {
    layer.class_name = registered;
  } else {
    layer.package = registered.substr(0, separator);
    layer.class_name = registered.substr(separator + 1);
  }
}

Layer read_layer(const Value& entry) {
  if (!entry.is_dict() || !entry["class_name"].is_string()) {
    fail_model_config("A layer of the model has no class name.");
  }
  Layer layer;
  split_class_name(entry["class_name"].as_string(), layer);
  // Some versions write the package in "registered_name" only.
  const std::string registered = entry["registered_name"].as_string();
  if (layer.package.empty() && registered.find('>') != std::string::npos) {
    split_class_name(registered, layer);
  }
  layer.config = entry["config"];
  // A nested Sequential of very old files has a bare list of layers as its config.
  layer.name = entry["name"].as_string(layer.config["name"].as_string());
  if (layer.name.empty()) {
    fail_model_config("A layer of class '" + layer.class_name + "' has no name.");
  }
  fill_default_arguments(layer);
  return layer;
}

LayerIndex read_layers(const Value& entries, Graph& graph) {
  if (!entries.is_list()) fail_model_config("The model description has no list of layers.");
  if (entries.list().size() > kMaxLayers) {
    fail(ErrorId::kLimit, Step::kParse, "The model has more than 100000 layers.");
  }
  LayerIndex index;
  graph.layers.reserve(entries.list().size() + 1);
  for (const Value& entry : entries.list()) {
    Layer layer = read_layer(entry);
    if (!index.emplace(layer.name, graph.layers.size()).second) {
      fail_model_config("Two layers of the model have the name '" + layer.name + "'.");
    }
    graph.layers.push_back(std::move(layer));
  }
  return index;
}

void read_functional(const Value& config, Graph& graph) {
  if (!config["layers"].is_list() || !config.has("input_layers") || !config.has("output_layers")) {
    fail(ErrorId::kModelConfig, Step::kParse,
         "The model of class '" + graph.class_name +
             "' is not described layer by layer (a subclassed model?).",
         "Build it from layers with the functional API or as a Sequential, and save that.");
  }
  const LayerIndex index = read_layers(config["layers"], graph);
  const Value::List& entries = config["layers"].list();
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    read_inbound_nodes(entries[i]["inbound_nodes"], index, graph, graph.layers[i]);
  }
  graph.inputs = read_endpoints(config["input_layers"], index, graph);
  graph.outputs = read_endpoints(config["output_layers"], index, graph);
}

// The input shape that a Sequential model's first layer declares, descending into nested models;
// with the data type that belongs to it.
Value declared_input(const Value& config) {
  const Value* at = &config;
  while (!at->has("batch_input_shape")) {
    const Value::List& nested = at->is_list() ? at->list() : (*at)["layers"].list();
    if (nested.empty()) return Value();
    at = &nested.front()["config"];
  }
  Value input;
  input.set("batch_input_shape", (*at)["batch_input_shape"]);
  input.set("dtype", Value((*at)["dtype"].as_string("float32")));
  return input;
}

// Keras makes an InputLayer named "<first layer>_input" up when the first layer declares a shape,
// or when the model was built for one.
std::optional<Layer> make_input_layer(const Value& config, const Layer& first) {
  Value input = declared_input(first.config);
  if (!input["batch_input_shape"].is_list() && config["build_input_shape"].is_list()) {
    input = Value();
    input.set("batch_input_shape", config["build_input_shape"]);
    input.set("dtype", Value(std::string("float32")));
  }
  if (!input["batch_input_shape"].is_list()) return std::nullopt;
  Layer layer;
  layer.name = first.name + "_input";
  layer.class_name = "InputLayer";
  layer.config = std::move(input);
  layer.config.set("sparse", Value(false));
  layer.config.set("ragged", Value(false));
  layer.config.set("name", Value(layer.name));
  return layer;
}

void read_sequential(const Value& config, Graph& graph) {
  graph.sequential = true;
  // The oldest files hold the list of layers in place of the config.
  const LayerIndex index = read_layers(config.is_list() ? config : config["layers"], graph);
  const bool has_input = !graph.layers.empty() && graph.layers.front().is("InputLayer");
  if (!has_input && !graph.layers.empty()) {
    auto input = make_input_layer(config, graph.layers.front());
    graph.built = input.has_value();
    if (input) {
      if (index.count(input->name) != 0) {
        fail_model_config("Two layers of the model have the name '" + input->name + "'.");
      }
      graph.layers.insert(graph.layers.begin(), std::move(*input));
    }
  } else {
    graph.built = has_input && graph.layers.front().config["batch_input_shape"].is_list();
  }
  for (std::size_t i = 1; i < graph.layers.size(); ++i) {
    graph.layers[i].inbound_nodes = {{Inbound{i - 1, 0, 0}}};
    graph.layers[i].call_kwargs = {Value(Value::Dict{})};
  }
  if (graph.built) {
    graph.inputs = {Inbound{0, 0, 0}};
    graph.outputs = {Inbound{graph.layers.size() - 1, 0, 0}};
  }
}

std::string model_config_text(const hdf5::File& file) {
  auto text = file.string_attribute("", "model_config");
  if (!text || text->empty() || *text == "None") {
    const bool weights = file.exists("model_weights") ||
                         file.strings_attribute("", "layer_names").has_value() ||
                         file.exists("layers") || file.exists("_layer_checkpoint_dependencies");
    fail(ErrorId::kNoModelConfig, Step::kParse,
         weights ? "The file holds the weights of a model, but not the model itself."
                 : "The HDF5 file holds no Keras model.",
         weights ? "Save the whole model with model.save('model.h5') instead of save_weights()."
                 : "In Keras, save the model with model.save('model.h5').");
  }
  if (text->size() > kMaxConfigBytes) {
    fail(ErrorId::kLimit, Step::kParse, "The model description is larger than 64 MiB.");
  }
  return std::move(*text);
}

// Arguments that Keras 2 renamed: one of them is in every model of Keras 1 that has weights.
constexpr std::array<std::string_view, 9> kKeras1Arguments = {
    "nb_filter", "output_dim",    "nb_row",        "border_mode", "subsample",
    "init",      "W_regularizer", "filter_length", "dim_ordering"};

bool has_keras1_layers(const Value& config) {
  const Value& layers = config.is_list() ? config : config["layers"];
  std::size_t seen = 0;
  for (const Value& layer : layers.list()) {
    // A layer of one's own may have an argument of the same name.
    if (layer["class_name"].as_string().find('>') != std::string::npos) continue;
    const Value& arguments = layer["config"];
    seen += static_cast<std::size_t>(
        std::count_if(kKeras1Arguments.begin(), kKeras1Arguments.end(),
                      [&](std::string_view name) { return arguments.has(name); }));
  }
  return seen > 1;
}

/// Empty: the file has none, or one that is no text, which Keras takes no notice of either.
std::string version_of(const hdf5::File& file) {
  try {
    return file.string_attribute("", "keras_version").value_or("");
  } catch (const ConversionError& error) {
    if (error.problem().id != ErrorId::kHdf5Unsupported) throw;
    return {};
  }
}

// The file's own version decides; files of Keras 1.0 have none.
void refuse_keras1(const Value& model, const std::string& version) {
  const bool keras1 = version.empty() ? has_keras1_layers(model["config"])
                                      : version.rfind("1.", 0) == 0 || version == "1";
  if (!keras1) return;
  fail(ErrorId::kModelConfig, Step::kParse,
       "The model was saved by Keras " + (version.empty() ? std::string("1") : version) +
           ", whose layers have other arguments: neither the official tools nor this program read "
           "them.",
       "Load it with the stand-alone Keras 2.2.4, which still reads models of Keras 1, and save it "
       "again with model.save('model.h5').");
}

}  // namespace

void fail_model_config(std::string reason) {
  fail(ErrorId::kModelConfig, Step::kParse, std::move(reason),
       "Load the model in Keras 2 (tf_keras) and save it again with model.save('model.h5').");
}

bool is_keras3(std::string_view version) {
  return std::atoi(std::string(version).c_str()) >= 3;
}

bool is_nested_model(std::string_view class_name) {
  return class_name == "Functional" || class_name == "Model" || class_name == "Sequential";
}

Graph read_structure(std::string class_name, const Value& config) {
  Graph graph;
  graph.class_name = std::move(class_name);
  // Keras gives a model without a name that of its class.
  const bool sequential = graph.class_name == "Sequential";
  graph.name = config["name"].as_string(sequential ? "sequential" : "model");
  if (sequential) {
    read_sequential(config, graph);
  } else {
    read_functional(config, graph);
  }
  check_topology(graph);
  // Whatever the order of the file is: Keras makes its own of it.
  sort_layers(graph);
  return graph;
}

Graph read_model(const Value& model) {
  if (!model.is_dict() || !model["class_name"].is_string()) {
    fail_model_config("The model description does not name a class of model.");
  }
  return read_structure(model["class_name"].as_string(), model["config"]);
}

Graph load_graph(std::shared_ptr<const hdf5::File> file) {
  Value model = parse_json(model_config_text(*file));
  const std::string version = version_of(*file);
  refuse_keras1(model, version);
  const bool keras3 = is_keras3(version);
  if (keras3) model = keras3::keras2_model(model);
  Graph graph = read_model(model);
  graph.keras_version = version;
  graph.file = std::move(file);
  read_weights(graph);
  if (keras3) {
    for (Layer& layer : graph.layers) keras3::name_weights(layer);
  }
  return graph;
}

Graph load_model(std::span<const std::uint8_t> bytes) {
  if (file_kind(bytes) != FileKind::kKerasArchive) {
    return load_graph(std::make_shared<const hdf5::File>(hdf5::File::open(bytes)));
  }
  keras3::Archive archive = keras3::read_archive(bytes);
  // The archives of tf_keras have the form of Keras 3 too.
  Graph graph = read_model(keras3::keras2_model(parse_json(archive.config)));
  graph.keras_version = std::move(archive.keras_version);
  graph.file = std::move(archive.weights);
  keras3::locate_weights(graph);
  return graph;
}

}  // namespace cnn2snn::keras
