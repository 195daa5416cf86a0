// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <protozero/exception.hpp>
#include <protozero/pbf_reader.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cnn2snn/report.h"

/// Protocol Buffers' wire format, read only: protozero, with its asserted preconditions turned into
/// checks. protozero checks a field's wire type by assert alone, so a field is read only where tag
/// *and* wire type are the expected ones; as in Google's reader, any other is an unknown field.
namespace cnn2snn::protobuf {

/// The bytes of a message; they belong to the caller's file.
using Bytes = std::string_view;

inline Bytes bytes_of(std::span<const std::uint8_t> data) {
  return {reinterpret_cast<const char*>(data.data()), data.size()};
}

/// One field of a message, at which protozero's reader stands.
class Field {
 public:
  explicit Field(protozero::pbf_reader& reader) : reader_(reader), tag_(reader.tag()) {}
  /// Also when the field has been read: the reader itself forgets it then, in builds with asserts.
  [[nodiscard]] std::uint32_t tag() const { return tag_; }
  /// A float, or one of a list that is not packed.
  [[nodiscard]] bool is_fixed32() const;

  /// Each reads the field where its wire type fits; otherwise leaves it unread and gives false.
  bool read(std::int64_t& value);
  bool read(std::int32_t& value);  ///< Cut to 32 bits, as Google's reader does.
  bool read(Bytes& value);
  bool read(std::string& value);
  /// Steps over one number of a list that is not packed.
  bool skip_number();
  /// Repeated numbers come packed or one by one; both are appended. `most` bounds their number.
  bool append(std::vector<std::int64_t>& values, std::size_t most);
  bool append(std::vector<std::int32_t>& values, std::size_t most);
  bool append(std::vector<float>& values, std::size_t most);

 private:
  template <typename T, typename Decode>
  bool append_varints(std::vector<T>& values, std::size_t most, Decode decode);

  protozero::pbf_reader& reader_;
  std::uint32_t tag_;
};

/// Refuses bytes that are no message.
[[noreturn]] void fail_message();

/// Calls `on_field(Field&)` for each field, which reads it or gives false: then it is stepped over.
/// Throws ConversionError (E_ONNX_CORRUPT) where the bytes break the wire format.
template <typename OnField>
void for_each_field(Bytes message, OnField on_field) {
  try {
    protozero::pbf_reader reader(message.data(), message.size());
    while (reader.next()) {
      Field field(reader);
      if (!on_field(field)) reader.skip();
    }
  } catch (const protozero::exception&) {
    fail_message();
  }
}

}  // namespace cnn2snn::protobuf
