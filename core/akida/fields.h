// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "cnn2snn/akida_model.h"

/// Typed access to what a layer holds by name. Which type has which parameters and variables, with
/// their shapes, is in layer_table.cpp.
namespace cnn2snn::akida {

/// The value of a parameter; 0 when the layer has none of that name.
std::int32_t parameter(const Layer& layer, std::string_view name);

/// A variable's name and the C++ type that holds its elements.
template <typename T>
struct VariableName {
  std::string_view name;
};

// Akida 1.0 and 2.0.
inline constexpr VariableName<std::int8_t> kWeights{"weights"};
// Akida 1.0.
inline constexpr VariableName<std::int8_t> kWeightsPw{"weights_pw"};
inline constexpr VariableName<std::int32_t> kThreshold{"threshold"};
inline constexpr VariableName<float> kActStep{"act_step"};
// Akida 2.0.
inline constexpr VariableName<std::int8_t> kBias{"bias"};
inline constexpr VariableName<std::uint8_t> kBiasShift{"bias_shift"};
inline constexpr VariableName<std::uint8_t> kInputShift{"input_shift"};
inline constexpr VariableName<std::uint8_t> kPaddingValue{"padding_value"};
inline constexpr VariableName<std::uint8_t> kOutputScales{"output_scales"};
inline constexpr VariableName<std::int8_t> kOutputShift{"output_shift"};
inline constexpr VariableName<std::uint8_t> kMaxValue{"max_value"};
inline constexpr VariableName<std::uint8_t> kMaxValueShift{"max_value_shift"};
inline constexpr VariableName<std::int32_t> kLutValues{"lut_values"};
inline constexpr VariableName<std::uint8_t> kActivationScales{"activation_scales"};
inline constexpr VariableName<std::int8_t> kActivationShift{"activation_shift"};
inline constexpr VariableName<std::uint8_t> kAShift{"a_shift"};
inline constexpr VariableName<std::uint8_t> kBShift{"b_shift"};
// StatefulRecurrent.
inline constexpr VariableName<std::int8_t> kInProj{"in_proj"};
inline constexpr VariableName<std::int8_t> kOutProj{"out_proj"};
inline constexpr VariableName<std::int16_t> kAReal{"A_real"};
inline constexpr VariableName<std::int16_t> kAImag{"A_imag"};
inline constexpr VariableName<std::uint8_t> kNewStateScale{"new_state_scale"};
inline constexpr VariableName<std::int8_t> kNewStateShift{"new_state_shift"};
inline constexpr VariableName<std::int8_t> kInternalStateOutputsShift{
    "internal_state_outputs_shift"};
// PicoPostProcessing.
inline constexpr VariableName<std::uint16_t> kInputScales{"input_scales"};
inline constexpr VariableName<std::int8_t> kPicoInputShift{"input_shift"};
inline constexpr VariableName<std::uint16_t> kPicoThreshold{"threshold"};
// Quantizer and Dequantizer.
inline constexpr VariableName<float> kScales{"scales"};
inline constexpr VariableName<std::uint8_t> kZeroPoints{"zero_points"};

/// nullptr: the layer has no variable of that name.
const Variable* find_variable(const Layer& layer, std::string_view name);
Variable* find_variable(Layer& layer, std::string_view name);

/// Number of elements; 0 for nullptr.
std::size_t element_count(const Variable* variable);

/// One element, whatever its type. All of them are exact in a double.
double element(const Variable& variable, std::size_t index);

/// All elements. T must be the type of VariableName, or std::int8_t for 1, 2 and 4-bit elements.
template <typename T>
std::vector<T> elements(const Variable& variable);

/// Overwrites the elements; there must be as many as before.
template <typename T>
void store(Variable& variable, std::span<const T> values);

/// The elements of a layer's variable; none when the layer has no such variable.
template <typename T>
std::vector<T> values(const Layer& layer, VariableName<T> name) {
  const Variable* variable = find_variable(layer, name.name);
  return variable == nullptr ? std::vector<T>{} : elements<T>(*variable);
}

}  // namespace cnn2snn::akida
