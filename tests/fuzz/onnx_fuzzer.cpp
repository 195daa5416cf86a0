// SPDX-License-Identifier: Apache-2.0
//
// Bytes -> ONNX model -> ONNX's checks -> Akida layers; then the verdict and the picture of the
// same bytes. Seeds: the .onnx files under tests/.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "base/conversion_error.h"
#include "cnn2snn/cnn2snn.h"
#include "convert/onnx/convert.h"
#include "onnx/model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnn2snn;
  const std::span bytes(data, size);
  Report report;
  try {
    (void)onnx::convert(onnx::read_model(bytes), {}, report);
  } catch (const ConversionError& error) {
    report.problems.push_back(error.problem());
  }
  for (const Report& other :
       {check_model_compatibility(bytes).report, inspect(bytes).report, convert(bytes).report}) {
    report.problems.insert(report.problems.end(), other.problems.begin(), other.problems.end());
  }
  for (const Problem& problem : report.problems) {
    if (problem.id == ErrorId::kInternal || problem.id == ErrorId::kOutOfMemory) std::abort();
  }
  return 0;
}
