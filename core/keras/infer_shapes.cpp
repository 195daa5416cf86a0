// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/conversion_error.h"
#include "keras/model_parts.h"
#include "keras/shape_rules.h"

namespace cnn2snn::keras {
namespace {

using MaybeShape = std::optional<Shape>;

// Shapes of all calls of the layers; the first output tensor of each.
std::vector<std::vector<MaybeShape>> call_shapes(const Graph& graph,
                                                 const std::vector<Shape>* given_inputs);

bool is_acceptable(const Shape& shape) {
  return std::all_of(shape.begin(), shape.end(), [](std::int64_t length) {
    return length == -1 || (length > 0 && length <= kMaxExtent);
  });
}

MaybeShape input_shape(const Layer& layer) {
  const Value& declared = layer.config["batch_input_shape"];
  if (!declared.is_list() || declared.list().empty()) return std::nullopt;
  Shape shape;
  for (auto it = declared.list().begin() + 1; it != declared.list().end(); ++it) {
    if (!it->is_null() && !it->int_or_none()) return std::nullopt;
    shape.push_back(it->as_int(-1));
  }
  return shape;
}

MaybeShape nested_model_shape(const ShapeCall& call) {
  Graph nested;
  try {
    nested = read_structure(call.layer.class_name, call.layer.config);
  } catch (const ConversionError&) {
    return std::nullopt;
  }
  if (nested.outputs.empty() || nested.inputs.size() != call.inputs.size()) return std::nullopt;
  const auto shapes = call_shapes(nested, &call.inputs);
  const Inbound& output = nested.outputs.front();
  return shapes[output.layer][static_cast<std::size_t>(output.node)];
}

MaybeShape output_shape(const ShapeCall& call) {
  if (is_nested_model(call.layer.class_name)) return nested_model_shape(call);
  if (call.layer.is("TFOpLambda")) return operator_shape(call);
  // QuantizeML's and the legacy quantized layers are subclasses of the float ones.
  constexpr std::string_view kPrefix = "Quantized";
  std::string_view name = call.layer.class_name;
  if (name.starts_with(kPrefix)) name.remove_prefix(kPrefix.size());
  ShapeRule rule = spatial_rule(name);
  if (rule == nullptr) rule = structural_rule(name);
  return rule != nullptr ? rule(call) : std::nullopt;
}

std::vector<std::vector<MaybeShape>> call_shapes(const Graph& graph,
                                                 const std::vector<Shape>* given_inputs) {
  std::vector<std::vector<MaybeShape>> shapes(graph.layers.size());
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    shapes[i].resize(std::max<std::size_t>(graph.layers[i].inbound_nodes.size(), 1));
  }
  static const Value no_kwargs;
  for (const CallNumber& number : call_order(graph)) {
    const Layer& layer = graph.layers[number.layer];
    MaybeShape& shape = shapes[number.layer][number.node];
    if (layer.is("InputLayer")) {
      shape = input_shape(layer);
    } else if (!layer.inbound_nodes.empty()) {
      std::vector<Shape> inputs;
      bool known = true;
      for (const Inbound& inbound : layer.inbound_nodes[number.node]) {
        const MaybeShape& input = shapes[inbound.layer][static_cast<std::size_t>(inbound.node)];
        known = known && input && inbound.tensor == 0;
        if (known) inputs.push_back(*input);
      }
      const Value& kwargs =
          number.node < layer.call_kwargs.size() ? layer.call_kwargs[number.node] : no_kwargs;
      if (known) shape = output_shape(ShapeCall{layer, kwargs, inputs});
    }
    if (given_inputs != nullptr) {
      for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
        if (graph.inputs[i].layer == number.layer) shape = (*given_inputs)[i];
      }
    }
    if (shape && !is_acceptable(*shape)) shape.reset();
  }
  return shapes;
}

}  // namespace

std::vector<std::optional<Shape>> infer_shapes(const Graph& graph) {
  std::vector<MaybeShape> first;
  first.reserve(graph.layers.size());
  for (auto& shapes : call_shapes(graph, nullptr)) {
    const bool one = std::all_of(shapes.begin(), shapes.end(),
                                 [&](const MaybeShape& shape) { return shape == shapes.front(); });
    first.push_back(one ? std::move(shapes.front()) : std::nullopt);
  }
  return first;
}

}  // namespace cnn2snn::keras
