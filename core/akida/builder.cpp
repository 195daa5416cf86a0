// SPDX-License-Identifier: Apache-2.0
#include "akida/builder.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "akida/fields.h"
#include "akida/layer_checks.h"
#include "akida/layer_table.h"
#include "akida/shapes.h"
#include "akida/variables.h"
#include "base/conversion_error.h"
#include "cnn2snn/report.h"

namespace cnn2snn::akida {

namespace {

/// Where a layer comes from: the loader is stricter about parameters, laxer about types.
enum class Origin { kApi, kFile };

constexpr std::size_t kMaxModelBytes = std::size_t{1} << 30;
/// Every writer stores all variables; a small file cannot be let ask for gigabytes of defaults.
constexpr std::size_t kMaxDefaultBytes = std::size_t{1} << 24;

void name_layer(const Model& model, Layer& layer) {
  if (layer.name.empty()) {
    const LayerRule* rule = find_rule(layer.type);
    layer.name = std::string(rule->short_name) + "_" + std::to_string(model.layers.size() + 1);
  }
  if (model.find(layer.name) != nullptr) {
    refuse("Cannot have multiple layers with the same name: " + layer.name + ".");
  }
}

std::vector<const Layer*> find_inbounds(const Model& model, Layer& layer) {
  std::vector<const Layer*> inbounds;
  // No layer has as many: it is refused by their number.
  constexpr std::size_t kMostLookedAt = 8;
  if (layer.inbounds.empty() && !model.layers.empty()) {
    layer.inbounds.push_back(model.layers.back().name);
  }
  for (const std::string& name : layer.inbounds) {
    const Layer* inbound = model.find(name);
    if (inbound == nullptr) {
      refuse("Only layers already belonging to model can be used as inbound layers. Layer '" +
             name + "' not found.");
    }
    inbounds.push_back(inbound);
    if (inbounds.size() == kMostLookedAt) break;
  }
  return inbounds;
}

void derive_output(Layer& layer, const std::vector<const Layer*>& inbounds) {
  switch (layer.type) {
    case LayerType::kInputData:
      layer.output_bits = parameter(layer, "input_bits");
      layer.output_signed = parameter(layer, "input_signed") != 0;
      break;
    case LayerType::kQuantizer:
      layer.output_bits = parameter(layer, "output_bits");
      layer.output_signed = parameter(layer, "output_signed") != 0;
      break;
    case LayerType::kInputConvolutional:
    case LayerType::kConvolutional:
    case LayerType::kSeparableConvolutional:
    case LayerType::kFullyConnected: {
      const bool activation = parameter(layer, "activation") != 0;
      layer.output_bits = activation ? parameter(layer, "act_bits") : 32;
      layer.output_signed = !activation;
      break;
    }
    case LayerType::kConcatenate:
      layer.output_bits = inbounds.front()->output_bits;
      layer.output_signed = layer.output_bits >= 5;
      break;
    case LayerType::kDequantizer:
      layer.output_bits = 0;  // Floats: any layer may follow, as in the runtime.
      layer.output_signed = true;
      break;
    case LayerType::kPicoPostProcessing:
      layer.output_bits = 32;
      layer.output_signed = true;
      break;
    default:
      layer.output_bits = parameter(layer, "output_bits");
      layer.output_signed = layer.output_bits >= 5;
      break;
  }
}

bool takes_input(LayerType type) {
  const LayerRule* rule = find_rule(type);
  return rule != nullptr &&
         (rule->arity == Arity::kInput || rule->arity == Arity::kInputOrQuantizer);
}

std::string print(const std::vector<std::uint32_t>& shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  }
  return text + (shape.size() == 1 ? ",)" : ")");
}

void check_given(LayerType type, const VariableRule& rule, Variable& variable) {
  if (variable.dtype != rule.dtype) {
    refuse("Unsupported variable type for " + variable.name + " expected " +
           std::string(to_string(rule.dtype)) + " received " +
           std::string(to_string(variable.dtype)));
  }
  if (variable.shape != rule.shape) {
    refuse("Unexpected tensor shape: expected " + print(rule.shape) + " received " +
           print(variable.shape) + " for " + variable.name);
  }
  if (variable.data.size() != byte_size(rule.shape, rule.dtype)) {
    refuse(variable.name + " holds another number of bytes than its shape asks for",
           "RuntimeError");
  }
  check_values(type, variable);
}

/// Files of Akida 2.3 and earlier give each neuron its group of winner-take-all. Runtimes load them
/// when every neuron is alone in its own.
void drop_wta_groups(Layer& layer) {
  const auto found = layer.variables.find("wta_groups");
  const LayerRule* rule = find_rule(layer.type);
  if (found == layer.variables.end() || rule == nullptr || rule->ip != IpVersion::kV1) return;
  for (std::size_t i = 0; i < element_count(&found->second); ++i) {
    if (element(found->second, i) != static_cast<double>(i)) {
      refuse("Cannot deserialize a model that uses the WTA.", "RuntimeError");
    }
  }
  layer.variables.erase(found);
}

void make_variables(const Model& model, Layer& layer, Origin origin) {
  const std::vector<VariableRule> rules = variable_rules(layer);
  std::size_t total = 0;
  for (const Layer& other : model.layers) {
    for (const auto& entry : other.variables) total += entry.second.data.size();
  }
  for (const VariableRule& rule : rules) total += byte_size(rule.shape, rule.dtype);
  if (total > kMaxModelBytes) {
    fail(ErrorId::kLimit, Step::kConversion, "the model would be larger than 1 GiB");
  }
  for (const auto& entry : layer.variables) {
    const std::string& name = entry.first;
    const bool known = std::any_of(rules.begin(), rules.end(),
                                   [&](const VariableRule& rule) { return rule.name == name; });
    // An edge-learning model has these on its last layer; nothing else follows from them.
    const bool learning = name == "threshold_learning" || name == "thswap";
    if (!known && !(learning && !model.learning.empty())) {
      refuse("No such variable '" + name + "'.");
    }
  }
  for (const VariableRule& rule : rules) {
    const auto given = layer.variables.find(std::string(rule.name));
    if (given == layer.variables.end()) {
      if (origin == Origin::kFile && byte_size(rule.shape, rule.dtype) > kMaxDefaultBytes) {
        fail(ErrorId::kLimit, Step::kRead,
             "variable " + std::string(rule.name) + " is larger than 16 MiB and not in the file");
      }
      layer.variables.emplace(rule.name, make_default(rule));
    } else {
      given->second.name = rule.name;
      Variable& variable = given->second;
      if (origin == Origin::kFile && element_size(variable.dtype) == element_size(rule.dtype)) {
        variable.dtype = rule.dtype;
      }
      check_given(layer.type, rule, variable);
    }
  }
}

void check_stored_keys(const Layer& layer) {
  const LayerRule* rule = find_rule(layer.type);
  if (rule == nullptr) refuse("Invalid layer type.");
  for (const ParameterRule& known : rule->parameters) {
    const std::string name(known.name);
    const bool optional =
        rule->ip == IpVersion::kV2 && (name == "post_op_buffer_bits" || name == "weights_bits");
    if (!optional && layer.parameters.count(name) == 0) refuse("Key " + name + " not found");
  }
}

void complete(const Model& model, Layer& layer, Origin origin) {
  if (model.layers.size() >= kMaxLayers) {
    fail(ErrorId::kLimit, Step::kConversion,
         "the model has more than " + std::to_string(kMaxLayers) + " layers");
  }
  if (origin == Origin::kFile) {
    check_stored_keys(layer);
    drop_wta_groups(layer);
  }
  check_parameters(layer);
  name_layer(model, layer);
  const std::vector<const Layer*> inbounds = find_inbounds(model, layer);
  check_graph(model, layer, inbounds);
  layer.input_shape =
      takes_input(layer.type) ? declared_input_shape(layer) : inbounds.front()->output_shape;
  layer.output_shape =
      output_shape(layer, inbounds.empty() ? Shape3{} : inbounds.back()->output_shape);
  derive_output(layer, inbounds);
  make_variables(model, layer, origin);
}

Variable& existing(Layer& layer, std::string_view name) {
  Variable* found = find_variable(layer, name);
  if (found == nullptr) refuse("No such variable '" + std::string(name) + "'.");
  return *found;
}

void require_count(const Variable& variable, std::size_t count) {
  if (count == element_count(&variable)) return;
  refuse("Unexpected tensor shape: " + std::to_string(count) + " elements for " + variable.name +
         " of shape " + print(variable.shape));
}

template <typename Value>
void broadcast(const Variable& variable, std::vector<Value>& values) {
  if (values.size() == 1) values.resize(element_count(&variable), values.front());
  require_count(variable, values.size());
}

}  // namespace

Layer& add_layer(Model& model, Layer layer) {
  complete(model, layer, Origin::kApi);
  model.layers.push_back(std::move(layer));
  return model.layers.back();
}

Layer& load_layer(Model& model, Layer& layer) {
  complete(model, layer, Origin::kFile);
  model.layers.push_back(std::move(layer));
  return model.layers.back();
}

Layer& append_unchecked(Model& model, Layer layer) {
  if (layer.inbounds.empty() && !model.layers.empty()) {
    layer.inbounds.push_back(model.layers.back().name);
  }
  const Layer* first = layer.inbounds.empty() ? nullptr : model.find(layer.inbounds.front());
  const Layer* last = layer.inbounds.empty() ? nullptr : model.find(layer.inbounds.back());
  layer.input_shape = takes_input(layer.type) ? declared_input_shape(layer)
                      : first != nullptr      ? first->output_shape
                                              : Shape3{};
  try {
    layer.output_shape = output_shape(layer, last != nullptr ? last->output_shape : Shape3{});
  } catch (const ConversionError&) {
    layer.output_shape = {};
  }
  model.layers.push_back(std::move(layer));
  return model.layers.back();
}

void set_variable(Layer& layer, std::string_view name, std::vector<std::int32_t> values) {
  Variable& variable = existing(layer, name);
  broadcast(variable, values);
  if (variable.dtype == DType::kFloat32) {
    set_variable(layer, name, std::vector<float>(values.begin(), values.end()));
    return;
  }
  const ValueRange range = value_range(layer.type, variable);
  const std::size_t width = element_size(variable.dtype);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] > range.max || values[i] < range.min) {
      const bool high = values[i] > range.max;
      refuse("Invalid value " + std::to_string(values[i]) + " in " + variable.name + ". " +
             (high ? "Maximum" : "Minimum") + " authorized value is " +
             std::to_string(high ? range.max : range.min));
    }
    const auto bits = static_cast<std::uint32_t>(values[i]);
    for (std::size_t byte = 0; byte < width; ++byte) {
      variable.data[i * width + byte] = static_cast<std::uint8_t>(bits >> (8 * byte));
    }
  }
}

void set_variable(Layer& layer, std::string_view name, std::vector<float> values) {
  Variable& variable = existing(layer, name);
  broadcast(variable, values);
  if (variable.dtype != DType::kFloat32) {
    constexpr auto kLimit = 2147483648.0F;
    std::vector<std::int32_t> integers;
    integers.reserve(values.size());
    for (const float value : values) {
      // NaN fails the comparison too.
      if (!(value >= -kLimit && value < kLimit) || std::nearbyint(value) != value) {
        refuse("a value that is no integer in " + variable.name);
      }
      integers.push_back(static_cast<std::int32_t>(value));
    }
    set_variable(layer, name, std::move(integers));
    return;
  }
  store(variable, std::span<const float>(values));
  check_values(layer.type, variable);
}

void set_weights(Layer& layer, std::string_view name, const std::vector<std::int8_t>& values) {
  move_weights(layer, name, std::vector<std::uint8_t>(values.begin(), values.end()));
}

void move_weights(Layer& layer, std::string_view name, std::vector<std::uint8_t> bytes) {
  Variable& variable = existing(layer, name);
  if (element_size(variable.dtype) != 1 || variable.dtype == DType::kUInt8) {
    refuse("Unsupported variable type for " + variable.name + " expected " +
           std::string(to_string(variable.dtype)) + " received int8");
  }
  broadcast(variable, bytes);
  variable.data = std::move(bytes);
  check_values(layer.type, variable);
}

}  // namespace cnn2snn::akida
