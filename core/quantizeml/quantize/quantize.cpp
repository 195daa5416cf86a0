// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/quantize/quantize.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/conversion_error.h"
#include "quantizeml/quantize/preconditions.h"
#include "quantizeml/quantize/quantize_structure.h"
#include "quantizeml/quantize/set_ranges.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

bool is_quantized(const keras::Layer& layer) {
  return layer.package == "Custom" && layer.class_name.rfind("Quantized", 0) == 0;
}

void refuse(Report& report, std::string reason, std::string remedy) {
  report.problems.push_back({ErrorId::kQuantization,
                             Step::kQuantization,
                             {},
                             std::move(reason),
                             std::move(remedy),
                             "ValueError"});
}

std::string to_text(const std::vector<std::int64_t>& shape) {
  std::string out = "(";
  for (const std::int64_t n : shape) out += (out.size() > 1 ? ", " : "") + std::to_string(n);
  return out + (shape.size() == 1 ? ",)" : ")");
}

}  // namespace

void set_input_shape(keras::Graph& graph, const std::vector<std::int64_t>& shape) {
  if (graph.inputs.size() != 1) {
    fail(ErrorId::kModelStructure, Step::kQuantization, "Only single input models are supported.",
         "Give the model one input.", "RuntimeError");
  }
  keras::Value& config = graph.layers[graph.inputs[0].layer].config;
  const std::size_t rank = config["batch_input_shape"].list().size();
  if (rank != shape.size() + 1) {
    fail(ErrorId::kArgument, Step::kQuantization,
         "Expected 'input_shape' to have same rank as model input shape (excluding batch "
         "dimension). But got " +
             to_text(shape) + " with " + std::to_string(shape.size()) + " elements instead of " +
             std::to_string(rank == 0 ? 0 : rank - 1) + ".",
         "Give samples or an input shape of as many dimensions as the model's input.",
         "ValueError");
  }
  keras::Value::List list = {keras::Value()};
  for (const std::int64_t n : shape) list.emplace_back(n);
  config.set("batch_input_shape", keras::Value(std::move(list)));
  graph.changed();
}

std::optional<Quantization> begin_quantization(keras::Graph graph,
                                               const QuantizationRequest& request, Report& report) {
  (void)integer_type(request.params.input_dtype);
  if (std::any_of(graph.layers.begin(), graph.layers.end(), is_quantized)) {
    refuse(report,
           "Requantizing a model is not supported. Please quantize the original float model "
           "directly.",
           "Give the float model.");
    return std::nullopt;
  }
  if (!check_preconditions(graph, report)) return std::nullopt;
  check_limits(graph);
  if (!request.quantize_until.empty() && !graph.find(request.quantize_until)) {
    refuse(report, "'" + request.quantize_until + "' is not a recognized layer in " + graph.name,
           "Name a layer of the model.");
    return std::nullopt;
  }
  Quantization out;
  out.sanitized = std::move(graph);
  normalize(out.sanitized);
  sanitize(out.sanitized);
  auto quantized = quantize_structure(out.sanitized, request, report);
  if (!quantized || !report.ok()) return std::nullopt;
  out.quantized = std::move(*quantized);
  out.observers = observers(out.quantized);
  return out;
}

}  // namespace cnn2snn::quantizeml
