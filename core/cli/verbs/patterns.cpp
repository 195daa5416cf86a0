// SPDX-License-Identifier: Apache-2.0
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

int list_patterns(const Values& values, System& system) {
  const Target target = target_from(values, system);
  if (target.problem) {
    system.err(text::usage_error("patterns", target.problem->reason));
    return kUsage;
  }
  std::string list;
  for (const Pattern& pattern : patterns(target.version.value_or(AkidaVersion::v2))) {
    if (values.flag("json")) {
      list += (list.empty() ? "" : ",") + json(pattern);
    } else {
      list += text::pattern(pattern);
    }
  }
  system.out(values.flag("json") ? "[" + list + "]\n" : list);
  return kSuccess;
}

}  // namespace

Verb patterns_verb() {
  Option target = target_option();
  target.without = "v2, or what the environment says";
  return {.name = "patterns",
          .summary = "list the layer patterns a target supports",
          .description = "Lists the sequences of quantized layers that become one Akida layer.",
          .options = {target, json_option()},
          .run = list_patterns};
}

}  // namespace cnn2snn::cli
