// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/analyze/classify.h"

#include <utility>

#include "api/begin_quantization.h"
#include "api/call.h"
#include "base/conversion_error.h"
#include "base/report_json.h"
#include "cnn2snn/quantize.h"
#include "cnn2snn/version.h"
#include "quantizeml/quantize/set_ranges.h"

namespace cnn2snn {
namespace {

using quantizeml::FloatClassifier;
using quantizeml::IntegerClassifier;
using quantizeml::Tensor;

/// The classifier of the quantized model, where ranges to quantize with were given and all of it
/// runs on integers; the graph is changed for it.
std::optional<IntegerClassifier> quantized_classifier(quantizeml::Quantization& quantization,
                                                      const std::string& ranges) {
  if (ranges.empty()) return std::nullopt;
  quantizeml::set_ranges(quantization.quantized, quantizeml::ranges_from_json(ranges));
  std::optional<IntegerClassifier> classifier;
  classifier.emplace(quantization.sanitized, quantization.quantized);
  if (!classifier->runs()) classifier.reset();
  return classifier;
}

void check_samples(const Samples& samples) {
  if (samples.count != 0) return;
  fail(ErrorId::kArgument, Step::kInference, "There are no samples to classify.", "Give some.",
       "ValueError");
}

void classify_into(Source::Content& source, const QuantizeOptions& options,
                   ClassifyResult& result) {
  const Samples& samples = options.samples;
  check_samples(samples);
  auto quantization = begin_quantization(source, options, result.report);
  if (!quantization) return;
  FloatClassifier of_float(quantization->sanitized);
  const auto of_quantized = quantized_classifier(*quantization, options.ranges);
  if (of_quantized) result.quantized_classes.emplace();
  Tensor sample;
  for (std::size_t i = 0; i < samples.count; ++i) {
    tick(options.progress, static_cast<double>(i) / static_cast<double>(samples.count),
         Step::kInference);
    sample.reset(samples.shape);
    samples.read(i, sample.values);
    result.float_classes.push_back(of_float.class_of(sample));
    if (of_quantized) result.quantized_classes->push_back(of_quantized->class_of(sample));
  }
}

void write_classes(JsonWriter& json, std::string_view key,
                   const std::vector<std::int64_t>& classes) {
  json.key(key).begin_list();
  for (const std::int64_t index : classes) json.value(index);
  json.end_list();
}

}  // namespace

ClassifyResult classify(const Source& source, const QuantizeOptions& options) {
  ClassifyResult result;
  guarded(result.report, Step::kInference,
          [&] { classify_into(source.content(), options, result); });
  if (!result.report.ok()) {
    result.float_classes.clear();
    result.quantized_classes.reset();
  }
  return result;
}

std::string to_json(const ClassifyResult& result) {
  JsonWriter json;
  json.begin_object();
  json.member("action", "classify").member("version", version());
  json.member("ok", result.report.ok());
  write_report(json, result.report);
  write_classes(json, "float_classes", result.float_classes);
  if (result.quantized_classes) {
    write_classes(json, "quantized_classes", *result.quantized_classes);
  } else {
    json.key("quantized_classes").null();
  }
  json.end_object();
  return json.take();
}

}  // namespace cnn2snn
