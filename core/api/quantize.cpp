// SPDX-License-Identifier: Apache-2.0
#include "cnn2snn/quantize.h"

#include <memory>
#include <utility>

#include "api/call.h"
#include "api/finish.h"
#include "api/keras_info.h"
#include "convert/blocks/convert.h"
#include "files/hdf5/file.h"
#include "keras/graph.h"
#include "quantizeml/quantize/quantize.h"
#include "quantizeml/quantize/set_ranges.h"

namespace cnn2snn {
namespace {

quantizeml::QuantizationRequest request_of(const QuantizeOptions& options) {
  quantizeml::QuantizationRequest request;
  request.params = options.params;
  request.quantize_until = options.quantize_until;
  if (!options.q_config.empty()) request.q_config = keras::parse_json(options.q_config);
  return request;
}

quantizeml::Ranges ranges_of(const QuantizeOptions& options) {
  if (options.ranges.empty()) {
    fail(ErrorId::kArgument, Step::kQuantization, "There are no ranges to quantize with.",
         "Give the ranges of a calibration.");
  }
  return quantizeml::ranges_from_json(options.ranges);
}

/// Converts the quantized graph as it is in memory.
void convert_graph(const keras::Graph& graph, const QuantizeOptions& options,
                   QuantizeResult& result) {
  const auto progress = [&options](double fraction, Step step) {
    tick(options.progress, 0.5 + 0.5 * fraction, step);
  };
  blocks::ConvertResult converted = blocks::convert(
      graph, {.version = result.akida_version, .progress = progress}, result.report);
  mark(*result.keras, converted.akida_layer, converted.ignored);
  if (!result.report.ok()) return;
  result.fbz = finish(converted.model, options.runtime_version);
  result.model = std::move(converted.model);
}

void quantize_into(std::span<const std::uint8_t> bytes, const QuantizeOptions& options,
                   QuantizeResult& result) {
  check_runtime_version(options.runtime_version);
  tick(options.progress, 0.0, Step::kRead);
  const auto file = std::make_shared<const hdf5::File>(hdf5::File::open(bytes));
  keras::Graph graph = keras::load_graph(file);
  if (!options.input_shape.empty()) quantizeml::set_input_shape(graph, options.input_shape);
  auto quantization =
      quantizeml::begin_quantization(std::move(graph), request_of(options), result.report);
  if (!quantization) return;
  const quantizeml::Ranges ranges = ranges_of(options);
  result.ranges = quantizeml::to_json(ranges);
  tick(options.progress, 0.4, Step::kQuantization);
  quantizeml::set_ranges(quantization->quantized, ranges);
  result.keras = keras_info(quantization->quantized);
  tick(options.progress, 0.5, Step::kQuantization);
  convert_graph(quantization->quantized, options, result);
}

}  // namespace

QuantizeResult quantize(std::span<const std::uint8_t> bytes, const QuantizeOptions& options) {
  QuantizeResult result;
  result.akida_version = options.akida_version.value_or(AkidaVersion::v2);
  result.h5_bytes = bytes.size();
  guarded(result.report, Step::kQuantization, [&] { quantize_into(bytes, options, result); });
  if (!result.report.ok()) {
    result.fbz.clear();
    result.model = {};
  }
  return result;
}

}  // namespace cnn2snn
