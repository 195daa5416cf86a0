// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cnn2snn::cli {

/// As a POSIX shell takes the word literally.
std::string shell_word(const std::string& word);

}  // namespace cnn2snn::cli
