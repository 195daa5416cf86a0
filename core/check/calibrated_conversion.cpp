// SPDX-License-Identifier: Apache-2.0
#include "check/calibrated_conversion.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/conversion_error.h"
#include "check/calibration_rules.h"
#include "check/structure_rules.h"
#include "keras/costs.h"
#include "quantizeml/calibrate/calibrate.h"
#include "quantizeml/quantize/set_ranges.h"

namespace cnn2snn::check {
namespace {

constexpr std::int64_t kBatch = 32;  // As `cnn2snn quantize`.
constexpr std::size_t kMostNamed = 8;

// A sample is run when it needs no more: seconds, and a gigabyte. Random samples together need no
// more than this either, as long as it is more than one.
constexpr double kMostOperations = 16e9;
constexpr double kMostElements = 256e6;
constexpr double kAllOperations = 4e9;

struct Work {
  double operations = 0;
  double elements = 0;
};

/// Of one sample.
Work work_of(const keras::Graph& graph) {
  const auto costs = keras::layer_costs(graph, graph.shapes());
  Work work;
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    const double outputs = keras::sample_elements(graph.shapes()[i]);
    double pool = 1;
    for (const std::int64_t extent : graph.layers[i].config["pool_size"].as_ints(2)) {
      pool *= static_cast<double>(std::max<std::int64_t>(extent, 1));
    }
    work.operations += static_cast<double>(costs[i].macs) + outputs * pool;
    work.elements += outputs;
  }
  return work;
}

/// Given samples are used as `cnn2snn quantize` uses them. Of random ones, which the official
/// helper takes one of, the largest values count: a filter is dead when it fires for none.
quantizeml::CalibrationOptions calibration_options(const Samples& samples, bool random,
                                                   const Work& work) {
  quantizeml::CalibrationOptions options;
  options.num_samples = static_cast<std::int64_t>(samples.count);
  options.batch_size = std::min<std::int64_t>(kBatch, options.num_samples);
  if (random) {
    const auto affordable = static_cast<std::int64_t>(kAllOperations / (work.operations + 1));
    options.num_samples =
        std::clamp<std::int64_t>(affordable, 1, static_cast<std::int64_t>(samples.count));
    options.batch_size = options.num_samples;
  }
  return options;
}

std::string list_of(const std::vector<std::size_t>& channels) {
  std::string text;
  for (std::size_t i = 0; i < std::min(channels.size(), kMostNamed); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(channels[i]);
  }
  return channels.size() > kMostNamed ? text + ", …" : text;
}

/// Where channels of too different ranges are aligned: the ones that are too small; empty: none is.
std::string remedy_for_small_channels(const quantizeml::ObservedRange& range) {
  const float largest = *std::max_element(range.max.begin(), range.max.end());
  std::vector<std::size_t> dead;
  std::vector<std::size_t> small;
  for (std::size_t i = 0; i < range.max.size(); ++i) {
    if (range.max[i] == 0.0F) dead.push_back(i);
    if (range.max[i] < largest / 64.0F) small.push_back(i);
  }
  if (small.empty()) return {};
  if (!dead.empty()) {
    return "Of the output of '" + range.layer + "' these channels are always 0: " + list_of(dead) +
           ". Remove these filters or train them again; GlobalAveragePooling2D in place of the "
           "Flatten, or per-tensor activations, take them as they are.";
  }
  return "Of the output of '" + range.layer +
         "' these channels are far smaller than others: " + list_of(small) +
         ". Use GlobalAveragePooling2D in place of the Flatten, or per-tensor activations.";
}

/// Of a bound that nothing comes near, which the quantized values of the layer cannot express;
/// empty: it has none.
std::string remedy_for_bound(const keras::Layer& relu, const quantizeml::Ranges& ranges) {
  constexpr double kNear = 1000;
  const auto* range = ranges.find(relu.name);
  const keras::Value& bound = relu.config["max_value"];
  if (!relu.is("QuantizedReLU") || range == nullptr || !bound.is_number()) return {};
  const double largest = *std::max_element(range->max.begin(), range->max.end());
  if (bound.as_double() < kNear * largest) return {};
  return "Give '" + relu.name + "' a smaller max_value: its inputs come nowhere near this one.";
}

/// What to do about values that calibration gave.
void name_values(const keras::Graph& quantized, const quantizeml::Ranges& ranges,
                 Problem& problem) {
  const auto layer = first_layer(quantized, problem);
  if (problem.rule != Rule::kRecordedValues || !layer) return;
  std::string remedy = remedy_for_bound(quantized.layers[*layer], ranges);
  const auto before = quantizer_before(quantized, *layer);
  const auto* range = before ? ranges.find(quantized.layers[*before].name) : nullptr;
  if (remedy.empty() && range != nullptr && range->max.size() > 1) {
    remedy = remedy_for_small_channels(*range);
  }
  if (!remedy.empty()) problem.remedy = std::move(remedy);
}

}  // namespace

std::optional<blocks::ConvertResult> convert_calibrated(const keras::Graph& sanitized,
                                                        keras::Graph quantized,
                                                        const CheckRequest& request, Report& report,
                                                        std::string& why_not) {
  const Work work = work_of(sanitized);
  if (work.operations > kMostOperations || work.elements > kMostElements) {
    why_not = "A sample takes too many operations or too much memory for a check.";
    return std::nullopt;
  }
  quantizeml::Ranges ranges;
  try {
    const Samples samples = request.samples(sanitized);
    const auto options = calibration_options(samples, request.random, work);
    ranges = quantizeml::calibrate(sanitized, quantizeml::observers(quantized), samples, options);
    quantizeml::set_ranges(quantized, ranges);
  } catch (const ConversionError& error) {
    if (error.problem().id == ErrorId::kOutOfMemory || error.problem().id == ErrorId::kCancelled) {
      throw;
    }
    why_not = describe(error.problem());
    // TensorFlow refuses values that are not finite; what else is not run here may run there.
    if (error.problem().error_class == "InvalidArgumentError") {
      report.problems.push_back(error.problem());
    }
    return std::nullopt;
  }
  Report calibrated;
  auto converted =
      blocks::convert(quantized, {.version = request.version, .progress = {}}, calibrated);
  for (Problem& problem : calibrated.problems) name_values(quantized, ranges, problem);
  report.problems.insert(report.problems.end(), calibrated.problems.begin(),
                         calibrated.problems.end());
  return converted;
}

}  // namespace cnn2snn::check
