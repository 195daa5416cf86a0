// SPDX-License-Identifier: Apache-2.0
//
// Bytes -> the public quantize(), which must not throw: a float model calibrated with two random
// samples. Seeds: the .h5 files of tests/fixtures/quantize and tests/fixtures/compat.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "cnn2snn/quantize.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnn2snn;
  QuantizeOptions options;
  options.num_samples = 2;
  options.batch_size = 2;
  const QuantizeResult result = quantize(std::span(data, size), options);
  if (result.report.ok() == result.fbz.empty()) std::abort();
  if (result.report.ok() && result.h5.empty()) std::abort();
  for (const Problem& problem : result.report.problems) {
    if (problem.id == ErrorId::kInternal) std::abort();
  }
  return 0;
}
