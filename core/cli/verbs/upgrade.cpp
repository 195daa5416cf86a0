// SPDX-License-Identifier: Apache-2.0
#include "base/conversion_error.h"
#include "cli/exit_codes.h"
#include "cli/outputs.h"
#include "cli/text.h"
#include "cli/verb.h"

namespace cnn2snn::cli {
namespace {

UpgradeResult upgrade_file(const std::string& file, const Values& values, System& system) {
  UpgradeResult result;
  try {
    result = cnn2snn::upgrade(map_file(system, file).bytes, {values.text("runtime-version")});
  } catch (const ConversionError& error) {
    result.report.problems.push_back(error.problem());
  }
  return result;
}

int upgrade(const Values& values, System& system) {
  const std::string file = values.text("FILE");
  const std::string asked = values.text("output");
  std::string wrong = wrong_outputs(system, {file}, asked, OutputKind::kAkida);
  if (asked == kStandardOutput && values.flag("json")) wrong = text::kStandardOutputAndJson;
  // Without --output the new file takes the place of the old one.
  if (!asked.empty() && !wrong.empty()) {
    system.err(text::usage_error("upgrade", wrong));
    return kUsage;
  }
  UpgradeResult result = upgrade_file(file, values, system);
  const bool kept = asked.empty() || asked == kStandardOutput;
  const std::string path =
      kept ? (asked.empty() ? file : asked) : output_path(system, file, asked, OutputKind::kAkida);
  if (result.report.ok()) save_akida(system, path, result);
  if (values.flag("json")) {
    system.out(to_json(result) + "\n");
  } else if (result.report.ok()) {
    const std::string what = text::upgraded(result, path);
    path == kStandardOutput ? system.err(what) : system.out(what);
  } else {
    system.err(
        text::problems(text::not_upgraded(file, result.report.problems.size()), result.report));
  }
  return exit_code(result.report);
}

}  // namespace

Verb upgrade_verb() {
  return {
      .name = "upgrade",
      .summary = "write an older Akida model in today's file layout",
      .description =
          "Writes an Akida model of any age (files of Akida 2.2 and earlier have another layout) "
          "in\ntoday's layout, for the oldest runtime that runs it.",
      .options = {{.names = "FILE", .help = "the Akida model (.fbz)", .required = true},
                  {.names = "-o, --output",
                   .value = "NEW",
                   .help = "the file to write, or a folder; - is the standard output",
                   .without = "FILE, which is replaced"},
                  {.names = "--runtime-version",
                   .value = "X.Y.Z",
                   .help = "Akida runtime version to stamp into the file",
                   .without = "the oldest that runs the model"},
                  json_option()},
      .run = upgrade};
}

}  // namespace cnn2snn::cli
