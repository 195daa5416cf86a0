// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/simd.h"

#include <array>

namespace cnn2snn::engine {

namespace {

#ifdef CNN2SNN_X86_KERNELS
constexpr std::array kSets{&kSimdBaseline, &kSimdAvx2, &kSimdAvx512, &kSimdVnni};

std::size_t count_runnable() {
  // These also ask whether the operating system saves the wide registers.
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("sse4.2")) return 0;
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") ||
      !__builtin_cpu_supports("bmi") || !__builtin_cpu_supports("bmi2")) {
    return 1;
  }
  const bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                    __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  if (!wide) return 2;
  return __builtin_cpu_supports("avx512vnni") ? 4 : 3;
}
#else
constexpr std::array kSets{&kSimdBaseline};

std::size_t count_runnable() {
  return kSets.size();
}
#endif

}  // namespace

std::size_t simd_kernel_count() {
  static const std::size_t count = count_runnable();
  return count;
}

const SimdKernels& simd_kernel_set(std::size_t number) {
  return *kSets[number];
}

const SimdKernels* simd_kernels() {
  const std::size_t count = simd_kernel_count();
  return count == 0 ? nullptr : &simd_kernel_set(count - 1);
}

}  // namespace cnn2snn::engine
