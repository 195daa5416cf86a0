// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <string>

#include "akida/fields.h"
#include "api/device_json.h"
#include "base/report_json.h"
#include "cnn2snn/cnn2snn.h"
#include "cnn2snn/quantize.h"

/// The JSON forms that docs/report.md describes.
namespace cnn2snn {
namespace {

void write_strings(JsonWriter& json, std::string_view key, const std::vector<std::string>& list) {
  json.key(key).begin_list();
  for (const std::string& text : list) json.value(text);
  json.end_list();
}

template <typename Sizes>
void write_shape(JsonWriter& json, std::string_view key, const Sizes& shape) {
  json.key(key).begin_list();
  for (const auto size : shape) json.value(size);
  json.end_list();
}

void write(JsonWriter& json, const SourceLayer& layer) {
  json.begin_object();
  json.member("name", layer.name);
  json.member("class_name", layer.class_name);
  write_strings(json, "inbounds", layer.inbounds);
  if (layer.output_shape.empty()) {
    json.key("output_shape").null();
  } else {
    write_shape(json, "output_shape", layer.output_shape);
  }
  json.key("akida_layer");
  if (layer.akida_layer.empty()) {
    json.null();
  } else {
    json.value(layer.akida_layer);
  }
  json.member("ignored", layer.ignored);
  json.end_object();
}

void write_source(JsonWriter& json, const std::optional<SourceModel>& source) {
  json.key("source");
  if (!source) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("name", source->name);
  json.member("kind", to_string(source->kind));
  json.key("layers").begin_list();
  for (const SourceLayer& layer : source->layers) write(json, layer);
  json.end_list();
  json.end_object();
}

/// Calls `each(value, times)` for the elements of a variable. One-byte elements, which nearly all
/// of a model's are, are counted first: 256 values then stand for millions.
template <class Each>
void for_each_value(const akida::Variable& variable, Each each) {
  if (akida::element_size(variable.dtype) == 1) {
    std::array<std::uint64_t, 256> times{};
    for (const std::uint8_t byte : variable.data) ++times[byte];
    akida::Variable one{{}, {}, variable.dtype, {0}};
    for (std::size_t byte = 0; byte < times.size(); ++byte) {
      one.data[0] = static_cast<std::uint8_t>(byte);
      if (times[byte] > 0) each(akida::element(one, 0), times[byte]);
    }
    return;
  }
  const std::size_t count = akida::element_count(&variable);
  for (std::size_t i = 0; i < count; ++i) each(akida::element(variable, i), std::uint64_t{1});
}

/// Range of the finite elements and how they spread over it.
void write_distribution(JsonWriter& json, const akida::Variable& variable) {
  constexpr std::size_t kBins = 16;
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for_each_value(variable, [&](double value, std::uint64_t /*times*/) {
    if (!(value - value == 0)) return;  // Infinite or not a number.
    low = std::min(low, value);
    high = std::max(high, value);
  });
  std::array<std::uint64_t, kBins> histogram{};
  const double width = (high - low) / static_cast<double>(kBins);
  for_each_value(variable, [&](double value, std::uint64_t times) {
    if (!(value - value == 0)) return;
    const std::size_t bin = width > 0 ? static_cast<std::size_t>((value - low) / width) : 0;
    histogram[std::min(bin, kBins - 1)] += times;
  });
  json.member("min", low);
  json.member("max", high);
  json.key("histogram").begin_list();
  for (const std::uint64_t bin : histogram) json.value(bin);
  json.end_list();
}

void write(JsonWriter& json, const akida::Variable& variable) {
  json.begin_object();
  json.member("name", variable.name);
  write_shape(json, "shape", variable.shape);
  json.member("dtype", akida::to_string(variable.dtype));
  json.member("bitwidth", akida::bitwidth(variable));
  json.member("bytes", std::uint64_t{variable.data.size()});
  write_distribution(json, variable);
  json.end_object();
}

std::uint64_t bytes_of(const akida::Layer& layer) {
  std::uint64_t bytes = 0;
  for (const auto& entry : layer.variables) bytes += entry.second.data.size();
  return bytes;
}

void write(JsonWriter& json, const akida::Layer& layer) {
  json.begin_object();
  json.member("name", layer.name);
  json.member("type", akida::to_string(layer.type));
  write_strings(json, "inbounds", layer.inbounds);
  write_shape(json, "input_shape", layer.input_shape);
  write_shape(json, "output_shape", layer.output_shape);
  json.member("output_bits", layer.output_bits);
  json.member("output_signed", layer.output_signed);
  const auto weights = layer.variables.find("weights");
  if (weights == layer.variables.end()) {
    json.key("kernel_shape").null();
  } else {
    write_shape(json, "kernel_shape", weights->second.shape);
  }
  json.member("parameter_count", akida::parameter_count(layer));
  json.member("macs", akida::macs(layer));
  json.member("bytes", bytes_of(layer));
  json.key("parameters").begin_object();
  for (const auto& [name, value] : layer.parameters) json.member(name, value);
  json.end_object();
  json.key("variables").begin_list();
  for (const auto& entry : layer.variables) write(json, entry.second);
  json.end_list();
  json.end_object();
}

void write_model(JsonWriter& json, const akida::Model& model) {
  json.key("model");
  if (model.layers.empty()) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("version", model.version);
  json.member("ip_version", akida::ip_version(model));
  write_shape(json, "input_shape", model.layers.front().input_shape);
  write_shape(json, "output_shape", model.layers.back().output_shape);
  std::uint64_t parameters = 0;
  std::uint64_t bytes = 0;
  std::uint64_t macs = 0;
  json.key("layers").begin_list();
  for (const akida::Layer& layer : model.layers) {
    write(json, layer);
    parameters += akida::parameter_count(layer);
    bytes += bytes_of(layer);
    macs += akida::macs(layer);
  }
  json.end_list();
  json.key("totals").begin_object();
  json.member("layers", std::uint64_t{model.layers.size()});
  json.member("parameters", parameters);
  json.member("bytes", bytes);
  json.member("macs", macs);
  json.end_object();
  json.key("learning").begin_object();
  for (const auto& [name, value] : model.learning) json.member(name, value);
  json.end_object();
  json.end_object();
}

void write_share(JsonWriter& json, std::string_view key, const Share& share) {
  json.key(key);
  json.begin_object();
  json.member("macs", share.macs).member("parameters", share.parameters);
  json.end_object();
}

void write_file_kind(JsonWriter& json, const std::optional<FileKind>& kind) {
  json.key("file");
  if (kind) {
    json.value(to_string(*kind));
  } else {
    json.null();
  }
}

void write_analysis(JsonWriter& json, const std::vector<LayerQuantizationError>& analysis) {
  const auto write = [&json](std::string_view key, const QuantizationError& error) {
    json.key(key).begin_object();
    json.member("smape", error.smape).member("saturation", error.saturation);
    json.end_object();
  };
  json.key("analysis").begin_list();
  for (const LayerQuantizationError& layer : analysis) {
    json.begin_object();
    json.member("layer", layer.layer).member("layer_class", layer.layer_class);
    write("single", layer.single);
    write("cumulative", layer.cumulative);
    json.end_object();
  }
  json.end_list();
}

}  // namespace

std::string to_json(const ConversionResult& result) {
  JsonWriter json;
  json.begin_object();
  json.member("action", "convert").member("version", version());
  json.member("ok", result.report.ok());
  write_file_kind(json, result.file);
  json.key("kind");
  if (result.source) {
    json.value(to_string(result.source->kind));
  } else {
    json.null();
  }
  json.key("target");
  if (result.akida_version) {
    json.value(to_string(*result.akida_version));
  } else {
    json.null();
  }
  json.member("source_bytes", result.source_bytes);
  json.member("fbz_bytes", std::uint64_t{result.fbz.size()});
  write_report(json, result.report);
  write_source(json, result.source);
  write_model(json, result.model);
  json.end_object();
  return json.take();
}

std::string to_json(const CompatibilityResult& result) {
  JsonWriter json;
  json.begin_object();
  json.member("action", "check").member("version", version());
  json.member("compatible", result.report.ok());
  json.member("partial", result.report.ok() && !result.host_layers.empty());
  write_file_kind(json, result.file);
  json.key("kind");
  if (result.source) {
    json.value(to_string(result.kind));
  } else {
    json.null();
  }
  json.member("target", to_string(result.akida_version));
  write_report(json, result.report);
  write_strings(json, "host_layers", result.host_layers);
  write_share(json, "akida_share", result.akida_share);
  write_share(json, "host_share", result.host_share);
  write_strings(json, "undecided", result.undecided);
  write_device(json, result.device);
  write_source(json, result.source);
  json.end_object();
  return json.take();
}

std::string to_json(const InspectResult& result) {
  JsonWriter json;
  json.begin_object();
  json.member("action", "info").member("version", version());
  json.member("ok", result.report.ok());
  write_file_kind(json, result.file);
  json.member("file_bytes", result.file_bytes);
  write_report(json, result.report);
  write_source(json, result.source);
  write_model(json, result.model);
  json.end_object();
  return json.take();
}

std::string to_json(const UpgradeResult& result) {
  JsonWriter json;
  json.begin_object();
  json.member("action", "upgrade").member("version", version());
  json.member("ok", result.report.ok());
  write_file_kind(json, result.file);
  json.member("file_bytes", result.file_bytes);
  json.member("fbz_bytes", std::uint64_t{result.fbz.size()});
  write_report(json, result.report);
  write_model(json, result.model);
  json.end_object();
  return json.take();
}

std::string to_json(const QuantizeResult& result) {
  JsonWriter json;
  json.begin_object();
  json.member("action", "quantize").member("version", version());
  json.member("ok", result.report.ok());
  json.member("quantized", !result.h5.empty());
  write_file_kind(json, result.file);
  json.member("target", to_string(result.akida_version));
  json.member("source_bytes", result.source_bytes);
  json.member("h5_bytes", std::uint64_t{result.h5.size()});
  json.member("fbz_bytes", std::uint64_t{result.fbz.size()});
  write_report(json, result.report);
  write_source(json, result.source);
  write_model(json, result.model);
  write_analysis(json, result.analysis);
  json.end_object();
  return json.take();
}

}  // namespace cnn2snn
