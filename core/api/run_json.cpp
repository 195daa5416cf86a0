// SPDX-License-Identifier: Apache-2.0
#include "base/report_json.h"
#include "cnn2snn/runner.h"

namespace cnn2snn {

namespace {

void write_shape(JsonWriter& json, std::string_view name, const akida::Shape3& shape) {
  json.key(name).begin_list();
  for (const std::uint32_t extent : shape) json.value(extent);
  json.end_list();
}

void write(JsonWriter& json, const RunnerLayer& layer) {
  json.begin_object();
  json.member("name", layer.name);
  json.member("type", layer.type);
  write_shape(json, "output_shape", layer.output_shape);
  json.member("output_type", layer.output_type);
  json.end_object();
}

void write(JsonWriter& json, const LayerStatistics& layer) {
  json.begin_object();
  json.member("name", layer.name);
  json.member("type", layer.type);
  json.member("values", layer.values);
  json.member("zeros", layer.zeros);
  json.member("saturated", layer.saturated);
  json.key("range").begin_list().value(layer.low).value(layer.high).end_list();
  json.end_object();
}

}  // namespace

std::string to_json(const Report& report) {
  JsonWriter json;
  json.begin_object();
  write_report(json, report);
  json.end_object();
  return json.take();
}

std::string to_json(const RunnerInfo& info) {
  JsonWriter json;
  json.begin_object();
  write_shape(json, "input_shape", info.input_shape);
  json.member("input_type", info.input_type);
  json.member("float_input", info.float_input);
  json.key("input_range").begin_list().value(info.input_low).value(info.input_high).end_list();
  write_shape(json, "output_shape", info.output_shape);
  json.member("output_type", info.output_type);
  json.member("scores", info.scores);
  json.member("state", info.state);
  json.key("layers").begin_list();
  for (const RunnerLayer& layer : info.layers) write(json, layer);
  json.end_list();
  json.end_object();
  return json.take();
}

std::string to_json(const ForwardResult& result, std::size_t most,
                    std::span<const std::string> labels) {
  JsonWriter json;
  json.begin_object();
  write_report(json, result.report);
  json.member("output_type", to_string(result.output.type));
  json.key("output_shape").begin_list();
  for (const std::int64_t extent : result.output.shape) json.value(extent);
  json.end_list();
  json.key("classes").begin_list();
  for (const std::vector<ClassScore>& row : top_classes(result.scores, most)) {
    json.begin_list();
    for (const ClassScore& best : row) {
      json.begin_object();
      json.member("index", best.index);
      const auto index = static_cast<std::size_t>(best.index);
      if (index < labels.size()) json.member("label", labels[index]);
      json.member("score", static_cast<double>(best.score));
      json.end_object();
    }
    json.end_list();
  }
  json.end_list();
  json.end_object();
  return json.take();
}

std::string to_json(const EvaluateResult& result) {
  JsonWriter json;
  json.begin_object();
  write_report(json, result.report);
  json.member("samples", std::uint64_t{result.samples});
  json.member("correct", std::uint64_t{result.correct});
  json.member("accuracy", result.accuracy());
  json.key("confusion").begin_list();
  for (const auto& row : result.confusion) {
    json.begin_list();
    for (const std::uint64_t count : row) json.value(count);
    json.end_list();
  }
  json.end_list();
  json.key("layers").begin_list();
  for (const LayerStatistics& layer : result.layers) write(json, layer);
  json.end_list();
  json.end_object();
  return json.take();
}

}  // namespace cnn2snn
