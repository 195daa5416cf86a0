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
#include "files/kind/kind.h"
#include "files/npz/npz.h"

namespace cnn2snn::cli {
namespace {

/// The samples of one -i.
struct Input {
  Array array;
  std::vector<std::string> names;  ///< Of the samples; empty: they have numbers.
};

Input read_input(System& system, const std::string& path, const Runner& runner) {
  if (system.kind(path) != PathKind::kFolder) {
    const FileBytes file = map_file(system, path);
    if (files::identify(file.bytes).kind != FileKind::kImage) {
      return {as_batch(only_array(file.bytes, path), runner.info().input_shape), {}};
    }
  }
  const PictureInput input(system, path, runner);
  system.err(text::picture_note(path, input.note()));
  return {input.read(0, input.pictures().files.size()), input.pictures().files};
}

std::vector<std::string> read_labels(System& system, const std::string& path) {
  std::vector<std::string> labels;
  if (path.empty()) return labels;
  std::string line;
  const FileBytes file = map_file(system, path);
  for (const std::uint8_t byte : file.bytes) {
    if (byte != '\n') {
      line += static_cast<char>(byte);
      continue;
    }
    labels.push_back(std::exchange(line, {}));
  }
  if (!line.empty()) labels.push_back(line);
  for (std::string& label : labels) {
    if (!label.empty() && label.back() == '\r') label.pop_back();
  }
  return labels;
}

/// Collects the arrays of the output file.
class Outputs {
 public:
  void add(std::size_t call, ForwardResult& result) {
    const std::string k = std::to_string(call);
    if (!result.scores.shape.empty()) {
      result.scores.name = "predict." + k;
      arrays_.push_back(std::move(result.scores));
    } else if (result.layers.empty()) {
      result.output.name = "out." + k + "." + std::to_string(last_layer_);
      arrays_.push_back(std::move(result.output));
    }
    for (std::size_t i = 0; i < result.layers.size(); ++i) {
      result.layers[i].name = "out." + k + "." + std::to_string(i);
      arrays_.push_back(std::move(result.layers[i]));
    }
  }
  explicit Outputs(std::size_t last_layer) : last_layer_(last_layer) {}
  [[nodiscard]] const std::vector<Array>& arrays() const { return arrays_; }

 private:
  std::size_t last_layer_;
  std::vector<Array> arrays_;
};

void run_all(Runner& runner, const Values& values, System& system, Report& report) {
  const std::vector<std::string> labels = read_labels(system, values.text("labels"));
  const auto top = static_cast<std::size_t>(std::max(values.integer("top").value_or(5), 1));
  const std::string output = values.text("output");
  Outputs outputs(runner.model().layers.size() - 1);
  std::size_t call = 0;
  for (const std::string& path : values.all("input")) {
    ForwardOptions options;
    options.scores = runner.info().scores;
    options.layers = values.flag("layers") && !output.empty();
    const Input input = read_input(system, path, runner);
    ForwardResult result = runner.forward(input.array, options);
    for (const Problem& warning : result.report.warnings) report.warnings.push_back(warning);
    for (Problem& problem : result.report.problems) {
      problem.reason = path + ": " + problem.reason;
      report.problems.push_back(problem);
    }
    if (values.flag("json")) system.out(to_json(result, top, labels) + "\n");
    if (!result.report.ok()) return;
    if (!output.empty()) {
      outputs.add(call, result);
    } else if (!values.flag("json")) {
      system.out(text::ran(path, input.names, result, top, labels));
    }
    ++call;
  }
  if (output.empty()) return;
  write_output(system, output, npz::write_npz(outputs.arrays()), OutputKind::kSamples);
  if (!values.flag("json")) {
    system.out(text::outputs_written(output, outputs.arrays().size()));
  }
}

int run(const Values& values, System& system) {
  if (values.flag("layers") && values.text("output").empty()) {
    system.err(text::usage_error("run", "--layers needs --output"));
    return kUsage;
  }
  const std::string model = values.text("model");
  Report report;
  std::size_t reported = 0;
  try {
    const auto runner =
        open_runner(map_file(system, model).bytes, runner_options_of(values), report);
    if (runner != nullptr) {
      run_all(*runner, values, system, report);
      reported = values.flag("json") ? report.problems.size() : 0;
    }
  } catch (const ConversionError& error) {
    report.problems.push_back(error.problem());
  }
  if (values.flag("json") && !report.ok() && reported == 0) {
    ForwardResult failed;
    failed.report = report;
    system.out(to_json(failed, 0) + "\n");
  } else if (!values.flag("json")) {
    for (const Problem& warning : report.warnings) system.err(text::warning(warning));
    if (!report.ok()) {
      system.err(text::problems(text::not_run(model, report.problems.size()), report));
    }
  }
  return exit_code(report);
}

}  // namespace

Verb run_verb() {
  return {
      .name = "run",
      .summary = "run an Akida model on samples",
      .description =
          "Runs a model: every integer is that of the Akida software runtime. Several inputs are "
          "calls\none after the other: temporal layers remember.",
      .options =
          {runner_model_option(),
           {.names = "-i, --input",
            .value = "INPUT",
            .help =
                "samples: .npy, or .npz with one array, one or a batch; a PNG or JPEG file, or a "
                "folder of them",
            .required = true,
            .repeated = true},
           {.names = "-o, --output",
            .value = "OUTPUT",
            .help = "the .npz to write: predict.K, or out.K.INDEX where the model has no "
                    "scores",
            .without = "the classes and their scores are printed"},
           {.names = "--layers", .help = "write the outputs of all layers, out.K.INDEX"},
           {.names = "--top",
            .value = "N",
            .help = "classes to print for every sample",
            .without = "5",
            .kind = ValueKind::kInteger},
           {.names = "--labels", .value = "FILE", .help = "names of the classes, one a line"},
           threads_option(),
           result_json_option()},
      .run = run};
}

}  // namespace cnn2snn::cli
