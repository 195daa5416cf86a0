// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <random>

namespace cnn2snn::fuzz {

using Random = std::minstd_rand;

class Choice {
 public:
  explicit Choice(Random& random) : random_(random) {}

  std::size_t below(std::size_t count) { return count == 0 ? 0 : random_() % count; }
  bool one_in(std::size_t count) { return below(count) == 0; }
  /// Of a list that is not empty.
  template <class List>
  auto& one_of(List&& list) {
    return list[below(list.size())];
  }

 private:
  Random& random_;
};

}  // namespace cnn2snn::fuzz
