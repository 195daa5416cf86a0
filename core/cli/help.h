// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/verb.h"

namespace cnn2snn::cli {

/// The page of `cnn2snn --help`.
std::string program_help();
/// The page of `cnn2snn VERB --help`.
std::string help(const Verb& verb);

}  // namespace cnn2snn::cli
