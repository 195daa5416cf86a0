// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <vector>

#include "base/conversion_error.h"
#include "files/kind/signatures.h"
#include "files/snappy/snappy_stream.h"

namespace cnn2snn::files {
namespace {

// The root table stands in front: FlatBuffers are built from their end.
constexpr std::size_t kLooked = 4096;
constexpr std::uint64_t kMostFields = 8;

std::uint64_t number(const std::vector<std::uint8_t>& bytes, std::uint64_t at, unsigned size) {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < size; ++i) {
    value |= std::uint64_t{bytes[static_cast<std::size_t>(at) + i]} << (8 * i);
  }
  return value;
}

// Whether a FlatBuffer of `size` bytes begins with `start`: its root table names a table of fields
// that begins with the list of layers.
bool is_flatbuffer(const std::vector<std::uint8_t>& start, std::uint64_t size) {
  if (start.size() < 12) return false;
  const std::uint64_t root = number(start, 0, 4);
  if (root < 4 || root + 4 > start.size()) return false;
  const auto back = static_cast<std::int32_t>(static_cast<std::uint32_t>(number(start, root, 4)));
  const std::int64_t fields = static_cast<std::int64_t>(root) - back;
  if (fields < 4 || static_cast<std::uint64_t>(fields) + 6 > size) return false;
  const auto table = static_cast<std::uint64_t>(fields);
  if (table + 6 > start.size()) return true;
  const std::uint64_t bytes = number(start, table, 2);
  const std::uint64_t first_field = number(start, table + 4, 2);
  return bytes >= 6 && bytes % 2 == 0 && bytes <= 4 + 2 * kMostFields && first_field >= 4 &&
         first_field < number(start, table + 2, 2);
}

}  // namespace

bool is_akida(std::string_view bytes) {
  const std::span<const std::uint8_t> span(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                           bytes.size());
  try {
    const std::uint64_t size = announced_size(span);
    return is_flatbuffer(decompress_start(span.first(std::min(kLooked, span.size()))), size);
  } catch (const ConversionError&) {
    return false;
  }
}

}  // namespace cnn2snn::files
