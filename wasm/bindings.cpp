// SPDX-License-Identifier: Apache-2.0
//
// The public API for JavaScript: bytes in, bytes and JSON text out. Everything that is thrown
// inside the core is part of a report already; nothing is thrown across this border.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cnn2snn/cnn2snn.h"
#include "values.h"

namespace {

using cnn2snn::wasm::absent;
using cnn2snn::wasm::copy_in;
using cnn2snn::wasm::copy_out;
using cnn2snn::wasm::text_of;
using emscripten::val;

cnn2snn::Progress progress_of(const val& callback) {
  if (absent(callback)) return {};
  return [callback](double fraction, cnn2snn::Step step) {
    return callback(fraction, std::string(to_string(step))).as<bool>();
  };
}

cnn2snn::InputDType input_dtype_of(std::string_view text) {
  if (text == "int8") return cnn2snn::InputDType::kInt8;
  if (text == "int16") return cnn2snn::InputDType::kInt16;
  return cnn2snn::InputDType::kUInt8;
}

std::string summary_of(const cnn2snn::akida::Model& model) {
  return model.layers.empty() ? std::string() : summary(model);
}

// convert(bytes, {akidaVersion, inputScaling, runtimeVersion}, onProgress)
//   -> {fbz: Uint8Array | null, report: JSON, summary: text}
val convert(const val& bytes, const val& options, const val& on_progress) {
  cnn2snn::ConvertOptions native;
  native.akida_version = cnn2snn::akida_version_from(text_of(options, "akidaVersion"));
  native.runtime_version = text_of(options, "runtimeVersion");
  if (const val scaling = options["inputScaling"]; !absent(scaling)) {
    native.input_scaling = {scaling[0].as<double>(), scaling[1].as<double>()};
  }
  native.progress = progress_of(on_progress);

  const std::vector<std::uint8_t> file = copy_in(bytes);
  const cnn2snn::ConversionResult converted = cnn2snn::convert(file, native);
  val result = val::object();
  result.set("fbz", copy_out(converted.fbz));
  result.set("report", to_json(converted));
  result.set("summary", summary_of(converted.model));
  return result;
}

// check(bytes, {akidaVersion, inputDtype, device}, onProgress) -> JSON
std::string check(const val& bytes, const val& options, const val& on_progress) {
  cnn2snn::CompatibilityOptions native;
  native.akida_version = cnn2snn::akida_version_from(text_of(options, "akidaVersion"));
  native.input_dtype = input_dtype_of(text_of(options, "inputDtype"));
  native.device = text_of(options, "device");
  native.progress = progress_of(on_progress);
  return to_json(cnn2snn::check_model_compatibility(copy_in(bytes), native));
}

// inspect(bytes) -> {report: JSON, summary: text}
val inspect(const val& bytes) {
  const cnn2snn::InspectResult inspected = cnn2snn::inspect(copy_in(bytes));
  val result = val::object();
  result.set("report", to_json(inspected));
  result.set("summary", summary_of(inspected.model));
  return result;
}

// upgrade(bytes, {runtimeVersion}) -> {fbz: Uint8Array | null, report: JSON, summary: text}
val upgrade(const val& bytes, const val& options) {
  const cnn2snn::UpgradeResult upgraded =
      cnn2snn::upgrade(copy_in(bytes), {text_of(options, "runtimeVersion")});
  val result = val::object();
  result.set("fbz", copy_out(upgraded.fbz));
  result.set("report", to_json(upgraded));
  result.set("summary", summary_of(upgraded.model));
  return result;
}

// patterns("v1" | "v2") -> JSON [{layers: [string], akida_layer: string, input: boolean}]
std::string patterns(const std::string& version) {
  std::string json = "[";
  for (const cnn2snn::Pattern& pattern : cnn2snn::patterns(
           cnn2snn::akida_version_from(version).value_or(cnn2snn::AkidaVersion::v2))) {
    std::string layers;  // Class names: nothing in them needs escaping.
    for (const std::string& layer : pattern.layers) {
      layers += (layers.empty() ? "\"" : ",\"") + layer + "\"";
    }
    if (json.size() > 1) json += ',';
    json += "{\"layers\":[" + layers + "],\"akida_layer\":\"" + pattern.akida_layer +
            "\",\"input\":" + (pattern.input ? "true}" : "false}");
  }
  return json + "]";
}

// devices() -> JSON
std::string devices() {
  return to_json(cnn2snn::devices());
}

std::string version() {
  return std::string(cnn2snn::version());
}

}  // namespace

EMSCRIPTEN_BINDINGS(cnn2snn) {
  emscripten::function("convert", &convert);
  emscripten::function("check", &check);
  emscripten::function("inspect", &inspect);
  emscripten::function("upgrade", &upgrade);
  emscripten::function("patterns", &patterns);
  emscripten::function("devices", &devices);
  emscripten::function("version", &version);
}
