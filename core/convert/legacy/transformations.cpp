// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/transformations.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/conversion_error.h"
#include "convert/legacy/layer_weights.h"
#include "convert/legacy/messages.h"

namespace cnn2snn::legacy {
namespace {

using Layers = std::vector<LegacyLayer>;

bool is_per_axis_or_float(const LegacyLayer& layer) {
  return !layer.is_quantized_neural() || layer.quantizer.per_axis();
}

// With GlobalAveragePooling2D the official converter does not look at the gammas.
void check_positive_gammas(const keras::Graph& graph, const LegacyLayer& normalization,
                           Report& report) {
  // Without gamma the official converter takes the first weight there is for it.
  const std::vector<float> gammas = read_gammas(graph, normalization);
  const auto negative = std::count_if(gammas.begin(), gammas.end(), [](float g) { return g <= 0; });
  if (negative == 0) return;
  report.problems.push_back(problem_of(
      normalization, ErrorId::kBlockParameter,
      "There are " + std::to_string(negative) + " negative gammas in the batch norm layer " +
          normalization.name() + ". Negative gammas are not supported.",
      "Place the batch normalization before the pooling, or constrain gamma to be positive.",
      "RuntimeError"));
}

bool can_fold(const keras::Graph& graph, const LegacyLayer& neural,
              const LegacyLayer& normalization, Report& report) {
  const std::string subject = "The BatchNormalization layer " + normalization.name();
  const auto rank = static_cast<std::int64_t>(
      normalization.input_shape ? normalization.input_shape->size() + 1 : 0);
  if (rank == 0) {
    report.problems.push_back(problem_of(normalization, ErrorId::kModelStructure,
                                         subject + " has an unknown input shape.",
                                         "Check the layers before it.", "ValueError"));
    return false;
  }
  if (normalization.axes != std::vector<std::int64_t>{rank - 1}) {
    std::string axes;
    for (const std::int64_t axis : normalization.axes) {
      axes += (axes.empty() ? "" : ", ") + std::to_string(axis);
    }
    report.problems.push_back(problem_of(
        normalization, ErrorId::kBlockParameter,
        subject + " must be applied on the last axis. Receives ListWrapper([" + axes + "]).",
        "Use axis=-1.", "RuntimeError"));
    return false;
  }
  if (!is_per_axis_or_float(neural)) {
    report.problems.push_back(problem_of(
        normalization, ErrorId::kBlockParameter,
        subject + " can only be folded into a quantized layer that uses a quantizer per axis.",
        "Fold it before quantizing, or use MaxPerAxisQuantizer or StdPerAxisQuantizer.",
        "RuntimeError"));
    return false;
  }
  if (!normalization.has_gamma || !normalization.has_beta) {
    const int weights = 2 + (normalization.has_gamma ? 1 : 0) + (normalization.has_beta ? 1 : 0);
    report.problems.push_back(
        problem_of(normalization, ErrorId::kBlockParameter,
                   "not enough values to unpack (expected 4, got " + std::to_string(weights) +
                       "): the BatchNormalization layer " + normalization.name() + " has no " +
                       (normalization.has_gamma ? "beta." : "gamma."),
                   "Use scale=True and center=True.", "ValueError"));
    return false;
  }
  const std::vector<float> scales = folding_scales(graph, normalization);
  const auto null = std::count(scales.begin(), scales.end(), 0.F);
  if (null == 0) return true;
  report.problems.push_back(
      problem_of(normalization, ErrorId::kBlockParameter,
                 "There are " + std::to_string(null) + " null gammas in the batch norm layer " +
                     normalization.name() + ". Null gammas are not supported.",
                 "Remove the filters whose gamma is zero.", "RuntimeError"));
  return false;
}

// A damaged weight is a problem of its layer, not the end of all checks.
template <typename Check>
bool collect(const LegacyLayer& layer, Report& report, Check&& check) {
  try {
    return check();
  } catch (ConversionError& error) {
    report.problems.push_back(error.at_layer(layer.name(), layer.class_name()).problem());
    return false;
  }
}

}  // namespace

void remove_dropout(Layers& branch) {
  branch.erase(std::remove_if(branch.begin(), branch.end(),
                              [](const LegacyLayer& l) { return l.kind == Kind::kDropout; }),
               branch.end());
}

void move_pooling_before_activation(Layers& branch) {
  for (std::size_t i = 0; i + 1 < branch.size(); ++i) {
    if (!branch[i].is_activation() || branch[i + 1].kind != Kind::kMaxPooling2D) continue;
    std::swap(branch[i], branch[i + 1]);
    ++i;
  }
}

void move_batch_normalization_before_pooling(const keras::Graph& graph, Layers& branch,
                                             Report& report) {
  for (std::size_t i = 0; i + 1 < branch.size(); ++i) {
    LegacyLayer& pooling = branch[i];
    LegacyLayer& normalization = branch[i + 1];
    const bool global = pooling.kind == Kind::kGlobalAveragePooling2D;
    if (!global && pooling.kind != Kind::kMaxPooling2D) continue;
    if (normalization.kind != Kind::kBatchNormalization) continue;
    if (!normalization.refused) {
      if (global) {
        normalization.axes = {3};
      } else {
        collect(normalization, report, [&] {
          check_positive_gammas(graph, normalization, report);
          return true;
        });
      }
    }
    if (global) normalization.input_shape = pooling.input_shape;
    std::swap(pooling, normalization);
    ++i;
  }
}

void fold_batch_normalizations(const keras::Graph& graph, Layers& branch, Layers& folded,
                               Report& report) {
  folded.clear();
  folded.reserve(branch.size());  // Pointers into it must stay.
  Layers result;
  for (std::size_t i = 0; i < branch.size(); ++i) {
    result.push_back(branch[i]);
    if (i + 1 >= branch.size() || branch[i + 1].kind != Kind::kBatchNormalization) continue;
    LegacyLayer& neural = result.back();
    if (!neural.is_neural() && neural.kind != Kind::kConv2DTranspose) continue;
    LegacyLayer& normalization = branch[i + 1];
    if (!normalization.refused && !neural.refused) {
      if (collect(normalization, report,
                  [&] { return can_fold(graph, neural, normalization, report); })) {
        folded.push_back(normalization);
        neural.batch_normalization = &folded.back();
      }
    }
    ++i;
  }
  branch = std::move(result);
}

}  // namespace cnn2snn::legacy
