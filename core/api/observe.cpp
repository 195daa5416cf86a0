// SPDX-License-Identifier: Apache-2.0
#include "api/observe.h"

#include <algorithm>
#include <string>
#include <utility>

#include "api/call.h"
#include "quantizeml/calibrate/calibrate.h"

namespace cnn2snn {
namespace {

constexpr std::int64_t kMostRandomSamples = 1 << 20;
// Random values of wider types are not told apart by float32.
constexpr int kMostRandomBits = 32;

void warn(std::string reason, std::string remedy, Report& report) {
  Problem warning;
  warning.id = ErrorId::kSamples;
  warning.step = Step::kQuantization;
  warning.reason = std::move(reason);
  warning.remedy = std::move(remedy);
  report.warnings.push_back(std::move(warning));
}

// The type of the model's input if it is an integer type, else the one asked for.
std::string input_type(const keras::Graph& graph, const QuantizeOptions& options) {
  const std::string dtype =
      graph.layers[graph.inputs.at(0).layer].config["dtype"].as_string("float32");
  return dtype.find("float") == std::string::npos ? dtype : options.params.input_dtype;
}

// Of the integers that stand for inputs.
struct Values {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

Values input_values(const keras::Graph& graph, const QuantizeOptions& options) {
  const quantizeml::IntegerType type = quantizeml::integer_type(input_type(graph, options));
  const std::int64_t values = std::int64_t{1} << std::min(type.bits, kMostRandomBits);
  const std::int64_t low = type.is_signed ? -values / 2 : 0;
  return {low, low + values - 1};
}

Samples make_random_samples(const keras::Graph& graph, const QuantizeOptions& options,
                            Report& report) {
  const Values values = input_values(graph, options);
  warn("There are no samples: the model is calibrated with random ones (" +
           std::to_string(options.num_samples) + ", seed " + std::to_string(options.seed) +
           "), integers from " + std::to_string(values.low) + " to " + std::to_string(values.high) +
           ". The result is not accurate" +
           (options.params.per_tensor_activations ? "." : ", and less so per axis."),
       "Give samples as the model will see them.", report);
  return random_samples(graph, options, options.num_samples);
}

// An 8-bit input's scale is a power of two above the largest value seen: dark pictures saturate
// brighter ones.
void warn_of_dark_samples(const quantizeml::Ranges& ranges, const keras::Graph& graph,
                          const QuantizeOptions& options, Report& report) {
  if (input_type(graph, options) != "uint8") return;
  for (const quantizeml::ObservedRange& range : ranges.layers) {
    if (range.min.empty() || range.max.empty()) continue;
    const float largest = *std::max_element(range.max.begin(), range.max.end());
    const float smallest = *std::min_element(range.min.begin(), range.min.end());
    // 0…255 is meant where values are large and not negative.
    if (smallest < 0 || largest <= 16 || largest >= 128) continue;
    warn("The samples are dark: no value is above " + std::to_string(static_cast<int>(largest)) +
             ". The input's scale follows from them, and inputs of 128 and more will saturate.",
         "Add samples with bright values if the model will see such.", report);
  }
}

}  // namespace

Samples random_samples(const keras::Graph& graph, const QuantizeOptions& options,
                       std::int64_t count) {
  const keras::Value& batch_shape =
      graph.layers[graph.inputs.at(0).layer].config["batch_input_shape"];
  keras::Shape shape;
  for (const keras::Value& extent : batch_shape.list()) shape.push_back(extent.as_int(-1));
  if (!shape.empty()) shape.erase(shape.begin());  // The batch.
  const Values values = input_values(graph, options);
  const auto samples =
      static_cast<std::size_t>(std::clamp(count, std::int64_t{1}, kMostRandomSamples));
  return quantizeml::random_samples(samples, std::move(shape), values.low, values.high,
                                    options.seed);
}

quantizeml::Ranges observe(const quantizeml::Quantization& quantization,
                           const QuantizeOptions& options, double share, Report& report) {
  if (!options.ranges.empty()) return quantizeml::ranges_from_json(options.ranges);
  const bool given = options.samples.count != 0;
  const Samples samples =
      given ? options.samples : make_random_samples(quantization.sanitized, options, report);
  quantizeml::CalibrationOptions calibration;
  calibration.num_samples = options.num_samples;
  calibration.batch_size = options.batch_size;
  calibration.epochs = options.epochs;
  calibration.threads = std::min(options.threads, 256U);
  calibration.progress = [&options, share](std::size_t done, std::size_t all) {
    const double part = static_cast<double>(done) / static_cast<double>(all);
    tick(options.progress, share * part, Step::kQuantization);
    return true;
  };
  quantizeml::Ranges ranges =
      quantizeml::calibrate(quantization.sanitized, quantization.observers, samples, calibration);
  if (given) warn_of_dark_samples(ranges, quantization.sanitized, options, report);
  return ranges;
}

}  // namespace cnn2snn
