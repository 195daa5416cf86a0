// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace cnn2snn::engine {

/// Drops the oldest of the frames in `memory` (oldest first) and appends a new one.
inline void push_frame(std::vector<std::int32_t>& memory, std::span<const std::int32_t> frame) {
  std::copy(memory.begin() + static_cast<std::ptrdiff_t>(frame.size()), memory.end(),
            memory.begin());
  std::copy(frame.begin(), frame.end(), memory.end() - static_cast<std::ptrdiff_t>(frame.size()));
}

}  // namespace cnn2snn::engine
