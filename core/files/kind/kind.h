// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cnn2snn/file_kind.h"

/// The one place that knows the signatures of files, and what to do with each kind.
namespace cnn2snn::files {

/// What a file is, in words.
struct Identity {
  FileKind kind = FileKind::kUnknown;
  std::string what;       ///< Completes "The file is …", e.g. "a TensorFlow Lite model".
  std::string next_step;  ///< The one thing to do with it to get a model that can be converted.
};

Identity identify(std::span<const std::uint8_t> bytes);

/// Where HDF5's signature stands: at 0, or after a user block of 512, 1024, 2048, … bytes (HDF5
/// file format II.A); nullopt: nowhere.
std::optional<std::size_t> hdf5_signature(std::span<const std::uint8_t> bytes);

/// Throws ConversionError (Step::kRead, kNotHdf5) that says what the file is instead of a Keras
/// model in HDF5, and what to do.
[[noreturn]] void refuse(const Identity& identity);

/// Throws as `refuse` does unless the bytes carry HDF5's signature.
void require_hdf5(std::span<const std::uint8_t> bytes);

}  // namespace cnn2snn::files
