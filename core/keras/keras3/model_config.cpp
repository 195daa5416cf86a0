// SPDX-License-Identifier: Apache-2.0
#include "keras/keras3/model_config.h"

#include <string>
#include <utility>

#include "keras/keras3/inbound_nodes.h"
#include "keras/keras3/layer_config.h"
#include "keras/keras3/operations.h"
#include "keras/keras3/serialized.h"

namespace cnn2snn::keras3 {
namespace {

using keras::Value;

bool is_model(const Value& entry) {
  return entry["config"]["layers"].is_list();
}

std::string name_of(const Value& entry) {
  return entry["name"].as_string(entry["config"]["name"].as_string());
}

// "mine>Scale" for a class that its author registered; "Scale" of a module that Keras does not know
// is told apart from a class of Keras of the same name.
std::string keras2_class(const Value& entry) {
  std::string registered = entry["registered_name"].as_string();
  if (registered.find('>') != std::string::npos) return registered;
  std::string class_name = entry["class_name"].as_string();
  if (!entry.has("module")) return class_name;
  const std::string module = entry["module"].as_string();
  const bool of_keras = module == "keras" || module.starts_with("keras.") ||
                        module.starts_with("tf_keras.") || module.starts_with("keras_core.");
  return of_keras ? class_name : (module.empty() ? "custom" : module) + ">" + class_name;
}

NestedModels nested_models(const Value& layers) {
  NestedModels nested;
  for (const Value& entry : layers.list()) {
    if (is_model(entry)) nested.insert(name_of(entry));
  }
  return nested;
}

Value keras2_config(const Value& config);

Value keras2_layer(const Value& entry, const NestedModels& nested) {
  if (!entry.is_dict() || !entry["class_name"].is_string()) return entry;
  if (is_operation(entry)) {
    Value function = function_layer(entry);
    function.set("inbound_nodes", keras2_inbound_nodes(function["inbound_nodes"], nested));
    return function;
  }
  Value layer;
  layer.set("class_name", Value(keras2_class(entry)));
  layer.set("config",
            is_model(entry) ? keras2_config(entry["config"]) : keras2_layer_config(entry));
  layer.set("name", Value(name_of(entry)));
  layer.set("inbound_nodes", keras2_inbound_nodes(entry["inbound_nodes"], nested));
  return layer;
}

Value keras2_config(const Value& config) {
  const NestedModels nested = nested_models(config["layers"]);
  Value out{Value::Dict{}};
  for (const auto& [key, value] : config.dict()) {
    if (key == "layers") {
      Value::List layers;
      for (const Value& entry : value.list()) layers.push_back(keras2_layer(entry, nested));
      out.set(key, Value(std::move(layers)));
    } else if (key == "input_layers" || key == "output_layers") {
      out.set(key, keras2_endpoints(value, nested));
    } else if (key != "dtype") {
      out.set(key, keras2_value(value));
    }
  }
  return out;
}

}  // namespace

Value keras2_model(const Value& model) {
  Value out;
  out.set("class_name", model["class_name"]);
  out.set("config", keras2_config(model["config"]));
  return out;
}

}  // namespace cnn2snn::keras3
