// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include <utility>

#include "base/conversion_error.h"
#include "cli/exit_codes.h"
#include "cli/outputs.h"
#include "cli/run_samples.h"
#include "cli/run_text.h"
#include "cli/runner_options.h"
#include "cli/text.h"
#include "cli/verb.h"
#include "cnn2snn/runner.h"

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

/// Pictures that are in memory at a time.
constexpr std::size_t kBatch = 64;

EvaluateResult evaluate_pictures(Runner& runner, System& system, const std::string& path) {
  const PictureInput input(system, path, runner);
  const Pictures& pictures = input.pictures();
  if (pictures.labels.empty()) {
    fail(ErrorId::kInput, Step::kRead, path + " has no sub-folders",
         "Give a folder with one sub-folder of pictures for each class.");
  }
  system.err(text::picture_note(path, input.note()));
  system.err(text::class_note(pictures.class_names));
  EvaluateResult all;
  for (std::size_t first = 0; first < pictures.files.size() && all.report.ok(); first += kBatch) {
    const std::size_t count = std::min(kBatch, pictures.files.size() - first);
    Array labels;
    labels.type = {ElementType::Kind::kSigned, 4};
    labels.shape = {static_cast<std::int64_t>(count)};
    for (std::size_t i = first; i < first + count; ++i) {
      for (unsigned shift = 0; shift < 32; shift += 8) {
        labels.data.push_back(static_cast<std::uint8_t>(pictures.labels[i] >> shift));
      }
    }
    all.add(runner.evaluate(input.read(first, count), labels));
  }
  return all;
}

EvaluateResult evaluate_arrays(Runner& runner, System& system, const std::string& path) {
  std::vector<Array> arrays = read_arrays(map_file(system, path).bytes, path);
  const Array x = take(arrays, "x", path);
  const Array y = take(arrays, "y", path);
  return runner.evaluate(x, y);
}

int evaluate(const Values& values, System& system) {
  const std::string model = values.text("model");
  const std::string data = values.text("input");
  EvaluateResult result;
  try {
    Report opened;
    const auto runner =
        open_runner(map_file(system, model).bytes, runner_options_of(values), opened);
    if (runner != nullptr) {
      result = system.kind(data) == PathKind::kFolder ? evaluate_pictures(*runner, system, data)
                                                      : evaluate_arrays(*runner, system, data);
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
      .options =
          {runner_model_option(),
           {.names = "-i, --input",
            .value = "DATA",
            .help =
                "an .npz with the arrays x (samples) and y (their classes, from 0), or a folder "
                "of pictures with one sub-folder for each class",
            .required = true},
           threads_option(),
           result_json_option()},
      .run = evaluate};
}

}  // namespace cnn2snn::cli
