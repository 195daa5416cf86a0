// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cnn2snn/akida_model.h"

/// The FlatBuffer inside an `.fbz`, checked and taken apart. No FlatBuffers type leaves this
/// folder.
namespace cnn2snn::fbz {

/// Whether the runtime stores a variable with its first dimension fastest: its shape is then
/// reversed in the file. The bytes are the same in both orders.
bool stored_reversed(akida::LayerType type, std::string_view variable);

/// Decodes a FlatBuffer to layers without their derived members. Throws ConversionError
/// (kFbzCorrupt) for whatever makes no sense or crashes the runtime.
akida::Model parse(std::span<const std::uint8_t> payload);

/// The elements of a variable that are not in a payload: nothing was written where they belong.
struct LeftOut {
  const akida::Variable* variable;
  std::size_t position;
};

/// Says in one sentence where `payload` differs from `model`; empty: nowhere. Elements that are
/// left out have to belong where they are said to.
std::string difference(std::span<const std::uint8_t> payload, const akida::Model& model,
                       std::span<const LeftOut> left_out = {});

}  // namespace cnn2snn::fbz
