// SPDX-License-Identifier: Apache-2.0
#include "cnn2snn/quantize.h"

#include <utility>

#include "api/begin_quantization.h"
#include "api/call.h"
#include "api/finish.h"
#include "api/keras_info.h"
#include "api/observe.h"
#include "api/source.h"
#include "base/conversion_error.h"
#include "convert/blocks/convert.h"
#include "keras/graph.h"
#include "keras/save_graph.h"
#include "quantizeml/analyze/analyze.h"
#include "quantizeml/quantize/set_ranges.h"

namespace cnn2snn {
namespace {

// Of the progress: where the analysis begins, and the conversion.
constexpr double kAnalysis = 0.7;
constexpr double kConversion = 0.8;

/// Converts the quantized graph as it is in memory.
void convert_graph(const keras::Graph& graph, const QuantizeOptions& options,
                   QuantizeResult& result) {
  const auto progress = [&options](double fraction, Step step) {
    tick(options.progress, kConversion + (1 - kConversion) * fraction, step);
  };
  blocks::ConvertResult converted =
      blocks::convert(graph,
                      {.version = result.akida_version,
                       .keep_flatten_shift = options.flatten_shift == FlattenShift::kKeep,
                       .progress = progress},
                      result.report);
  mark(*result.source, converted.akida_layer, converted.ignored);
  if (!result.report.ok()) return;
  result.fbz = finish(converted.model, options.runtime_version, result.report);
  result.model = std::move(converted.model);
}

/// That a layer cannot be run on integers takes nothing from the quantized model.
void analyze(const quantizeml::Quantization& quantization, const QuantizeOptions& options,
             QuantizeResult& result) {
  if (options.analysis_samples <= 0) return;
  const Samples samples =
      options.samples.count != 0
          ? options.samples
          : random_samples(quantization.sanitized, options, options.analysis_samples);
  const auto progress = [&options](std::size_t done, std::size_t all) {
    const double part = static_cast<double>(done) / static_cast<double>(all);
    tick(options.progress, kAnalysis + (kConversion - kAnalysis) * part, Step::kQuantization);
  };
  try {
    result.analysis = quantizeml::analyze(
        quantization, samples, static_cast<std::size_t>(options.analysis_samples), progress);
  } catch (const ConversionError& error) {
    if (error.problem().id == ErrorId::kCancelled) throw;
    Problem warning = error.problem();
    warning.reason = "The quantization error was not measured: " + warning.reason;
    result.report.warnings.push_back(std::move(warning));
  }
}

void quantize_into(Source::Content& source, const QuantizeOptions& options,
                   QuantizeResult& result) {
  check_runtime_version(options.runtime_version);
  tick(options.progress, 0.0, Step::kRead);
  result.file = source.file();
  auto quantization = begin_quantization(source, options, result.report);
  if (!quantization) return;
  const bool analyzed = options.analysis_samples > 0;
  const quantizeml::Ranges ranges =
      observe(*quantization, options, analyzed ? kAnalysis : kConversion, result.report);
  result.ranges = quantizeml::to_json(ranges);
  quantizeml::set_ranges(quantization->quantized, ranges);
  result.source = keras_info(quantization->quantized);
  result.h5 = keras::save_graph(quantization->quantized);
  analyze(*quantization, options, result);
  tick(options.progress, kConversion, Step::kConversion);
  convert_graph(quantization->quantized, options, result);
}

}  // namespace

QuantizeResult quantize(const Source& source, const QuantizeOptions& options) {
  QuantizeResult result;
  result.akida_version = options.akida_version.value_or(AkidaVersion::v2);
  result.source_bytes = source.content().bytes.size();
  guarded(result.report, Step::kQuantization,
          [&] { quantize_into(source.content(), options, result); });
  if (!result.report.ok()) {
    result.fbz.clear();
    result.model = {};
  }
  return result;
}

QuantizeResult quantize(std::span<const std::uint8_t> bytes, const QuantizeOptions& options) {
  return quantize(open(bytes), options);
}

}  // namespace cnn2snn
