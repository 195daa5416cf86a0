// SPDX-License-Identifier: Apache-2.0
#include "cli/exit_codes.h"

namespace cnn2snn::cli {

ExitCode exit_code(const Report& report) {
  if (report.ok()) return kSuccess;
  const Problem& first = report.problems.front();
  switch (first.id) {
    case ErrorId::kFile:
      return kFileError;
    case ErrorId::kArgument:
      return kUsage;
    case ErrorId::kCancelled:
    case ErrorId::kOutOfMemory:
      return kOtherFailure;
    case ErrorId::kVerification:
    case ErrorId::kInternal:
      return kInternalError;
    default:
      break;
  }
  switch (first.step) {
    case Step::kRead:
    case Step::kParse:
      return kUnreadable;
    case Step::kVerification:
      return kInternalError;
    default:
      return kRefused;
  }
}

}  // namespace cnn2snn::cli
