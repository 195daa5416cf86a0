// SPDX-License-Identifier: Apache-2.0
//
// Bytes -> the public inspect(), which must not throw. Seeds: the .fbz files under tests/.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "cnn2snn/cnn2snn.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnn2snn;
  const InspectResult result = inspect(std::span(data, size));
  for (const Problem& problem : result.report.problems) {
    if (problem.id == ErrorId::kInternal) std::abort();
  }
  return 0;
}
