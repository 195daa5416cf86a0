// SPDX-License-Identifier: Apache-2.0
#include "base/conversion_error.h"
#include "cli/calibration_samples.h"
#include "cli/environment.h"
#include "cli/exit_codes.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/text.h"

namespace cnn2snn::cli {
namespace {

InputDType input_dtype_from(const std::string& text) {
  if (text == "int8") return InputDType::kInt8;
  return text == "int16" ? InputDType::kInt16 : InputDType::kUInt8;
}

CompatibilityResult check_file(const std::string& model, const Values& values, System& system) {
  CompatibilityResult result;
  const std::string device = values.text("device");
  // The device decides over the environment, not over the command line.
  const bool open = !device.empty() && values.text("target").empty();
  const Target target = open ? Target{} : target_from(values, system);
  if (target.version) result.akida_version = *target.version;
  try {
    if (target.problem) throw ConversionError(*target.problem);
    const FileBytes file = map_file(system, model);
    const Source source = cnn2snn::open(file.bytes);
    CompatibilityOptions options;
    if (const std::string samples = values.text("samples"); !samples.empty()) {
      options.samples = calibration_samples(system, samples, source, {});
    }
    options.seed = static_cast<std::uint64_t>(values.integer("seed").value_or(0));
    options.akida_version = target.version;
    options.device = device;
    options.input_dtype = input_dtype_from(values.text("input-dtype"));
    ProgressLine line(system);
    options.progress = line.callback();
    result = check_model_compatibility(source, options);
  } catch (const ConversionError& error) {
    result.report.problems.push_back(error.problem());
  }
  return result;
}

void print(const CompatibilityResult& result, const std::string& model, System& system) {
  for (const Problem& warning : result.report.warnings) system.err(text::warning(warning));
  const std::size_t count = result.report.problems.size();
  if (result.report.ok()) {
    system.out(text::compatible(model, result));
  } else if (cli::exit_code(result.report) == kRefused) {
    system.out(
        text::problems(text::not_compatible(model, result.akida_version, count), result.report));
  } else {
    system.err(text::problems(text::not_checked(model, count), result.report));
  }
  if (result.device) {
    system.err(text::device_warnings(*result.device));
    system.out(text::device_limits(model, *result.device));
  }
  for (const std::string& sentence : result.undecided) system.out("  " + sentence + "\n");
}

/// A device that cannot run the model is as much of a refusal as Akida is.
int exit_code(const CompatibilityResult& result) {
  const bool refused = result.device && result.device->answer == DeviceVerdict::Answer::kNo;
  return result.report.ok() && refused ? kRefused : cli::exit_code(result.report);
}

int check(const Values& values, System& system) {
  int first_failure = kSuccess;
  for (const std::string& model : values.all("model")) {
    const CompatibilityResult result = check_file(model, values, system);
    if (values.flag("json")) {
      system.out(to_json(result) + "\n");
    } else {
      print(result, model, system);
    }
    int code = exit_code(result);
    const bool partial = code == kSuccess && !result.host_layers.empty();
    if (partial && values.flag("require-full")) code = kRefused;
    if (first_failure == kSuccess) first_failure = code;
  }
  return first_failure;
}

}  // namespace

Verb check_verb() {
  return {
      .name = "check",
      .summary = "say whether float or quantized models can be converted",
      .description =
          "Says whether models can be converted, and if not, which layers stop them and why.",
      .options = {{.names = "-m, --model",
                   .value = "MODEL",
                   .help = "the model (.h5 or .onnx), float or quantized, or an Akida model (.fbz)",
                   .required = true,
                   .repeated = true},
                  target_option(),
                  device_option(),
                  {.names = "--input-dtype",
                   .value = "uint8|int8|int16",
                   .help = "type a float model's inputs would be quantized to",
                   .without = "uint8",
                   .choices = {"uint8", "int8", "int16"},
                   .alias = "--input_dtype"},
                  {.names = "-sa, --samples",
                   .value = "SAMPLES",
                   .help = "what a float model is calibrated with where its verdict depends on "
                           "values: .npz, .npy, or a folder of pictures",
                   .without = "random samples"},
                  {.names = "--seed",
                   .value = "N",
                   .help = "of random samples",
                   .without = "0",
                   .kind = ValueKind::kInteger},
                  {.names = "--require-full",
                   .help = "fail for a model of which a part stays on the host"},
                  json_option()},
      .run = check};
}

}  // namespace cnn2snn::cli
