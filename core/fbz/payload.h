// SPDX-License-Identifier: Apache-2.0
#pragma once

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

/// Says in one sentence where `payload` differs from `model`; empty: nowhere.
std::string difference(std::span<const std::uint8_t> payload, const akida::Model& model);

}  // namespace cnn2snn::fbz
