// SPDX-License-Identifier: Apache-2.0
#include "cli/progress_line.h"

#include "cli/text.h"

namespace cnn2snn::cli {
namespace {

constexpr std::chrono::milliseconds kPatience{300};
constexpr std::chrono::milliseconds kInterval{50};

}  // namespace

ProgressLine::ProgressLine(System& system) : system_(system) {}

Progress ProgressLine::callback() {
  if (!system_.error_is_terminal()) return {};
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
  system_.err("\r" + text::progress(fraction, step) + "\033[K");
}

void ProgressLine::clear() {
  if (shown_) system_.err("\r\033[K");
  shown_ = false;
}

}  // namespace cnn2snn::cli
