// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cnn2snn/akida_model.h"

namespace cnn2snn::akida {

/// A variable the runtime gives a layer, with its default value.
struct VariableRule {
  std::string_view name;
  std::vector<std::uint32_t> shape;
  DType dtype;
  /// One value for all elements. kRamp: -1024…1023 (the identity of a lookup table).
  std::int32_t default_value = 0;
  static constexpr std::int32_t kRamp = -1024;
};

/// The variables of a layer whose type, parameters and input shape are set. Throws ConversionError
/// when one would exceed 2^31 bytes.
std::vector<VariableRule> variable_rules(const Layer& layer);

/// Bytes of a variable of that shape; throws ConversionError (kLimit) above 2^31.
std::size_t byte_size(const std::vector<std::uint32_t>& shape, DType dtype);

/// A variable with its default elements.
Variable make_default(const VariableRule& rule);

/// Smallest and largest value the runtime takes for an int8-like variable of a layer.
struct ValueRange {
  std::int32_t min;
  std::int32_t max;
};
ValueRange value_range(LayerType type, const Variable& variable);

/// Throws ConversionError when an element lies outside value_range().
void check_values(LayerType type, const Variable& variable);

}  // namespace cnn2snn::akida
