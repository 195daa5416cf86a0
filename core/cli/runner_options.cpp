// SPDX-License-Identifier: Apache-2.0
#include "cli/runner_options.h"

#include <algorithm>

namespace cnn2snn::cli {

Option runner_model_option() {
  return {.names = "-m, --model",
          .value = "MODEL",
          .help = "the Akida model (.fbz), or a model that convert takes",
          .required = true};
}

Option threads_option() {
  return {.names = "--threads",
          .value = "N",
          .help = "threads that samples are shared out to, 0: one a processor",
          .without = "1",
          .kind = ValueKind::kInteger};
}

Option result_json_option() {
  return {.names = "--json",
          .help = "print the result as JSON to the standard output, nothing else"};
}

RunnerOptions runner_options_of(const Values& values) {
  constexpr int kMostThreads = 1024;
  RunnerOptions options;
  options.threads =
      static_cast<unsigned>(std::clamp(values.integer("threads").value_or(1), 0, kMostThreads));
  return options;
}

}  // namespace cnn2snn::cli
