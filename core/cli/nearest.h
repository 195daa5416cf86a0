// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace cnn2snn::cli {

/// The word of `known` that `word` may be a misspelling of: the fewest letters to add, leave out or
/// change, at most a third of them; empty: none.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace cnn2snn::cli
