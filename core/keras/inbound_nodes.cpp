// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cnn2snn/report.h"
#include "keras/model_parts.h"

namespace cnn2snn::keras {
namespace {

constexpr std::string_view kConstant = "_CONSTANT_VALUE";

// `[layer, node, tensor]` or `[layer, node, tensor, kwargs]`.
bool is_tensor(const Value& value) {
  const Value::List& parts = value.list();
  return (parts.size() == 3 || parts.size() == 4) && parts[0].is_string() && parts[1].is_int() &&
         (parts[2].is_int() || parts[0].as_string() == kConstant);
}

class NodeReader {
 public:
  NodeReader(const LayerIndex& index, const Graph& graph, std::string_view owner)
      : index_(index), graph_(graph), owner_(owner) {}

  std::vector<Inbound> tensors;
  Value kwargs{Value::Dict{}};

  // A structure of tensors: lists and dicts of any depth.
  void read(const Value& value) {
    read_structure(value);
    // Every tensor of a call carries all the keyword arguments: those of the last one count.
    read_kwargs(last_kwargs_);
  }

 private:
  void read_structure(const Value& value) {
    if (is_tensor(value)) {
      add(value);
    } else if (value.is_list()) {
      for (const Value& element : value.list()) read_structure(element);
    } else if (value.is_dict()) {
      for (const auto& [key, element] : value.dict()) read_structure(element);
    } else {
      fail_model_config("The layer '" + owner_ + "' has an inbound node that names no tensor: " +
                        value.repr().substr(0, 100) + ".");
    }
  }

  void add(const Value& tensor) {
    const Value::List& parts = tensor.list();
    if (!is_tensor(tensor)) {
      fail_model_config("The layer '" + owner_ + "' takes a tensor that is not described.");
    }
    last_kwargs_ = parts.size() == 4 ? parts[3] : Value();
    const std::string name = parts[0].as_string();
    if (name == kConstant) {
      set_constant(parts[2]);
      return;
    }
    const auto found = index_.find(name);
    if (found == index_.end()) {
      fail_model_config("The layer '" + owner_ + "' takes the output of '" + name.substr(0, 200) +
                        "', which is not in the model.");
    }
    Inbound inbound{found->second, parts[1].as_int(), parts[2].as_int()};
    // A nested model's own call on its inputs counts as its node 0 in Keras.
    if (is_nested_model(graph_.layers[inbound.layer].class_name) && inbound.node > 0) {
      --inbound.node;
    }
    tensors.push_back(inbound);
  }

  void set_constant(const Value& value) {
    if (!value.is_null()) kwargs.set(kConstant, value);
  }

  void read_kwargs(const Value& arguments) {
    Value::Dict sorted = arguments.dict();
    // Keras flattens keyword arguments in the order of their names.
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [key, value] : sorted) {
      if (!read_nested(value)) kwargs.set(key, value);
    }
  }

  // Adds the tensors in `value`; false when there is none.
  bool read_nested(const Value& value) {
    if (is_tensor(value) && value.list()[0].as_string() != kConstant) {
      add(value);
      return true;
    }
    bool any = false;
    for (const Value& element : value.list()) any = read_nested(element) || any;
    for (const auto& [key, element] : value.dict()) any = read_nested(element) || any;
    return any;
  }

  const LayerIndex& index_;
  const Graph& graph_;
  std::string owner_;
  Value last_kwargs_;
};

}  // namespace

void read_inbound_nodes(const Value& nodes, const LayerIndex& index, const Graph& graph,
                        Layer& layer) {
  for (const Value& node : nodes.list()) {
    NodeReader reader(index, graph, layer.name);
    reader.read(node);
    // Keras calls layers on tensors: it fails at such a node too.
    if (reader.tensors.empty()) {
      fail_model_config("The layer '" + layer.name + "' is called without a tensor.");
    }
    layer.inbound_nodes.push_back(std::move(reader.tensors));
    layer.call_kwargs.push_back(std::move(reader.kwargs));
  }
}

std::vector<Inbound> read_endpoints(const Value& endpoints, const LayerIndex& index,
                                    const Graph& graph) {
  NodeReader reader(index, graph, graph.name);
  reader.read(endpoints);
  return std::move(reader.tensors);
}

}  // namespace cnn2snn::keras
