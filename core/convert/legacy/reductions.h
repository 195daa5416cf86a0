// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

/// Sums in the order in which TensorFlow's CPU kernels (Eigen, 8 float32 lanes) add: float32 sums
/// depend on it, and a standard deviation that differs in the last bit gives another act_step.
namespace cnn2snn::legacy {

/// Sum of all elements.
float sum(std::span<const float> values);

/// Sums over all axes but the last, of `columns` elements.
std::vector<float> column_sums(std::span<const float> values, std::size_t columns);

/// Population standard deviation: of all elements (`columns` 1), or one per element of the last
/// axis.
std::vector<float> standard_deviations(std::span<const float> values, std::size_t columns);

}  // namespace cnn2snn::legacy
