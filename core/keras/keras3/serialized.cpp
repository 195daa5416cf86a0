// SPDX-License-Identifier: Apache-2.0
#include "keras/keras3/serialized.h"

namespace cnn2snn::keras3 {
namespace {

bool is_dtype_policy(std::string_view class_name) {
  return class_name.ends_with("DTypePolicy") || class_name == "DTypePolicyMap";
}

Value list_of(const Value& values) {
  Value::List list;
  for (const Value& value : values.list()) list.push_back(keras2_value(value));
  return Value(std::move(list));
}

Value object(const std::string& class_name, const Value& config) {
  Value out;
  out.set("class_name", Value(class_name));
  out.set("config", keras2_value(config));
  return out;
}

}  // namespace

std::string dtype_policy_name(const Value& dtype) {
  if (dtype.is_string()) return dtype.as_string();
  const Value& config = dtype["config"];
  if (config.has("default_policy")) return dtype_policy_name(config["default_policy"]);
  return config["name"].as_string();
}

Value keras2_value(const Value& value) {
  if (value.is_list()) return list_of(value);
  if (!value.is_dict()) return value;
  const std::string class_name = value["class_name"].as_string();
  if (class_name == "__numpy__" || class_name == "__tensor__") {
    return list_of(value["config"]["value"]);
  }
  if (class_name == "__tuple__") return list_of(value["items"]);
  if (class_name == "function") return value["config"];
  if (is_dtype_policy(class_name)) return Value(dtype_policy_name(value));
  if (!class_name.empty() && value.has("config")) return object(class_name, value["config"]);
  Value out{Value::Dict{}};
  for (const auto& [key, member] : value.dict()) out.set(key, keras2_value(member));
  return out;
}

}  // namespace cnn2snn::keras3
