// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

/// Files of the command line. Failures are ConversionError (kFile) with a path in the reason.
namespace cnn2snn::cli {

/// The whole file, read once into memory of its size.
std::vector<std::uint8_t> read_file(const std::string& path);

/// Writes to a temporary file in the same folder and renames it: `path` is the whole new file or
/// what it was before. Missing folders are made. Devices and pipes are written to directly.
void write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);

/// `path` without its last extension, as Python's os.path.splitext cuts it.
std::string without_extension(const std::string& path);

/// Where the Akida model of `model` goes. `asked` is the value of --output: empty (beside the
/// model), a folder (exists, or ends with a slash) or a file (".fbz" is added when it has no
/// extension).
std::filesystem::path output_path(const std::string& model, const std::string& asked);

}  // namespace cnn2snn::cli
