// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/calibrate/fma_kernels.h"

namespace cnn2snn::quantizeml {
namespace {

std::vector<FmaKernels> find_kernels() {
  std::vector<FmaKernels> found;
#if defined(__x86_64__)
  const bool avx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
  if (avx2 && __builtin_cpu_supports("avx512f") != 0) found.push_back(kAvx512Kernels);
  if (avx2) found.push_back(kAvx2Kernels);
#endif
#if defined(__wasm_simd128__)
  found.push_back(kWasmKernels);
#endif
  found.push_back({portable_rows, portable_taps});
  return found;
}

}  // namespace

const std::vector<FmaKernels>& fma_kernels() {
  static const std::vector<FmaKernels> kernels = find_kernels();
  return kernels;
}

}  // namespace cnn2snn::quantizeml
