// SPDX-License-Identifier: Apache-2.0
#include "check/calibration_rules.h"

#include <algorithm>

#include "keras/neighbours.h"

namespace cnn2snn::check {
namespace {

bool is_per_axis(const keras::Layer& layer) {
  return layer.config["quant_config"]["output_quantizer"]["axis"].as_string() == "per-axis";
}

/// The first operation of a regularizer, as TensorFlow names it; empty: none is made.
std::string operation_of(const keras::Value& regularizer) {
  std::string name = regularizer["class_name"].as_string(regularizer.as_string());
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const keras::Value& config = regularizer["config"];
  if (name == "l1") return "Abs/mul";
  if (name == "l2") return "L2Loss/mul";
  if (name != "l1l2" && name != "l1_l2") return name;
  if (!config.is_dict() || config["l1"].as_double() != 0) return "Abs/mul";
  return config["l2"].as_double() != 0 ? "L2Loss/mul" : std::string();
}

std::string shape_text(const std::optional<keras::Shape>& shape) {
  std::string text = "(None";
  for (const std::int64_t size : shape.value_or(keras::Shape{})) {
    text += ", " + (size < 0 ? "None" : std::to_string(size));
  }
  return text + ")";
}

/// How many tensors an observer behind the layer is called with: one for each different way in
/// which layers take its output. The first argument list to be seen is emptied when it is kept, so
/// that a later one with arguments counts as different.
std::size_t observed_tensors(const keras::Graph& graph, const keras::Neighbours& neighbours,
                             std::size_t observed) {
  std::vector<keras::Inbound> kept;
  std::size_t tensors = 0;
  std::vector<std::size_t> seen;
  for (const std::size_t taking : neighbours.outbounds(observed)) {
    if (std::find(seen.begin(), seen.end(), taking) != seen.end()) continue;
    seen.push_back(taking);
    const keras::Layer& layer = graph.layers[taking];
    for (std::size_t call = 0; call < layer.inbound_nodes.size(); ++call) {
      const bool arguments =
          call < layer.call_kwargs.size() && !layer.call_kwargs[call].dict().empty();
      for (const keras::Inbound& in : layer.inbound_nodes[call]) {
        if (in.layer != observed) continue;
        const bool known = std::find(kept.begin(), kept.end(), in) != kept.end();
        if (known && !arguments) continue;
        kept.push_back(in);
        ++tensors;
      }
    }
  }
  return tensors;
}

/// Channels of a map that are quantized one by one and then flattened; empty: nothing to tell.
std::string note_of_flatten(const keras::Graph& quantized, std::size_t flatten) {
  const auto before = quantizer_before(quantized, flatten);
  const auto& flat = quantized.shapes()[flatten];
  if (!before || !flat || quantized.shapes()[*before]->back() == flat->back()) return {};
  return "'" + quantized.layers[flatten].name +
         "' flattens a map whose channels are quantized one by one: quantization refuses it when "
         "the largest value of one channel of '" +
         quantized.layers[*before].name +
         "' is over 100 times that of another, as beside a filter that never fires.";
}

/// The layer that a function (a TFOpLambda) can be written as.
std::string layer_for(const keras::Layer& function) {
  const std::string name = function.config["function"].as_string();
  if (name == "concat") return "Concatenate";
  if (name.find("add") != std::string::npos) return "Add";
  if (name == "reshape") return "Reshape";
  return {};
}

std::string remedy_for_observer(const keras::Graph& graph, const keras::Neighbours& neighbours,
                                std::size_t observed) {
  for (const std::size_t taking : neighbours.outbounds(observed)) {
    const keras::Layer& layer = graph.layers[taking];
    const bool arguments = std::any_of(layer.call_kwargs.begin(), layer.call_kwargs.end(),
                                       [](const keras::Value& v) { return !v.dict().empty(); });
    if (!arguments) continue;
    const std::string instead = layer_for(layer);
    return instead.empty() ? "Use a layer of Keras in place of '" + layer.name + "'."
                           : "Use the layer " + instead + " in place of '" + layer.name + "'.";
  }
  return "Call the layers behind '" + graph.layers[observed].name + "' without further arguments.";
}

}  // namespace

void check_activity_regularizers(const keras::Graph& quantized, Report& report) {
  for (std::size_t i = 0; i < quantized.layers.size(); ++i) {
    const keras::Layer& layer = quantized.layers[i];
    const keras::Value& regularizer = layer.config["activity_regularizer"];
    if (layer.class_name.rfind("Quantized", 0) != 0 || !regularizer.truthy()) continue;
    const std::string operation = operation_of(regularizer);
    if (operation.empty()) continue;
    const bool fixed_point = layer.config["quant_config"]["output_quantizer"].is_dict();
    report.problems.push_back(
        {ErrorId::kQuantization, Step::kQuantization, layer.name, layer.class_name,
         std::string("Failed to convert elements of ") + (fixed_point ? "FixedPoint" : "QFloat") +
             ": Tensor(\"" + layer.name + "/ActivityRegularizer/" + operation +
             ":0\", shape=" + shape_text(quantized.shapes()[i]) +
             ", dtype=float32) to Tensor. Consider casting elements to a supported type.",
         "Build '" + layer.name +
             "' without activity_regularizer: it only matters while the model is trained.",
         "TypeError", Rule::kActivityRegularizer});
  }
}

void check_observers(const keras::Graph& sanitized, const keras::Graph& quantized, Report& report) {
  const keras::Neighbours neighbours(sanitized);
  for (const keras::Layer& layer : quantized.layers) {
    const auto observed = sanitized.find(layer.name);
    if (!observed || !is_per_axis(layer)) continue;
    // The list of the shapes of two tensors is taken for a shape of two dimensions.
    if (observed_tensors(sanitized, neighbours, *observed) != 2) continue;
    report.problems.push_back({ErrorId::kQuantization, Step::kQuantization, layer.name,
                               layer.class_name,
                               "OutputObserver cannot quantize per-axis tensors  with 2 dimensions "
                               "or less.",
                               remedy_for_observer(sanitized, neighbours, *observed), "ValueError",
                               Rule::kObservedTensor});
    return;
  }
}

std::optional<std::size_t> quantizer_before(const keras::Graph& graph, std::size_t layer) {
  const keras::Neighbours neighbours(graph);
  auto before = neighbours.only_inbound(layer);
  while (before && !graph.layers[*before].config["quant_config"]["output_quantizer"].is_dict()) {
    before = neighbours.only_inbound(*before);
  }
  return before;
}

void judge_undecided(const keras::Graph& quantized, const blocks::ConvertResult& converted,
                     Report& report, std::vector<std::string>& undecided) {
  auto built = static_cast<std::ptrdiff_t>(converted.first_build_problem);
  for (const quantizeml::Undecided& open : converted.undecided) {
    const keras::Layer& layer = quantized.layers[open.layer];
    if (layer.is("QuantizedFlatten")) {
      const std::string note = note_of_flatten(quantized, open.layer);
      if (!note.empty()) undecided.push_back(note);
    } else if (open.values > 1) {
      report.problems.insert(
          report.problems.begin() + built++,
          {ErrorId::kQuantization, Step::kConversion, layer.name, layer.class_name,
           "The two FixedPoint must have the same frac_bits.",
           "Concatenate on the last axis: other axes need equal ranges in every channel.",
           "InvalidArgumentError", Rule::kRecordedValues});
    } else {
      undecided.push_back("'" + layer.name +
                          "' concatenates on another axis than the last: this converts only when "
                          "both inputs are calibrated to the same fractional bits.");
    }
  }
}

}  // namespace cnn2snn::check
