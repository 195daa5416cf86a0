// SPDX-License-Identifier: Apache-2.0
#include "cnn2snn/quantize.h"

#include <utility>

#include "api/call.h"
#include "api/finish.h"
#include "api/keras_info.h"
#include "api/observe.h"
#include "convert/blocks/convert.h"
#include "keras/graph.h"
#include "keras/save_graph.h"
#include "quantizeml/quantize/quantize.h"
#include "quantizeml/quantize/set_ranges.h"

namespace cnn2snn {
namespace {

constexpr double kConversion = 0.8;  // Of the progress, where the conversion begins.

quantizeml::QuantizationRequest request_of(const QuantizeOptions& options) {
  quantizeml::QuantizationRequest request;
  request.params = options.params;
  request.quantize_until = options.quantize_until;
  if (!options.q_config.empty()) request.q_config = keras::parse_json(options.q_config);
  return request;
}

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

void quantize_into(std::span<const std::uint8_t> bytes, const QuantizeOptions& options,
                   QuantizeResult& result) {
  check_runtime_version(options.runtime_version);
  tick(options.progress, 0.0, Step::kRead);
  result.file = file_kind(bytes);
  keras::Graph graph = keras::load_model(bytes);
  const auto& shape = options.samples.count != 0 ? options.samples.shape : options.input_shape;
  if (!shape.empty()) quantizeml::set_input_shape(graph, shape);
  auto quantization =
      quantizeml::begin_quantization(std::move(graph), request_of(options), result.report);
  if (!quantization) return;
  const quantizeml::Ranges ranges = observe(*quantization, options, kConversion, result.report);
  result.ranges = quantizeml::to_json(ranges);
  quantizeml::set_ranges(quantization->quantized, ranges);
  result.source = keras_info(quantization->quantized);
  result.h5 = keras::save_graph(quantization->quantized);
  tick(options.progress, kConversion, Step::kConversion);
  convert_graph(quantization->quantized, options, result);
}

}  // namespace

QuantizeResult quantize(std::span<const std::uint8_t> bytes, const QuantizeOptions& options) {
  QuantizeResult result;
  result.akida_version = options.akida_version.value_or(AkidaVersion::v2);
  result.source_bytes = bytes.size();
  guarded(result.report, Step::kQuantization, [&] { quantize_into(bytes, options, result); });
  if (!result.report.ok()) {
    result.fbz.clear();
    result.model = {};
  }
  return result;
}

}  // namespace cnn2snn
