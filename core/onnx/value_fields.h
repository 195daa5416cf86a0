// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace cnn2snn::onnx {

/// Tags of the fields of a TensorProto that can hold its elements.
constexpr std::uint32_t kFloatData = 4;
constexpr std::uint32_t kInt32Data = 5;
constexpr std::uint32_t kStringData = 6;
constexpr std::uint32_t kInt64Data = 7;
constexpr std::uint32_t kRawData = 9;
constexpr std::uint32_t kDoubleData = 10;
constexpr std::uint32_t kUInt64Data = 11;

}  // namespace cnn2snn::onnx
