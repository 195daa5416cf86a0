// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "cnn2snn/akida_model.h"

/// What the runtime knows of each layer type: one row per type. The rules were found by calling the
/// public Python API of akida 2.19.3; messages and exception classes are the runtime's.
namespace cnn2snn::akida {

enum class IpVersion { kNeutral, kV1, kV2, kPico };

/// How many inbounds a layer type takes.
enum class Arity { kInput, kInputOrQuantizer, kOne, kTwo };

/// Which values between the limits a parameter takes.
enum class Accepts { kAll, kOdd, kPowersOfTwo, kFourOrEight, kOneOrThree };

/// The order of a type's rules is the order in which the runtime checks them.
struct ParameterRule {
  std::string_view name;
  std::optional<std::int32_t> default_value;  ///< Of the API; absent: must be given.
  std::int32_t min;
  std::int32_t max;
  std::string_view error;  ///< Message; '%' stands for the value; empty: made up from the limits.
  Accepts accepts = Accepts::kAll;
};

struct LayerRule {
  LayerType type;
  std::string_view name;        ///< "InputConvolutional"
  std::string_view short_name;  ///< In generated names: "InputConv"
  std::string_view title;       ///< In summaries: "InputConv."
  IpVersion ip;
  Arity arity;
  std::span<const ParameterRule> parameters;
};

/// nullptr: no such type.
const LayerRule* find_rule(LayerType type);

/// Whether the type is InputConvolutional, Convolutional or SeparableConvolutional.
bool is_v1_convolution(LayerType type);

}  // namespace cnn2snn::akida
