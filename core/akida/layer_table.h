// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "cnn2snn/akida_model.h"
#include "cnn2snn/report.h"

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
  Rule broken = Rule::kNone;  ///< By another value, where the rule has a name.
};

/// One dimension of a variable, from the layer's shapes and parameters.
enum class Extent : std::uint8_t {
  kNone,      ///< The variable has fewer dimensions.
  kOne,       ///< 1
  kChannels,  ///< Channels of the input.
  kInputs,    ///< All values of the input, flattened.
  kOutputs,   ///< Channels of the output.
  kKernel,
  kKernelWidth,
  kKernelHeight,
  kFifo,
  kFifoChannels,  ///< fifo_size times the channels of the input.
  kStates,
  kTable,  ///< 2048, the size of a lookup table.
};

enum class Elements : std::uint8_t {
  kInt8,
  kUInt8,
  kInt16,
  kUInt16,
  kInt32,
  kFloat32,
  kWeightsV1,  ///< As wide as weights_bits says.
  kWeightsV2,  ///< int8 if weights_bits is 8, else int4.
  kShift,      ///< int8: a shift to the left, to the right when negative.
  kLeftShift,  ///< uint8: a shift to the left.
};

/// The activation a layer must have to own a variable.
enum class When : std::uint8_t { kAlways, kReLU, kLUT };

struct VariableRow {
  std::string_view name;
  std::array<Extent, 4> shape;
  Elements elements;
  std::int32_t default_value = 0;  ///< Of all elements; VariableRule::kRamp: -1024…1023.
  When when = When::kAlways;
};

/// The published runtimes that brought new layer types, in order.
enum class Runtime : std::uint8_t { k2_4_0, k2_14_0, k2_18_2, k2_19_1, k2_19_3 };

struct LayerRule {
  LayerType type;
  std::string_view name;        ///< "InputConvolutional"
  std::string_view short_name;  ///< In generated names: "InputConv"
  std::string_view title;       ///< In summaries: "InputConv."
  IpVersion ip;
  Arity arity;
  std::span<const ParameterRule> parameters;
  std::span<const VariableRow> variables;
  Runtime oldest_runtime;  ///< That loads the type (measured).
};

/// nullptr: no such type.
const LayerRule* find_rule(LayerType type);

/// Whether the type is InputConvolutional, Convolutional or SeparableConvolutional.
bool is_v1_convolution(LayerType type);

}  // namespace cnn2snn::akida
