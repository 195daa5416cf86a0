// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cnn2snn::mapping {

/// What a layer has, as a person reads it: "padding valid", "max pooling before dense (Dense1D)".
std::string in_words(std::string_view rule, std::string_view value);

}  // namespace cnn2snn::mapping
