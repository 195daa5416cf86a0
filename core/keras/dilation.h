// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cnn2snn::keras {

/// What to do about a layer whose dilation rate is not (1, 1): not to dilate, or, where nothing is
/// dilated and the rate only has another number of dimensions, to use a layer of two.
std::string remedy_for_dilation(std::string_view class_name, const std::vector<std::int64_t>& rate);

}  // namespace cnn2snn::keras
