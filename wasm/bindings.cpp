// SPDX-License-Identifier: Apache-2.0
//
// The public API for JavaScript: bytes in, bytes and JSON text out. Everything that is thrown
// inside the core is part of a report already; nothing is thrown across this border.
#include <optional>
#include <string>
#include <vector>

#include "cnn2snn/cnn2snn.h"
#include "values.h"

namespace {

using namespace cnn2snn::wasm;

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

  const CopiedIn file(bytes);
  const cnn2snn::ConversionResult converted = cnn2snn::convert(file, native);
  val result = val::object();
  result.set("fbz", copy_out(converted.fbz));
  result.set("report", to_json(converted));
  result.set("summary", summary_of(converted.model));
  return result;
}

// inspect(bytes) -> {report: JSON, summary: text}
val inspect(const val& bytes) {
  const cnn2snn::InspectResult inspected = cnn2snn::inspect(CopiedIn(bytes));
  val result = val::object();
  result.set("report", to_json(inspected));
  result.set("summary", summary_of(inspected.model));
  return result;
}

// upgrade(bytes, {runtimeVersion}) -> {fbz: Uint8Array | null, report: JSON, summary: text}
val upgrade(const val& bytes, const val& options) {
  const cnn2snn::UpgradeResult upgraded =
      cnn2snn::upgrade(CopiedIn(bytes), {text_of(options, "runtimeVersion")});
  val result = val::object();
  result.set("fbz", copy_out(upgraded.fbz));
  result.set("report", to_json(upgraded));
  result.set("summary", summary_of(upgraded.model));
  return result;
}

// check(bytes, {akidaVersion, inputDtype, device}, onProgress)
//   -> JSON; empty: a float model, which only the module that quantizes can check
std::string check(const val& bytes, const val& options, const val& on_progress) {
  const CopiedIn file(bytes);
  const std::optional<cnn2snn::CompatibilityResult> checked = cnn2snn::check_quantized_model(
      cnn2snn::open(file), compatibility_options(options, on_progress));
  return checked ? to_json(*checked) : std::string();
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
  emscripten::function("inspect", &inspect);
  emscripten::function("check", &check);
  emscripten::function("upgrade", &upgrade);
  emscripten::function("patterns", &patterns);
  emscripten::function("devices", &devices);
  emscripten::function("version", &version);
}
