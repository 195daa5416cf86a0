// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "quantizeml/calibrate/fma_chains.h"

// The inner loops of fma_chains, for processors with and without fused multiply-add. All give the
// same bits.
namespace cnn2snn::quantizeml {

struct FmaKernels {
  /// sums[r][n] = the chain over `depth` products rows[r][k] · w[k · kLanes + n].
  void (*rows)(const float* const* rows, std::size_t count, const float* w, std::size_t depth,
               float (*sums)[kLanes]);
  /// sums[c] = fma(x[c], w[c], sums[c])
  void (*channels)(const float* x, const float* w, float* sums, std::size_t count);
};

/// Those for the processor this runs on.
FmaKernels fma_kernels();

void portable_rows(const float* const* rows, std::size_t count, const float* w, std::size_t depth,
                   float (*sums)[kLanes]);
void portable_channels(const float* x, const float* w, float* sums, std::size_t count);

}  // namespace cnn2snn::quantizeml
