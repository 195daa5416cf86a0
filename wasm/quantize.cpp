// SPDX-License-Identifier: Apache-2.0
//
// Quantization for JavaScript, and the check of float models, which rests on it: a module of its
// own, as most models are quantized already. Nothing is thrown across this border.
#include "cnn2snn/quantize.h"

#include <string>
#include <utility>
#include <vector>

#include "base/conversion_error.h"
#include "cnn2snn/cnn2snn.h"
#include "files/npz/npz.h"
#include "values.h"

namespace {

using namespace cnn2snn::wasm;
using cnn2snn::QuantizeOptions;

template <class Number>
void set_number(Number& number, const val& object, const char* key) {
  const val value = object[key];
  if (!absent(value)) number = static_cast<Number>(value.as<double>());
}

std::vector<std::int64_t> shape_of(const val& list) {
  std::vector<std::int64_t> shape;
  if (absent(list)) return shape;
  for (const double extent : emscripten::vecFromJSArray<double>(list)) {
    shape.push_back(static_cast<std::int64_t>(extent));
  }
  return shape;
}

cnn2snn::ElementType element_type_of(const std::string& dtype) {
  using Kind = cnn2snn::ElementType::Kind;
  const std::size_t digits = dtype.find_first_of("0123456789");
  cnn2snn::ElementType type;
  type.kind = dtype[0] == 'u' ? Kind::kUnsigned : dtype[0] == 'i' ? Kind::kSigned : Kind::kFloat;
  type.size = static_cast<std::size_t>(std::stoi(dtype.substr(digits))) / 8;
  return type;
}

// {npz: Uint8Array}, or {bytes: Uint8Array, dtype: as numpy names it, shape: [number]} of as many
// bytes.
cnn2snn::Samples samples_of(const val& samples) {
  if (absent(samples)) return {};
  if (const val npz = samples["npz"]; !absent(npz)) {
    return cnn2snn::samples_of(cnn2snn::npz::concatenate(cnn2snn::npz::read_arrays(CopiedIn(npz))));
  }
  cnn2snn::Array array;
  array.type = element_type_of(text_of(samples, "dtype"));
  array.shape = shape_of(samples["shape"]);
  array.data = vector_in(samples["bytes"]);
  return cnn2snn::samples_of(std::move(array));
}

cnn2snn::QuantizationParams params_of(const val& options) {
  cnn2snn::QuantizationParams params;
  set_number(params.activation_bits, options, "activationBits");
  set_number(params.weight_bits, options, "weightBits");
  set_number(params.output_bits, options, "outputBits");
  set_number(params.input_weight_bits, options, "inputWeightBits");
  set_number(params.buffer_bits, options, "bufferBits");
  params.per_tensor_activations = options["perTensorActivations"].isTrue();
  if (std::string dtype = text_of(options, "inputDtype"); !dtype.empty()) {
    params.input_dtype = std::move(dtype);
  }
  if (!absent(options["lastOutputBits"])) {
    set_number(params.last_output_bits.emplace(), options, "lastOutputBits");
  }
  return params;
}

QuantizeOptions options_of(const val& options) {
  QuantizeOptions native;
  native.params = params_of(options);
  native.akida_version = cnn2snn::akida_version_from(text_of(options, "akidaVersion"));
  native.q_config = text_of(options, "qConfig");
  native.quantize_until = text_of(options, "quantizeUntil");
  native.input_shape = shape_of(options["inputShape"]);
  set_number(native.num_samples, options, "numSamples");
  if (!absent(options["batchSize"])) {
    set_number(native.batch_size.emplace(), options, "batchSize");
  }
  set_number(native.epochs, options, "epochs");
  set_number(native.seed, options, "seed");
  set_number(native.analysis_samples, options, "analysisSamples");
  native.ranges = text_of(options, "ranges");
  if (text_of(options, "flattenShift") == "drop") {
    native.flatten_shift = cnn2snn::FlattenShift::kDrop;
  }
  native.runtime_version = text_of(options, "runtimeVersion");
  return native;
}

/// `call` with the options of JavaScript; what is wrong with the samples is part of its report.
template <class Result>
Result run(Result (*call)(const cnn2snn::Source&, const QuantizeOptions&), const val& bytes,
           const val& options, const val& samples, const val& on_progress) {
  try {
    QuantizeOptions native = options_of(options);
    native.samples = samples_of(samples);
    native.progress = progress_of(on_progress);
    const CopiedIn file(bytes);
    return call(cnn2snn::open(file), native);
  } catch (const cnn2snn::ConversionError& error) {
    Result refused;
    refused.report.problems.push_back(error.problem());
    return refused;
  }
}

// check(bytes, {akidaVersion, inputDtype, device}, onProgress) -> JSON
std::string check(const val& bytes, const val& options, const val& on_progress) {
  return to_json(cnn2snn::check_model_compatibility(CopiedIn(bytes),
                                                    compatibility_options(options, on_progress)));
}

// quantize(bytes, options, samples, onProgress): options as npm's QuantizeOptions, but qConfig and
//   ranges as JSON text
//   -> {h5: Uint8Array | null, fbz: Uint8Array | null, ranges: JSON, report: JSON, summary: text}
val quantize(const val& bytes, const val& options, const val& samples, const val& on_progress) {
  const cnn2snn::QuantizeResult quantized =
      run(cnn2snn::quantize, bytes, options, samples, on_progress);
  val result = val::object();
  result.set("h5", copy_out(quantized.h5));
  result.set("fbz", copy_out(quantized.fbz));
  result.set("ranges", quantized.ranges);
  result.set("report", to_json(quantized));
  result.set("summary", summary_of(quantized.model));
  return result;
}

// classify(bytes, options, samples, onProgress) -> JSON
std::string classify(const val& bytes, const val& options, const val& samples,
                     const val& on_progress) {
  return to_json(run(cnn2snn::classify, bytes, options, samples, on_progress));
}

}  // namespace

EMSCRIPTEN_BINDINGS(cnn2snn_quantize) {
  emscripten::function("check", &check);
  emscripten::function("quantize", &quantize);
  emscripten::function("classify", &classify);
}
