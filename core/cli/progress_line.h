// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "cli/system.h"
#include "cnn2snn/progress.h"

namespace cnn2snn::cli {

/// A progress bar on the standard error, only on a terminal and only for work that takes long.
class ProgressLine {
 public:
  explicit ProgressLine(System& system);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() { clear(); }
  /// To hand to a conversion; empty where nothing would be shown. Must not outlive this object.
  [[nodiscard]] Progress callback();
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  void show(double fraction, Step step);

  System& system_;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

}  // namespace cnn2snn::cli
