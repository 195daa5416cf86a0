// SPDX-License-Identifier: Apache-2.0
#include "cli/progress_line.h"

#include <unistd.h>

#include <iostream>

#include "cli/text.h"

namespace cnn2snn::cli {
namespace {

constexpr std::chrono::milliseconds kPatience{300};
constexpr std::chrono::milliseconds kInterval{50};

}  // namespace

ProgressLine::ProgressLine() : terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress ProgressLine::callback() {
  if (!terminal_) return {};
  return [this](double fraction, Step step) {
    show(fraction, step);
    return true;
  };
}

void ProgressLine::show(double fraction, Step step) {
  const Clock::time_point now = Clock::now();
  if (now - start_ < kPatience || now - last_ < kInterval) return;
  last_ = now;
  shown_ = true;
  std::cerr << '\r' << text::progress(fraction, step) << "\033[K" << std::flush;
}

void ProgressLine::clear() {
  if (shown_) std::cerr << "\r\033[K" << std::flush;
  shown_ = false;
}

}  // namespace cnn2snn::cli
