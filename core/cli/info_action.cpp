// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "cli/actions.h"
#include "cli/exit_codes.h"
#include "cli/files.h"
#include "cli/text.h"

namespace cnn2snn::cli {

int run(const InfoCommand& command) {
  InspectResult result;
  try {
    result = inspect(read_file(command.file));
  } catch (const ConversionError& error) {
    result.report.problems.push_back(error.problem());
  }
  if (command.json) {
    std::cout << to_json(result) << '\n';
  } else {
    for (const Problem& warning : result.report.warnings) std::cerr << text::warning(warning);
    std::cout << text::inspected(command.file, result);
    if (!result.report.ok()) {
      std::cerr << text::problems(text::not_shown(command.file, result.report.problems.size()),
                                  result.report);
    }
  }
  return exit_code(result.report);
}

}  // namespace cnn2snn::cli
