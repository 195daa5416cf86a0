// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace cnn2snn::quantizeml {

/// Of each channel of `values` (channels last, as many as `largest` has): the largest |x|. False:
/// a value is NaN or infinite; `largest` is of no use then.
bool largest_magnitudes(std::span<const float> values, std::span<float> largest);

/// Of each channel of finite `values`, of which there are some: the least and the largest.
void least_and_largest(std::span<const float> values, std::span<float> least,
                       std::span<float> largest);

}  // namespace cnn2snn::quantizeml
