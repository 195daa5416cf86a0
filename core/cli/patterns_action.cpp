// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "cli/actions.h"
#include "cli/environment.h"
#include "cli/exit_codes.h"
#include "cli/text.h"

namespace cnn2snn::cli {
namespace {

// Class names are identifiers: nothing to escape.
std::string json(const Pattern& pattern) {
  std::string layers;
  for (const std::string& layer : pattern.layers) {
    layers += (layers.empty() ? "\"" : ",\"") + layer + "\"";
  }
  return "{\"layers\":[" + layers + "],\"akida_layer\":\"" + pattern.akida_layer +
         "\",\"input\":" + (pattern.input ? "true" : "false") + "}";
}

}  // namespace

int run(const PatternsCommand& command) {
  const Target target = target_from(command.target);
  if (target.problem) {
    std::cerr << text::usage_error("patterns", target.problem->reason);
    return kUsage;
  }
  const std::vector<Pattern> all = patterns(target.version.value_or(AkidaVersion::v2));
  std::string list;
  for (const Pattern& pattern : all) {
    if (command.json) {
      list += (list.empty() ? "" : ",") + json(pattern);
    } else {
      list += text::pattern(pattern);
    }
  }
  std::cout << (command.json ? "[" + list + "]\n" : list);
  return kSuccess;
}

}  // namespace cnn2snn::cli
