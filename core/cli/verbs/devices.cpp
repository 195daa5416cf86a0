// SPDX-License-Identifier: Apache-2.0
#include "cli/exit_codes.h"
#include "cli/text.h"
#include "cli/verb.h"

namespace cnn2snn::cli {
namespace {

int list_devices(const Values& values, System& system) {
  system.out(values.flag("json") ? to_json(devices()) + "\n" : text::devices());
  return kSuccess;
}

}  // namespace

Verb devices_verb() {
  return {.name = "devices",
          .summary = "list the devices that `check --device` knows",
          .description =
              "Lists Akida devices with what they say of themselves, and the pages of their "
              "documented limits.",
          .options = {json_option()},
          .run = list_devices};
}

}  // namespace cnn2snn::cli
