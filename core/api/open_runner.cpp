// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "cnn2snn/cnn2snn.h"
#include "cnn2snn/runner.h"
#include "files/kind/kind.h"

namespace cnn2snn {

std::unique_ptr<Runner> open_runner(std::span<const std::uint8_t> bytes,
                                    const RunnerOptions& options, Report& report) {
  if (files::identify(bytes).kind == FileKind::kAkida) {
    return Runner::load(bytes, options, report);
  }
  ConversionResult converted = convert(bytes);
  report.warnings = std::move(converted.report.warnings);
  report.problems = std::move(converted.report.problems);
  return report.ok() ? Runner::make(std::move(converted.model), options, report) : nullptr;
}

}  // namespace cnn2snn
