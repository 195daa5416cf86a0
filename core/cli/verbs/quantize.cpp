// SPDX-License-Identifier: Apache-2.0
// The options, defaults and names of files of `quantizeml quantize`, and what becomes an Akida
// file.
#include "cnn2snn/quantize.h"

#include <algorithm>
#include <utility>

#include "base/conversion_error.h"
#include "cli/analysis_text.h"
#include "cli/calibration_samples.h"
#include "cli/environment.h"
#include "cli/exit_codes.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/text.h"
#include "cli/value_text.h"
#include "cli/verbs/quantize_replaced.h"

namespace cnn2snn::cli {
namespace {

constexpr std::int64_t kAnalysisSamples = 16;  // As `quantizeml analysis`.

std::string text_file(System& system, const std::string& path) {
  const FileBytes file = map_file(system, path);
  return {file.bytes.begin(), file.bytes.end()};
}

[[noreturn]] void fail_option(const std::string& reason, std::string remedy) {
  fail(ErrorId::kArgument, Step::kRead, reason, std::move(remedy), "ValueError");
}

// "32,32,3"
std::vector<std::int64_t> shape_from(const std::string& text) {
  std::vector<std::int64_t> shape;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::optional<int> extent = integer_from(text.substr(at, end - at));
    if (!extent || *extent < 1) {
      fail_option("Invalid --input_shape: " + text + ".",
                  "Each dimension must be an integer greater than 0: 224,224,3.");
    }
    shape.push_back(*extent);
    at = end + 1;
  }
  return shape;
}

int positive(const Values& values, std::string_view name, int without) {
  const int value = values.integer(name).value_or(without);
  if (value < 1) {
    fail_option("--" + std::string(name) + ": " + std::to_string(value) + " is not above 0.",
                "Give a positive number.");
  }
  return value;
}

QuantizationParams params_of(const Values& values) {
  QuantizationParams params;
  params.activation_bits = positive(values, "activation_bits", params.activation_bits);
  params.output_bits = positive(values, "output_bits", params.output_bits);
  params.per_tensor_activations = values.flag("per_tensor_activations");
  params.weight_bits = positive(values, "weight_bits", params.weight_bits);
  params.input_weight_bits = positive(values, "input_weight_bits", params.input_weight_bits);
  params.buffer_bits = positive(values, "buffer_bits", params.buffer_bits);
  if (const std::string dtype = values.text("input_dtype"); !dtype.empty()) {
    params.input_dtype = dtype;
  }
  params.last_output_bits = values.integer("last_output_bits");
  return params;
}

QuantizeOptions options_of(const Values& values, System& system, const Source& model) {
  QuantizeOptions options;
  options.params = params_of(values);
  options.input_shape = shape_from(values.text("input_shape"));
  options.quantize_until = values.text("quantize_until");
  options.num_samples = positive(values, "num_samples", 1024);
  options.batch_size = positive(values, "batch_size", 32);
  options.epochs = positive(values, "epochs", 1);
  options.seed = static_cast<std::uint64_t>(values.integer("seed").value_or(0));
  options.threads =
      static_cast<unsigned>(std::clamp(values.integer("threads").value_or(0), 0, 256));
  options.flatten_shift =
      values.text("flatten-shift") == "drop" ? FlattenShift::kDrop : FlattenShift::kKeep;
  if (values.flag("analysis")) options.analysis_samples = kAnalysisSamples;
  if (const std::string config = values.text("quantization_config"); !config.empty()) {
    options.q_config = text_file(system, config);
  }
  const std::string samples = values.text("samples");
  const std::string ranges = values.text("use-ranges");
  for (const auto& [option, kind] :
       {std::pair{"fbz", OutputKind::kAkida}, std::pair{"ranges", OutputKind::kJson}}) {
    const std::string wrong = misnamed(values.text(option), kind);
    if (!wrong.empty()) fail_option(wrong, {});
  }
  if (!samples.empty() && !ranges.empty()) {
    fail_option("--samples and --use-ranges both say what the ranges are.", "Give one of them.");
  }
  if (!ranges.empty()) options.ranges = text_file(system, ranges);
  if (!samples.empty()) {
    options.samples = calibration_samples(system, samples, model, options.input_shape);
    options.num_samples = static_cast<std::int64_t>(options.samples.count);
  }
  return options;
}

// Where "_i8_w8_a8" or the like begins; npos: nowhere.
std::size_t find_bits(std::string_view stem) {
  constexpr std::string_view kForm = "_i0_w0_a0";
  for (std::size_t at = 0; at + kForm.size() <= stem.size(); ++at) {
    bool fits = true;
    for (std::size_t i = 0; i < kForm.size(); ++i) {
      const char c = stem[at + i];
      fits = fits && (kForm[i] == '0' ? c >= '0' && c <= '9' : c == kForm[i]);
    }
    if (fits) return at;
  }
  return std::string_view::npos;
}

// As quantizeml names it.
std::string output_name(const Values& values, const QuantizationParams& params) {
  const std::string name = values.text("save_name");
  const std::string ending(extension_of(OutputKind::kKeras));
  if (!name.empty()) return without_extension(name) + ending;
  const std::string stem = without_extension(values.text("model"));
  if (const std::string config = values.text("quantization_config"); !config.empty()) {
    const std::string base = config.substr(config.find_last_of('/') + 1);
    return stem + "_" + without_extension(base) + ending;
  }
  // Of the file's name alone: in a folder called so, every model would have the same output.
  const std::size_t folder = stem.find_last_of('/') + 1;
  const std::size_t bits = find_bits(std::string_view(stem).substr(folder));
  const std::string base = bits == std::string_view::npos ? stem : stem.substr(0, folder + bits);
  return base + "_i" + std::to_string(params.input_weight_bits) + "_w" +
         std::to_string(params.weight_bits) + "_a" + std::to_string(params.activation_bits) +
         ending;
}

struct Quantized {
  QuantizeResult result;
  std::string saved;     // A line for each file written.
  bool written = false;  // All that there was to write.
};

// The files that were asked for, in the order of the steps.
void save_all(const Values& values, const QuantizeOptions& options, Quantized& quantized,
              System& system) {
  const QuantizeResult& result = quantized.result;
  const auto save = [&](const std::string& path, std::span<const std::uint8_t> bytes,
                        OutputKind kind, std::string_view what) {
    if (path.empty() || bytes.empty()) return;
    write_output(system, path, bytes, kind);
    quantized.saved += std::string(what) + ": " + path + "\n";
  };
  const std::vector<std::uint8_t> ranges(result.ranges.begin(), result.ranges.end());
  save(values.text("ranges"), ranges, OutputKind::kJson, "Ranges");
  save(output_name(values, options.params), result.h5, OutputKind::kKeras, "Quantized model");
  save(values.text("fbz"), result.fbz, OutputKind::kAkida, "Akida model");
  quantized.written = !result.h5.empty();
}

Quantized quantize_file(const Values& values, System& system) {
  Quantized quantized;
  try {
    const std::vector<std::uint8_t> bytes = read_file(system, values.text("model"));
    const Source model = open(bytes);
    QuantizeOptions options = options_of(values, system, model);
    const Target target = target_from(values, system);
    if (target.problem) throw ConversionError(*target.problem);
    options.akida_version = target.version;
    {
      ProgressLine line(system);
      options.progress = line.callback();
      quantized.result = quantize(model, options);
    }
    save_all(values, options, quantized, system);
  } catch (const ConversionError& error) {
    quantized.result.report.problems.push_back(error.problem());
  }
  return quantized;
}

int quantize_model(const Values& values, System& system) {
  if (is_replaced(values)) return name_new_options(values, system);
  const auto [result, saved, written] = quantize_file(values, system);
  if (values.flag("json")) {
    system.out(to_json(result) + "\n");
  } else {
    for (const Problem& warning : result.report.warnings) system.err(text::warning(warning));
    if (!result.report.ok()) {
      const std::string headline =
          written ? "Quantized, but it cannot become an Akida model: " : "Not quantized: ";
      system.err(text::problems(headline + values.text("model"), result.report));
    }
    system.out(saved);
    system.out(text::quantization_error(result.analysis));
  }
  // A quantized model is what was asked for, unless it was the Akida model.
  if (written && values.text("fbz").empty()) return kSuccess;
  return exit_code(result.report);
}

Option bits(std::string_view names, std::string_view help, std::string_view without) {
  return {
      .names = names, .value = "N", .help = help, .without = without, .kind = ValueKind::kInteger};
}

std::vector<Option> quantize_options() {
  std::vector<Option> options = {
      {.names = "-m, --model",
       .value = "MODEL",
       .help = "the float Keras model (.h5 or .keras, of Keras 2 or 3)",
       .required = true},
      {.names = "-c, --quantization_config",
       .value = "CONFIG",
       .help = "quantization configuration of single layers (.json)",
       .without = "chosen from the options below"},
      bits("-a, --activation_bits", "bitwidth of activations", "8"),
      bits("-o, --output_bits", "bitwidth of other outputs", "8"),
      {.names = "--per_tensor_activations", .help = "one range for a tensor, not for each channel"},
      bits("-w, --weight_bits", "bitwidth of weights", "8"),
      bits("-i, --input_weight_bits", "bitwidth of the first layer's weights", "8"),
      {.names = "-id, --input_dtype",
       .value = "TYPE",
       .help = "integer type of numpy that inputs are quantized to",
       .without = "uint8"},
      bits("-b, --buffer_bits", "bitwidth of accumulators", "32"),
      bits("-lob, --last_output_bits", "bitwidth of the model's output", "it stays float"),
      {.names = "-s, --save_name",
       .value = "NAME",
       .help = "the quantized model to write",
       .without = "MODEL_i8_w8_a8.h5 with the bitwidths, beside it"},
      {.names = "-sa, --samples",
       .value = "SAMPLES",
       .help = "calibration samples: .npz, .npy, or a folder of pictures",
       .without = "random ones, with a warning"},
      bits("-ns, --num_samples", "number of random samples", "1024"),
      bits("-bs, --batch_size", "samples whose ranges are averaged as one", "32"),
      bits("-e, --epochs", "how often the samples are used", "1"),
      {.names = "-qu, --quantize_until",
       .value = "LAYER",
       .help = "quantize up to this layer",
       .without = "the whole model"},
      {.names = "--input_shape",
       .value = "H,W,C",
       .help = "shape of the input, without the batch",
       .without = "that of the samples, or the model's own"},
      {.names = "--target",
       .value = "v1|v2",
       .help = "Akida generation",
       .without = "v2, or what the environment says",
       .choices = {"v1", "v2"}},
      {.names = "--fbz",
       .value = "FILE",
       .help = "write the Akida model too",
       .without = "not written"},
      {.names = "--ranges",
       .value = "FILE",
       .help = "write the ranges that were observed (.json)",
       .without = "not written"},
      {.names = "--analysis",
       .help = "show the quantization error of each layer, on the first 16 samples"},
      {.names = "--use-ranges",
       .value = "FILE",
       .help = "ranges that --ranges wrote, in place of samples",
       .without = "the samples are run"},
      bits("--seed", "of random samples", "0"),
      bits("--threads", "samples run at the same time; the result is the same", "all processors"),
      {.names = "--flatten-shift",
       .value = "keep|drop",
       .help = "drop: as the official converter, at a loss of accuracy",
       .without = "keep",
       .choices = {"keep", "drop"}},
      json_option()};
  for (Option& option : replaced_options()) options.push_back(std::move(option));
  return options;
}

}  // namespace

Verb quantize_verb() {
  return {.name = "quantize",
          .summary = "quantize a float model",
          .description =
              "Quantizes a float Keras model with calibration samples, as `quantizeml quantize` "
              "does with the\nsame options, and writes the quantized model; with --fbz also the "
              "Akida model.",
          .options = quantize_options(),
          .run = quantize_model};
}

}  // namespace cnn2snn::cli
