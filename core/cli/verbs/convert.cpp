// SPDX-License-Identifier: Apache-2.0
#include "base/conversion_error.h"
#include "cli/environment.h"
#include "cli/exit_codes.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/shell_word.h"
#include "cli/text.h"

namespace cnn2snn::cli {
namespace {

ConvertOptions options_of(const Values& values) {
  ConvertOptions options;
  options.runtime_version = values.text("runtime-version");
  if (values.text("flatten-shift") == "keep") options.flatten_shift = FlattenShift::kKeep;
  const std::optional<int> scale = values.integer("scale");
  const std::optional<int> shift = values.integer("shift");
  if (scale && shift) options.input_scaling = {*scale, *shift};
  return options;
}

ConversionResult convert_file(const std::string& model, const Values& values, System& system) {
  ConversionResult result;
  try {
    const FileBytes file = map_file(system, model);
    const Source source = open(file.bytes);
    const Target target = target_from(values, system);
    if (target.problem) {
      const InspectResult inspected = inspect(source);
      if (inspected.source && inspected.source->kind == ModelKind::kQuantizeML) {
        result.report.problems.push_back(*target.problem);
        result.file = inspected.file;
        result.source = inspected.source;
        result.source_bytes = file.bytes.size();
        return result;
      }
    }
    ConvertOptions options = options_of(values);
    options.akida_version = target.version;
    ProgressLine line(system);
    options.progress = line.callback();
    result = convert(source, options);
  } catch (const ConversionError& error) {
    result.report.problems.push_back(error.problem());
  }
  return result;
}

void replace(std::string& text, std::string_view what, const std::string& by) {
  const std::size_t at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), by);
}

// Of a float model: the command that quantizes this very file.
void name_files(Report& report, const std::string& model, const std::string& path) {
  for (Problem& problem : report.problems) {
    if (problem.id != ErrorId::kNotQuantized) continue;
    replace(problem.remedy, "-m MODEL", "-m " + shell_word(model));
    replace(problem.remedy, "MODEL.fbz", shell_word(path));
  }
}

void print(const ConversionResult& result, const std::string& model, const std::string& path,
           System& system) {
  for (const Problem& warning : result.report.warnings) system.err(text::warning(warning));
  if (!result.report.ok()) {
    system.err(
        text::problems(text::not_converted(model, result.report.problems.size()), result.report));
    return;
  }
  const std::string what = akida::summary(result.model) + text::converted(result, path);
  if (path == kStandardOutput) {
    system.err(what);
  } else {
    system.out(what);
  }
}

std::string wrong_usage(const Values& values, System& system) {
  const std::string output = values.text("output");
  std::string wrong = wrong_outputs(system, values.all("model"), output, OutputKind::kAkida);
  if (wrong.empty() && output == kStandardOutput && values.flag("json")) {
    wrong = text::kStandardOutputAndJson;
  }
  return wrong;
}

int convert_models(const Values& values, System& system) {
  if (const std::string wrong = wrong_usage(values, system); !wrong.empty()) {
    system.err(text::usage_error("convert", wrong));
    return kUsage;
  }
  const bool scale = values.integer("scale").has_value();
  const bool shift = values.integer("shift").has_value();
  if (scale && shift) {
    system.err(text::kScalingDeprecated);
  } else if (scale || shift) {
    system.err(text::kScalingIncomplete);
  }
  int first_failure = kSuccess;
  for (const std::string& model : values.all("model")) {
    const std::string output = values.text("output");
    const std::string path =
        output == kStandardOutput ? output : output_path(system, model, output, OutputKind::kAkida);
    ConversionResult result = convert_file(model, values, system);
    if (result.report.ok()) save_akida(system, path, result);
    name_files(result.report, model, path == kStandardOutput ? "MODEL.fbz" : path);
    if (values.flag("json")) {
      system.out(to_json(result) + "\n");
    } else {
      print(result, model, path, system);
    }
    if (first_failure == kSuccess) first_failure = exit_code(result.report);
  }
  return first_failure;
}

}  // namespace

Verb convert_verb() {
  return {
      .name = "convert",
      .summary = "convert quantized models",
      .description =
          "Converts quantized Keras and ONNX models. Every problem of a model is reported; a "
          "model\n"
          "that fails leaves no file behind and does not stop the others.",
      .options = {{.names = "-m, --model",
                   .value = "MODEL",
                   .help = "the quantized model (.h5 or .onnx)",
                   .required = true,
                   .repeated = true},
                  {.names = "-o, --output",
                   .value = "OUTPUT",
                   .help = "the file to write, or a folder; - is the standard output\n",
                   .without = "MODEL with the extension .fbz, beside it"},
                  target_option(),
                  {.names = "--runtime-version",
                   .value = "X.Y.Z",
                   .help = "Akida runtime version to stamp into the file",
                   .without = "the oldest that runs the model"},
                  {.names = "-sc, --scale",
                   .value = "N",
                   .help = "scale of the inputs of a legacy model",
                   .kind = ValueKind::kInteger,
                   .deprecated = true},
                  {.names = "-sh, --shift",
                   .value = "N",
                   .help = "shift of the inputs of a legacy model",
                   .kind = ValueKind::kInteger,
                   .deprecated = true},
                  {.names = "--flatten-shift",
                   .value = "keep|drop",
                   .help = "the shifts that align the channels of a Flatten; keep: more accurate",
                   .without = "drop, as the official converter",
                   .choices = {"keep", "drop"}},
                  json_option()},
      .run = convert_models};
}

}  // namespace cnn2snn::cli
