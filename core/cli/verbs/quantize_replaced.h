// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "cli/verb.h"

/// The options of the official `cnn2snn quantize`, which QuantizeML replaced.
namespace cnn2snn::cli {

std::vector<Option> replaced_options();
/// Whether one of them is given.
bool is_replaced(const Values& values);
/// Says which options mean the same here. Gives the exit code.
int name_new_options(const Values& values, System& system);

}  // namespace cnn2snn::cli
