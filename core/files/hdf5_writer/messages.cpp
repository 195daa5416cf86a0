// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5_writer/messages.h"

#include "base/conversion_error.h"
#include "files/hdf5_writer/checksum.h"

namespace cnn2snn::hdf5 {

Bytes& Bytes::put(std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    bytes_.push_back(static_cast<std::uint8_t>(value >> (8 * i) & 0xFF));
  }
  return *this;
}

Bytes& Bytes::put(std::span<const std::uint8_t> bytes) {
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  return *this;
}

Bytes& Bytes::put_text(std::string_view text) {
  bytes_.insert(bytes_.end(), text.begin(), text.end());
  return *this;
}

void ObjectHeader::add(MessageType type, const Bytes& message) {
  if (message.size() > kMostMessage) {
    fail(ErrorId::kLimit, Step::kVerification, "A name in the model is too long for an HDF5 file.",
         "Give its layers shorter names.");
  }
  messages_.put(static_cast<std::uint64_t>(type), 1).put(message.size(), 2).put(0, 1);
  messages_.put(message.bytes());
}

std::vector<std::uint8_t> ObjectHeader::finish() const {
  Bytes header;
  constexpr std::uint64_t kSizeOf4Bytes = 2;  // Flags: the size below has four bytes.
  header.put_text("OHDR").put(2, 1).put(kSizeOf4Bytes, 1).put(messages_.size(), 4);
  header.put(messages_.bytes());
  header.put(lookup3(header.bytes()), 4);
  return header.bytes();
}

Bytes float32_type() {
  Bytes type;
  type.put(0x11, 1);                       // Version 1, class 1: floating point.
  type.put(0x20, 1).put(31, 1).put(0, 1);  // Little-endian, implied leading 1, sign in bit 31.
  type.put(4, 4);                          // Size.
  type.put(0, 2).put(32, 2);               // Offset and precision in bits.
  type.put(23, 1).put(8, 1);               // Exponent.
  type.put(0, 1).put(23, 1).put(127, 4);   // Mantissa, bias.
  return type;
}

Bytes text_type() {
  Bytes type;
  type.put(0x19, 1);                      // Version 1, class 9: variable length.
  type.put(1, 1).put(1, 1).put(0, 1);     // A string, ended by a null, UTF-8.
  type.put(16, 4);                        // Length, heap address, index.
  type.put(0x10, 1).put(0, 3).put(1, 4);  // Of bytes: version 1, class 0, size 1,
  type.put(0, 2).put(8, 2);               // 8 bits.
  return type;
}

Bytes scalar_space() {
  Bytes space;
  space.put(2, 1).put(0, 1).put(0, 1).put(0, 1);  // Version 2, rank 0, no flags, scalar.
  return space;
}

Bytes space(std::span<const std::int64_t> shape) {
  if (shape.empty()) return scalar_space();
  Bytes space;
  space.put(2, 1).put(shape.size(), 1).put(0, 1).put(1, 1);
  for (const std::int64_t extent : shape) space.put(static_cast<std::uint64_t>(extent), 8);
  return space;
}

Bytes attribute_message(const std::string& name, const Bytes& type, const Bytes& space,
                        const Bytes& data) {
  Bytes message;
  message.put(3, 1).put(0, 1).put(name.size() + 1, 2).put(type.size(), 2).put(space.size(), 2);
  message.put(1, 1);  // The name is UTF-8.
  message.put_text(name).put(0, 1);
  message.put(type.bytes()).put(space.bytes()).put(data.bytes());
  return message;
}

Bytes link_message(const std::string& name, std::uint64_t address) {
  constexpr std::uint64_t kCharacterSet = 0x10;
  constexpr std::uint64_t kLengthOf2Bytes = 0x01;
  Bytes message;
  message.put(1, 1).put(kCharacterSet | kLengthOf2Bytes, 1).put(1, 1);  // UTF-8.
  message.put(name.size(), 2).put_text(name).put(address, 8);
  return message;
}

}  // namespace cnn2snn::hdf5
