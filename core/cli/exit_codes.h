// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/report.h"

namespace cnn2snn::cli {

/// Exit codes of the command line (documented in docs/cli.md and in --help).
enum ExitCode : int {
  kSuccess = 0,
  kOtherFailure = 1,   ///< Deprecated actions, cancelled, out of memory.
  kUsage = 2,          ///< Wrong arguments, or values they cannot take.
  kFileError = 3,      ///< A file cannot be read or written.
  kUnreadable = 4,     ///< Not a readable model (steps read and parse).
  kRefused = 5,        ///< Refused (steps quantization and conversion); check: not compatible.
  kInternalError = 6,  ///< Verification failed, or a defect of this program.
};

/// The exit code a report asks for: that of its first problem.
ExitCode exit_code(const Report& report);

}  // namespace cnn2snn::cli
