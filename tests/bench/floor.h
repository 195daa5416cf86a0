// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The floor of a conversion, which no converter can avoid: reading every weight of the model
/// through HDF5, and compressing what an Akida file holds.
namespace cnn2snn::bench {

/// The bytes of a file, in memory that nothing else was written to before.
struct File {
  std::unique_ptr<std::uint8_t[]> memory;
  std::size_t size = 0;
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {memory.get(), size}; }
};

/// Throws std::runtime_error where there is no such file.
File read_file(const std::string& path);

/// What the Akida file of this model holds, before it is compressed. Throws ConversionError.
std::string payload_of(std::span<const std::uint8_t> h5);

/// Reads all weights of the model and compresses the payload: the bytes of its Akida file.
std::vector<char> floor(std::span<const std::uint8_t> h5, std::string_view payload);

/// The same as a program: reads the model and the payload from files, and writes the Akida file.
void floor_program(const std::string& h5, const std::string& payload, const std::string& fbz);

}  // namespace cnn2snn::bench
