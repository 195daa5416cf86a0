// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace cnn2snn::onnx {

/// Protocol Buffers has no larger messages.
constexpr std::size_t kMaxBytes = (std::size_t{1} << 31) - 1;
constexpr std::size_t kMaxRank = 16;

}  // namespace cnn2snn::onnx
