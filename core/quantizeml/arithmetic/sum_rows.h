// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace cnn2snn::quantizeml {

/// np.sum over all axes but the last of a C-ordered float32 array, `columns` its last axis: rows
/// are added one after the other, except that a last axis of length 1 leaves one contiguous sum,
/// which numpy makes in pairs. `values` is not empty and `columns` divides its size.
std::vector<float> sum_rows(const std::vector<float>& values, std::size_t columns);

}  // namespace cnn2snn::quantizeml
