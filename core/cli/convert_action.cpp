// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "cli/actions.h"
#include "cli/environment.h"
#include "cli/exit_codes.h"
#include "cli/files.h"
#include "cli/progress_line.h"
#include "cli/text.h"

namespace cnn2snn::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStandardOutput = "-";

bool is_onnx(const std::string& path) {
  std::string extension = fs::path(path).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension == ".onnx";
}

// What is wrong with the outputs asked for; empty: nothing.
std::string check_outputs(const ConvertCommand& command) {
  if (command.output == kStandardOutput) {
    if (command.models.size() > 1) return text::several_outputs();
    return command.json ? std::string(text::kStandardOutputAndJson) : std::string();
  }
  std::error_code error;
  const bool folder = command.output.empty() || command.output.back() == '/' ||
                      fs::is_directory(command.output, error);
  if (!folder && command.models.size() > 1) return text::several_outputs();
  std::vector<fs::path> outputs;
  for (const std::string& model : command.models) {
    const fs::path output = output_path(model, command.output).lexically_normal();
    if (std::find(outputs.begin(), outputs.end(), output) != outputs.end()) {
      return text::same_output(output.string());
    }
    outputs.push_back(output);
    for (const std::string& other : command.models) {
      if (fs::equivalent(output, other, error)) return text::output_is_input(output.string());
    }
  }
  return {};
}

ConvertOptions options_of(const ConvertCommand& command) {
  ConvertOptions options;
  options.runtime_version = command.runtime_version;
  if (command.scale && command.shift) options.input_scaling = {*command.scale, *command.shift};
  return options;
}

ConversionResult convert_file(const std::string& model, const ConvertCommand& command) {
  ConversionResult result;
  try {
    const std::vector<std::uint8_t> bytes = read_file(model);
    const Target target = target_from(command.target);
    if (target.problem) {
      const InspectResult inspected = inspect(bytes);
      if (inspected.keras && inspected.keras->kind == ModelKind::kQuantizeML) {
        result.report.problems.push_back(*target.problem);
        result.keras = inspected.keras;
        result.h5_bytes = bytes.size();
        return result;
      }
    }
    ConvertOptions options = options_of(command);
    options.akida_version = target.version;
    ProgressLine line;
    options.progress = line.callback();
    result = convert(bytes, options);
  } catch (const ConversionError& error) {
    result.report.problems.push_back(error.problem());
  }
  if (!result.report.ok() && result.report.problems.front().id == ErrorId::kNotHdf5 &&
      is_onnx(model)) {
    result.report.problems.front().remedy = text::kOnnxRemedy;
  }
  return result;
}

void save(ConversionResult& result, const std::string& model, const std::string& asked) {
  try {
    if (asked != kStandardOutput) return write_file(output_path(model, asked), result.fbz);
    std::cout.write(reinterpret_cast<const char*>(result.fbz.data()),
                    static_cast<std::streamsize>(result.fbz.size()));
  } catch (const ConversionError& error) {
    result.report.problems.push_back(error.problem());
    result.fbz.clear();
    result.model = {};
  }
}

void print(const ConversionResult& result, const std::string& model,
           const ConvertCommand& command) {
  if (command.json) {
    std::cout << to_json(result) << '\n';
    return;
  }
  for (const Problem& warning : result.report.warnings) std::cerr << text::warning(warning);
  if (!result.report.ok()) {
    std::cerr << text::problems(text::not_converted(model, result.report.problems.size()),
                                result.report);
    return;
  }
  const bool to_stdout = command.output == kStandardOutput;
  const std::string path = to_stdout ? command.output : output_path(model, command.output).string();
  (to_stdout ? std::cerr : std::cout)
      << akida::summary(result.model) << text::converted(result, path);
}

}  // namespace

int run(const ConvertCommand& command) {
  if (const std::string wrong = check_outputs(command); !wrong.empty()) {
    std::cerr << text::usage_error("convert", wrong);
    return kUsage;
  }
  if (command.scale && command.shift) {
    std::cerr << text::kScalingDeprecated << '\n';
  } else if (command.scale || command.shift) {
    std::cerr << text::kScalingIncomplete << '\n';
  }
  int first_failure = kSuccess;
  for (const std::string& model : command.models) {
    ConversionResult result = convert_file(model, command);
    if (result.report.ok()) save(result, model, command.output);
    print(result, model, command);
    if (first_failure == kSuccess) first_failure = exit_code(result.report);
  }
  return first_failure;
}

}  // namespace cnn2snn::cli
