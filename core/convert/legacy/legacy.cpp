// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/legacy.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "akida/hardware_limits.h"
#include "base/conversion_error.h"
#include "convert/legacy/generation.h"
#include "convert/legacy/input_scaling.h"
#include "convert/legacy/layer_loading.h"
#include "convert/legacy/parameter_checks.h"
#include "convert/legacy/sequential_check.h"
#include "convert/legacy/structure_checks.h"
#include "convert/legacy/transformations.h"

namespace cnn2snn::legacy {
namespace {

using Layers = std::vector<LegacyLayer>;

// model.layers of Keras: a Sequential hides its input.
Layers listed_layers(const keras::Graph& graph, const Layers& layers) {
  if (!graph.sequential) return layers;
  Layers listed;
  std::copy_if(layers.begin(), layers.end(), std::back_inserter(listed),
               [](const LegacyLayer& layer) { return layer.kind != Kind::kInput; });
  return listed;
}

// What single layers must fulfil; for models that get no further.
void check_parameters(const Layers& branch, Report& report) {
  bool first_neural = true;
  for (const LegacyLayer& layer : branch) {
    if (layer.refused) continue;
    std::optional<Problem> problem;
    if (layer.is_quantized_neural()) {
      const bool images = layer.kind == Kind::kQuantizedConv2D && layer.input_shape &&
                          (layer.input_shape->back() == 1 || layer.input_shape->back() == 3);
      problem = check_weight_bits(layer, first_neural && images);
      first_neural = false;
    } else if (layer.kind == Kind::kQuantizedActivation) {
      problem = check_activation_bits(layer);
    } else if (layer.is_neural() || layer.kind == Kind::kReLU) {
      problem = unsupported_type(layer);
    }
    if (problem) report.problems.push_back(std::move(*problem));
  }
}

akida::Model convert_quantized(const keras::Graph& graph, const LegacyOptions& options,
                               Report& report, std::map<std::string, std::string>& akida_layers) {
  const Layers layers = load_layers(graph, report);
  const InputScaling scaling =
      input_scaling(listed_layers(graph, layers), options.input_scaling, report);
  Layers branch = linear_branch(graph, layers, report);
  if (branch.empty()) return {};
  Layers folded;
  remove_dropout(branch);
  move_pooling_before_activation(branch);
  move_batch_normalization_before_pooling(graph, branch, report);
  fold_batch_normalizations(graph, branch, folded, report);
  check_sequence(branch, report);
  if (!report.ok()) {
    check_parameters(branch, report);
    return {};
  }
  akida::Model model = generate(graph, branch, scaling, options.progress, report, akida_layers);
  if (report.ok()) akida::apply_v1_hardware_limits(model, report);
  return model;
}

void refuse_float_model(const keras::Graph& graph, const LegacyOptions& options, Report& report) {
  Report official;
  std::map<std::string, std::string> akida_layers;
  convert_quantized(graph, options, official, akida_layers);
  for (Problem& problem : official.problems) {
    if (problem.step == Step::kParse) report.problems.push_back(problem);
  }
  report.problems.push_back(not_quantized(official));
}

}  // namespace

Problem not_quantized(const Report& official) {
  Problem problem;
  problem.id = ErrorId::kNotQuantized;
  problem.step = Step::kConversion;
  problem.reason = "This model is not quantized.";
  problem.remedy =
      "Quantize it, with samples as it will see them (a folder of pictures, .npz or .npy): "
      "`cnn2snn quantize -m MODEL -sa SAMPLES --fbz MODEL.fbz`, in JavaScript `quantize`.";
  const auto first = std::find_if(official.problems.begin(), official.problems.end(),
                                  [](const Problem& p) { return p.step != Step::kParse; });
  if (first != official.problems.end()) {
    problem.error_class = first->error_class;
    problem.reason += " (" + first->reason + ")";
  }
  return problem;
}

bool has_legacy_layers(const keras::Graph& graph) {
  return std::any_of(graph.layers.begin(), graph.layers.end(), is_legacy_class);
}

akida::Model convert(const keras::Graph& graph, const LegacyOptions& options, Report& report,
                     std::map<std::string, std::string>& akida_layers) {
  try {
    if (has_legacy_layers(graph)) {
      akida::Model model = convert_quantized(graph, options, report, akida_layers);
      return report.ok() ? std::move(model) : akida::Model{};
    }
    refuse_float_model(graph, options, report);
  } catch (const ConversionError& error) {
    report.problems.push_back(error.problem());
  }
  return {};
}

}  // namespace cnn2snn::legacy
