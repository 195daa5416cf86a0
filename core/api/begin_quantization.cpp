// SPDX-License-Identifier: Apache-2.0
#include "api/begin_quantization.h"

#include <utility>

#include "keras/graph.h"

namespace cnn2snn {
namespace {

quantizeml::QuantizationRequest request_of(const QuantizeOptions& options) {
  quantizeml::QuantizationRequest request;
  request.params = options.params;
  request.quantize_until = options.quantize_until;
  if (!options.q_config.empty()) request.q_config = keras::parse_json(options.q_config);
  return request;
}

}  // namespace

std::optional<quantizeml::Quantization> begin_quantization(Source::Content& source,
                                                           const QuantizeOptions& options,
                                                           Report& report) {
  keras::Graph graph = source.keras_graph();
  const auto& shape = options.samples.count != 0 ? options.samples.shape : options.input_shape;
  if (!shape.empty()) quantizeml::set_input_shape(graph, shape);
  return quantizeml::begin_quantization(std::move(graph), request_of(options), report);
}

}  // namespace cnn2snn
