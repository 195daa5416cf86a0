// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

// Object headers of version 2 and the messages in them (HDF5 file format IV.A).
namespace cnn2snn::hdf5 {

inline constexpr std::uint64_t kUndefinedAddress = ~std::uint64_t{0};

/// Appends little-endian fields.
class Bytes {
 public:
  Bytes& put(std::uint64_t value, std::size_t size);
  Bytes& put(std::span<const std::uint8_t> bytes);
  Bytes& put_text(std::string_view text);
  [[nodiscard]] const std::vector<std::uint8_t>& bytes() const { return bytes_; }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }

 private:
  std::vector<std::uint8_t> bytes_;
};

enum class MessageType : std::uint8_t {
  kDataspace = 0x01,
  kLinkInfo = 0x02,
  kDatatype = 0x03,
  kFillValue = 0x05,
  kLink = 0x06,
  kDataLayout = 0x08,
  kGroupInfo = 0x0A,
  kAttribute = 0x0C,
};

/// The most bytes a message may hold.
inline constexpr std::size_t kMostMessage = 65535;

class ObjectHeader {
 public:
  /// Throws (kLimit) for a message that is too long.
  void add(MessageType type, const Bytes& message);
  /// The whole header, with its checksum.
  [[nodiscard]] std::vector<std::uint8_t> finish() const;

 private:
  Bytes messages_;
};

Bytes float32_type();
/// Variable-length UTF-8; its elements are references into a global heap.
Bytes text_type();
/// Of one element, without dimensions.
Bytes scalar_space();
Bytes space(std::span<const std::int64_t> shape);
Bytes attribute_message(const std::string& name, const Bytes& type, const Bytes& space,
                        const Bytes& data);
Bytes link_message(const std::string& name, std::uint64_t address);

}  // namespace cnn2snn::hdf5
