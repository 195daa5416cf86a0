// SPDX-License-Identifier: Apache-2.0
#include "base/conversion_error.h"
#include "cli/exit_codes.h"
#include "cli/outputs.h"
#include "cli/text.h"
#include "cli/verb.h"

namespace cnn2snn::cli {
namespace {

int info(const Values& values, System& system) {
  const std::string file = values.text("FILE");
  InspectResult result;
  try {
    result = inspect(map_file(system, file).bytes);
  } catch (const ConversionError& error) {
    result.report.problems.push_back(error.problem());
  }
  if (values.flag("json")) {
    system.out(to_json(result) + "\n");
  } else {
    for (const Problem& warning : result.report.warnings) system.err(text::warning(warning));
    if (result.report.ok()) {
      system.out(text::inspected(file, result));
    } else {
      system.err(
          text::problems(text::not_shown(file, result.report.problems.size()), result.report));
    }
  }
  return exit_code(result.report);
}

}  // namespace

Verb info_verb() {
  return {.name = "info",
          .summary = "show what is inside an .h5, an .onnx or an .fbz file",
          .description =
              "Shows what is inside a Keras model (.h5), an ONNX model (.onnx) or an Akida model "
              "(.fbz);\nthe content decides which it is.",
          .options = {{.names = "FILE", .help = "the model (.h5, .onnx or .fbz)", .required = true},
                      json_option()},
          .run = info};
}

}  // namespace cnn2snn::cli
