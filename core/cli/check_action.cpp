// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "cli/actions.h"
#include "cli/environment.h"
#include "cli/exit_codes.h"
#include "cli/files.h"
#include "cli/progress_line.h"
#include "cli/text.h"

namespace cnn2snn::cli {
namespace {

CompatibilityResult check_file(const std::string& model, const CheckCommand& command) {
  CompatibilityResult result;
  const Target target = target_from(command.target);
  if (target.version) result.akida_version = *target.version;
  try {
    if (target.problem) throw ConversionError(*target.problem);
    const std::vector<std::uint8_t> bytes = read_file(model);
    CompatibilityOptions options;
    options.akida_version = target.version;
    options.input_dtype = command.input_dtype;
    ProgressLine line;
    options.progress = line.callback();
    result = check_model_compatibility(bytes, options);
  } catch (const ConversionError& error) {
    result.report.problems.push_back(error.problem());
  }
  return result;
}

void print(const CompatibilityResult& result, const std::string& model) {
  for (const Problem& warning : result.report.warnings) std::cerr << text::warning(warning);
  const std::size_t count = result.report.problems.size();
  if (result.report.ok()) {
    std::cout << text::compatible(model, result);
  } else if (exit_code(result.report) == kRefused) {
    std::cout << text::problems(text::not_compatible(model, result.akida_version, count),
                                result.report);
  } else {
    std::cerr << text::problems(text::not_checked(model, count), result.report);
  }
  for (const std::string& sentence : result.undecided) std::cout << "  " << sentence << '\n';
}

}  // namespace

int run(const CheckCommand& command) {
  int first_failure = kSuccess;
  for (const std::string& model : command.models) {
    const CompatibilityResult result = check_file(model, command);
    if (command.json) {
      std::cout << to_json(result) << '\n';
    } else {
      print(result, model);
    }
    if (first_failure == kSuccess) first_failure = exit_code(result.report);
  }
  return first_failure;
}

}  // namespace cnn2snn::cli
