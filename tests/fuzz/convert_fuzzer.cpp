// SPDX-License-Identifier: Apache-2.0
//
// Bytes -> the public convert(), which must not throw, for both Akida generations. Seeds: the .h5
// files under tests/.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "cnn2snn/cnn2snn.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnn2snn;
  for (const AkidaVersion version : {AkidaVersion::v2, AkidaVersion::v1}) {
    ConvertOptions options;
    options.akida_version = version;
    const ConversionResult result = convert(std::span(data, size), options);
    // All or nothing: a file exactly when nothing is wrong, and never a defect of our own.
    if (result.report.ok() == result.fbz.empty()) std::abort();
    for (const Problem& problem : result.report.problems) {
      if (problem.id == ErrorId::kInternal) std::abort();
    }
  }
  return 0;
}
