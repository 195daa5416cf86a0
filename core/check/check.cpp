// SPDX-License-Identifier: Apache-2.0
#include "check/check.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "check/calibrated_conversion.h"
#include "check/calibration_rules.h"
#include "check/follow_ups.h"
#include "check/own_layers.h"
#include "check/remedies.h"
#include "check/structure_rules.h"
#include "convert/blocks/convert.h"
#include "keras/neighbours.h"
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/quantize/preconditions.h"
#include "quantizeml/quantize/quantize_structure.h"
#include "quantizeml/quantize/quantized_config.h"
#include "quantizeml/quantize/set_ranges.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::check {
namespace {

std::optional<std::size_t> first_dequantizer(const keras::Graph& graph) {
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    if (graph.layers[i].is("Dequantizer")) return i;
  }
  return std::nullopt;
}

/// By their names in the file: of a layer whose activation alone stays on the host, the rewrites
/// make two.
void name_host_layers(const keras::Graph& quantized, const OwnLayers& own, FloatCheck& out) {
  const auto dequantizer = first_dequantizer(quantized);
  if (!dequantizer) return;
  std::set<std::string> seen;
  for (std::size_t i = *dequantizer + 1; i < quantized.layers.size(); ++i) {
    const keras::Layer& layer = quantized.layers[i];
    const std::string name = own.before(quantized, layer.name);
    if (layer.is("Dequantizer") || name.empty() || !seen.insert(name).second) continue;
    out.host_layers.push_back(name);
    if (name != layer.name) out.split_layers.insert(name);
  }
}

/// A layer as the user knows it: the rewrites make a layer of a convolution's activation.
std::string subject(const OwnLayers& own, const std::string& name) {
  constexpr std::string_view kActivation = "_activ";
  const std::size_t end = name.rfind(kActivation);
  const bool split = !own.has(name) && end != std::string::npos &&
                     end + kActivation.size() == name.size() && own.has(name.substr(0, end));
  return split ? "The activation of '" + name.substr(0, end) + "'" : "'" + name + "'";
}

/// A warning for each layer at which quantization stops, with the reason.
void warn_float_layers(const keras::Graph& sanitized, const keras::Graph& quantized,
                       const OwnLayers& own, Report& report) {
  const keras::Neighbours neighbours(quantized);
  const keras::Neighbours before(sanitized);
  for (std::size_t i = 0; i < quantized.layers.size(); ++i) {
    const keras::Layer& layer = quantized.layers[i];
    const bool after_dequantizer =
        std::any_of(layer.inbounds().begin(), layer.inbounds().end(),
                    [&](const auto& in) { return quantized.layers[in.layer].is("Dequantizer"); });
    if (!after_dequantizer) continue;
    const auto original = sanitized.find(layer.name);
    std::string reason =
        original ? quantizeml::why_float(sanitized.layers[*original]) : std::string();
    const bool last = neighbours.outbounds(i).empty();
    std::string remedy;
    if (!reason.empty()) {
      remedy = remedy_for_float(sanitized, before, *original, last);
    } else if (original && before.feeds_itself(*original)) {
      reason = "it is called on its own output";
      remedy = "Make a layer for each of its calls.";
    }
    report.warnings.push_back({ErrorId::kQuantization, Step::kQuantization, layer.name,
                               layer.class_name,
                               subject(own, layer.name) + " is not quantized (" +
                                   (reason.empty() ? "a layer before it is not" : reason) +
                                   "): it and the layers after it stay on the host.",
                               remedy, ""});
  }
}

std::size_t position(const keras::Graph& quantized, const Problem& problem) {
  const auto found = first_layer(quantized, problem);
  return found && !is_after_build(problem) ? *found : quantized.layers.size();
}

/// Problems of the structure, as the official helper tells them: those met while the quantized
/// model is built belong to the quantization.
void take(Report& from, const keras::Graph& quantized, Report& to) {
  std::vector<Problem> quantization;
  std::vector<Problem> conversion;
  for (Problem& problem : from.problems) {
    if (problem.step == Step::kConversion) {
      problem.remedy = remedy_for(problem);
      conversion.push_back(std::move(problem));
    } else {
      problem.step = Step::kQuantization;
      name_failing_call(quantized, problem);
      quantization.push_back(std::move(problem));
    }
  }
  // Layers are built in order; the weights' values and the calibration come after that.
  std::stable_sort(quantization.begin(), quantization.end(),
                   [&quantized](const Problem& a, const Problem& b) {
                     return position(quantized, a) < position(quantized, b);
                   });
  for (auto* list : {&quantization, &conversion}) {
    to.problems.insert(to.problems.end(), std::make_move_iterator(list->begin()),
                       std::make_move_iterator(list->end()));
  }
  // What stays on the host is told layer by layer.
  for (Problem& warning : from.warnings) {
    if (warning.id != ErrorId::kIgnoredLayers) to.warnings.push_back(std::move(warning));
  }
}

/// Values that nothing can express come from a Rescaling that makes them.
void blame(const std::string& rescaling_remedy, Report& report) {
  for (Problem& problem : report.problems) {
    const bool padding = problem.rule == Rule::kPaddingValueRange;
    if (!padding && problem.error_class != "InvalidArgumentError") continue;
    problem.error_class = "InvalidArgumentError";
    problem.remedy = rescaling_remedy;
  }
}

/// Calibrates and converts with all values; false: the float model is not run here.
bool decide(const keras::Graph& sanitized, const keras::Graph& quantized,
            const CheckRequest& request, blocks::ConvertResult& converted, Report& report,
            FloatCheck& out) {
  std::string why_not;
  auto calibrated = convert_calibrated(sanitized, quantized, request, report, why_not);
  if (!calibrated && !report.ok()) return true;
  if (!calibrated) {
    out.undecided.push_back("What depends on the calibration is not decided: the float model " +
                            ("cannot be run. " + why_not));
    return false;
  }
  converted = *std::move(calibrated);
  return true;
}

}  // namespace

FloatCheck check_float_model(keras::Graph graph, const CheckRequest& request) {
  FloatCheck out;
  const AkidaVersion version = request.version;
  const auto tick = [&request](double fraction, Step step) {
    if (request.progress) request.progress(fraction, step);
  };
  if (!quantizeml::check_preconditions(graph, out.report)) return out;
  quantizeml::check_limits(graph);
  const OwnLayers own(graph);
  const std::string rescaling = remedy_for_rescaling(graph);
  tick(0.1, Step::kQuantization);
  keras::Graph& sanitized = graph;
  quantizeml::normalize(sanitized);
  quantizeml::sanitize(sanitized);
  tick(0.5, Step::kQuantization);

  auto quantized = quantizeml::quantize_structure(
      sanitized, quantizeml::QuantizationRequest::of_check(version, request.input_dtype),
      out.report);
  if (!quantized) return out;
  quantizeml::set_full_input_range(*quantized);
  tick(0.6, Step::kQuantization);

  Report report;
  check_dtypes(*quantized, report);
  blocks::ConvertResult converted = blocks::convert(
      *quantized, {.version = version, .read_values = false, .progress = {}}, report);
  if (version == AkidaVersion::v1 && !report.ok()) check_bounds_v1(*quantized, report);
  check_weights(*quantized, report);
  check_activity_regularizers(*quantized, report);
  check_calibration(sanitized, report);
  check_observers(sanitized, *quantized, report);
  std::vector<std::string> of_values;
  judge_undecided(*quantized, converted, report, of_values);
  if (version == AkidaVersion::v1) {
    of_values.emplace_back(
        "Akida 1.0 refuses activation steps below 1/16, which follow from the calibration.");
  }
  note_output(*quantized, version, out.undecided);
  const bool decided = report.ok() && request.samples &&
                       decide(sanitized, *quantized, request, converted, report, out);
  if (!decided) {
    out.undecided.insert(out.undecided.end(), of_values.begin(), of_values.end());
  }
  drop_follow_ups(*quantized, report.problems);
  take(report, *quantized, out.report);
  warn_float_layers(sanitized, *quantized, own, out.report);
  for (auto* list : {&out.report.problems, &out.report.warnings}) {
    for (Problem& problem : *list) own.name(*quantized, problem);
  }
  if (!rescaling.empty()) blame(rescaling, out.report);
  name_host_layers(*quantized, own, out);
  for (std::size_t i = 0; i < quantized->layers.size(); ++i) {
    if (!converted.akida_layer[i].empty()) {
      out.akida_layers.emplace(quantized->layers[i].name, converted.akida_layer[i]);
    }
  }
  out.model = std::move(converted.model);
  tick(1.0, Step::kConversion);
  return out;
}

}  // namespace cnn2snn::check
