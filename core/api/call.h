// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <new>
#include <stdexcept>
#include <string>

#include "base/conversion_error.h"
#include "cnn2snn/cnn2snn.h"

namespace cnn2snn {

/// Thrown by `tick` when the caller's progress function asks to stop.
inline void tick(const Progress& progress, double fraction, Step step) {
  if (progress && !progress(fraction, step)) {
    fail(ErrorId::kCancelled, step, "the conversion was cancelled");
  }
}

inline Problem no_memory(Step step) {
  return {ErrorId::kOutOfMemory,
          step,
          {},
          "not enough memory",
          "Close other programs, or convert a smaller model.",
          ""};
}

/// Runs `body` and turns whatever it throws into a problem of the report: nothing leaves the public
/// functions as an exception. `step` is told by foreign exceptions to have failed.
template <class Body>
void guarded(Report& report, Step step, Body body) {
  try {
    body();
  } catch (const ConversionError& error) {
    report.problems.push_back(error.problem());
  } catch (const std::bad_alloc&) {
    report.problems.push_back(no_memory(step));
  } catch (const std::length_error&) {
    // More elements than any vector can have.
    report.problems.push_back(no_memory(step));
  } catch (const std::exception& error) {
    report.problems.push_back({ErrorId::kInternal,
                               step,
                               {},
                               error.what(),
                               "This is a defect: please report it with the model's structure.",
                               ""});
  }
}

}  // namespace cnn2snn
