// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include <utility>

#include "cli/exit_codes.h"
#include "cli/outputs.h"
#include "cli/run_text.h"
#include "cli/runner_options.h"
#include "cli/text.h"
#include "cli/verb.h"
#include "cnn2snn/runner.h"
#include "files/npz/npz.h"

namespace cnn2snn::cli {
namespace {

Array take(std::vector<Array>& arrays, std::string_view name, const std::string& path) {
  const auto found = std::find_if(arrays.begin(), arrays.end(),
                                  [&](const Array& array) { return array.name == name; });
  if (found == arrays.end()) {
    fail(ErrorId::kInput, Step::kRead, path + " has no array " + std::string(name),
         "Save the samples as x and their classes as y: numpy.savez(file, x=…, y=…).");
  }
  return std::move(*found);
}

int evaluate(const Values& values, System& system) {
  const std::string model = values.text("model");
  const std::string data = values.text("input");
  EvaluateResult result;
  try {
    Report opened;
    const auto runner = open_runner(read_file(system, model), runner_options_of(values), opened);
    if (runner != nullptr) {
      std::vector<Array> arrays = npz::read_arrays(read_file(system, data));
      const Array x = take(arrays, "x", data);
      const Array y = take(arrays, "y", data);
      result = runner->evaluate(x, y);
    } else {
      result.report.problems = std::move(opened.problems);
    }
    result.report.warnings.insert(result.report.warnings.begin(), opened.warnings.begin(),
                                  opened.warnings.end());
  } catch (const ConversionError& error) {
    result.report.problems.push_back(error.problem());
  }
  if (values.flag("json")) {
    system.out(to_json(result) + "\n");
    return exit_code(result.report);
  }
  for (const Problem& warning : result.report.warnings) system.err(text::warning(warning));
  if (result.report.ok()) {
    system.out(text::evaluated(model, result));
  } else {
    system.err(text::problems(text::not_run(model, result.report.problems.size()), result.report));
  }
  return exit_code(result.report);
}

}  // namespace

Verb evaluate_verb() {
  return {
      .name = "evaluate",
      .summary = "measure the accuracy of an Akida model",
      .description =
          "Runs a model on samples with known classes: accuracy, confusion matrix, and per layer "
          "the\nshare of zeros (on which the power an Akida chip takes depends) and of saturated "
          "values.",
      .options = {runner_model_option(),
                  {.names = "-i, --input",
                   .value = "DATA",
                   .help = "an .npz with the arrays x (samples) and y (their classes, from 0)",
                   .required = true},
                  threads_option(),
                  result_json_option()},
      .run = evaluate};
}

}  // namespace cnn2snn::cli
