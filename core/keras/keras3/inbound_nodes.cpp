// SPDX-License-Identifier: Apache-2.0
#include "keras/keras3/inbound_nodes.h"

#include <algorithm>
#include <utility>

#include "keras/keras3/serialized.h"

namespace cnn2snn::keras3 {
namespace {

using keras::Value;

bool is_reference(const Value& value) {
  const Value::List& parts = value.list();
  return parts.size() == 3 && parts[0].is_string() && parts[1].is_int() && parts[2].is_int();
}

Value counted(const Value& reference, const NestedModels& nested) {
  Value::List parts = reference.list();
  if (parts.size() == 3 && nested.count(parts[0].as_string()) != 0) {
    parts[1] = Value(parts[1].as_int() + 1);
  }
  return Value(std::move(parts));
}

// Appends the tensors of a structure, in its order; false: there is none in it.
bool collect(const Value& value, const NestedModels& nested, Value::List& tensors) {
  if (is_tensor(value)) {
    tensors.push_back(tensor_reference(value, nested));
    return true;
  }
  bool any = false;
  for (const Value& element : value.list()) any = collect(element, nested, tensors) || any;
  for (const auto& [key, element] : value.dict()) any = collect(element, nested, tensors) || any;
  return any;
}

Value keras2_node(const Value& node, const NestedModels& nested) {
  Value::List tensors;
  collect(node["args"], nested, tensors);
  // Keras flattens keyword arguments in the order of their names.
  Value::Dict sorted = node["kwargs"].dict();
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  Value kwargs{Value::Dict{}};
  for (const auto& [key, value] : sorted) {
    if (key == "training") continue;  // Recorded by itself where a layer takes it.
    if (!collect(value, nested, tensors) && !value.is_null()) kwargs.set(key, keras2_value(value));
  }
  Value::List calls;
  for (const Value& tensor : tensors) {
    Value::List call = tensor.list();
    call.push_back(kwargs);
    calls.emplace_back(std::move(call));
  }
  return Value(std::move(calls));
}

}  // namespace

bool is_tensor(const Value& value) {
  return value["class_name"].as_string() == "__keras_tensor__";
}

Value tensor_reference(const Value& tensor, const NestedModels& nested) {
  return counted(tensor["config"]["keras_history"], nested);
}

Value keras2_inbound_nodes(const Value& nodes, const NestedModels& nested) {
  Value::List calls;
  for (const Value& node : nodes.list()) {
    calls.push_back(node.has("args") ? keras2_node(node, nested) : node);
  }
  return Value(std::move(calls));
}

Value keras2_endpoints(const Value& endpoints, const NestedModels& nested) {
  if (is_reference(endpoints)) return counted(endpoints, nested);
  if (endpoints.is_list()) {
    Value::List list;
    for (const Value& element : endpoints.list()) {
      list.push_back(keras2_endpoints(element, nested));
    }
    return Value(std::move(list));
  }
  if (!endpoints.is_dict()) return endpoints;
  Value::Dict dict;
  for (const auto& [key, element] : endpoints.dict()) {
    dict.emplace_back(key, keras2_endpoints(element, nested));
  }
  return Value(std::move(dict));
}

}  // namespace cnn2snn::keras3
