// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5/global_heap.h"

#include <algorithm>
#include <string_view>

#include "files/kind/kind.h"

namespace cnn2snn::hdf5 {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::string_view kSignature("GCOL\x01\0\0\0", 8);  // With version and reserved bytes.
// Hostile collections may lie inside each other: without a limit, walking them all would not end in
// useful time. A list of a million names needs a million objects.
constexpr std::size_t kMaxWalked = 4'000'000;

std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// A little-endian number; of wider ones the lowest 8 bytes.
std::uint64_t decode(Bytes bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(size, 8); ++i) {
    value |= std::uint64_t{bytes[at + i]} << (8 * i);
  }
  return value;
}

std::uint64_t aligned(std::uint64_t size) {
  return (size + 7) / 8 * 8;
}

// Calls `visit(index, data)` for each object of the collection at the start of `bytes` until it
// returns false; false when that happened or the collection is damaged.
template <typename Visit>
bool walk(Bytes bytes, std::size_t length_size, Visit visit) {
  const std::uint64_t header = aligned(8 + length_size);
  if (bytes.size() < header || !is_global_heap(bytes)) return false;
  const std::uint64_t size = decode(bytes, 8, length_size);
  if (size > bytes.size()) return false;
  std::uint64_t at = header;
  // Each object: index (2 bytes; 0: free space), references (2), reserved (4), size, data. Fewer
  // bytes than that at the end are free.
  while (at + header <= size) {
    const auto object = static_cast<std::size_t>(at);
    const std::uint64_t index = decode(bytes, object, 2);
    const std::uint64_t length = decode(bytes, object + 8, length_size);
    if (length > size) return false;
    const std::uint64_t needed = index > 0 ? header + aligned(length) : length;
    if (needed < header || needed > size - at) return false;
    const Bytes data = index > 0 ? bytes.subspan(static_cast<std::size_t>(at + header),
                                                 static_cast<std::size_t>(length))
                                 : Bytes();
    if (!visit(index, data)) return false;
    at += needed;
  }
  return true;
}

}  // namespace

std::size_t size_of_lengths(Bytes file) {
  constexpr std::size_t kSuperblockStart = 16;
  const std::size_t at = files::hdf5_signature(file).value_or(0);
  if (file.size() - at < kSuperblockStart) return 8;
  const std::size_t version = file[at + 8];
  const std::size_t size = file[at + (version < 2 ? 14 : 10)];
  return size == 2 || size == 4 || size == 8 || size == 16 || size == 32 ? size : 8;
}

bool is_global_heap(Bytes bytes) {
  return as_text(bytes).starts_with(kSignature);
}

bool is_sound_global_heap(Bytes bytes, std::size_t length_size) {
  return walk(bytes, length_size, [](std::uint64_t, Bytes) { return true; });
}

GlobalHeap::GlobalHeap(Bytes file)
    : file_(file.subspan(files::hdf5_signature(file).value_or(0))),
      length_size_(size_of_lengths(file)) {}

std::optional<Bytes> GlobalHeap::object(std::uint64_t address, std::uint64_t index) {
  if (address >= file_.size()) return std::nullopt;
  const auto [entry, is_new] = collections_.try_emplace(address);
  Objects& objects = entry->second;
  if (is_new) {
    const bool sound = walk(file_.subspan(static_cast<std::size_t>(address)), length_size_,
                            [&](std::uint64_t number, Bytes data) {
                              if (number > 0) objects[number] = data;
                              return ++walked_ <= kMaxWalked;
                            });
    if (!sound) objects.clear();
  }
  const auto found = objects.find(index);
  return found != objects.end() ? std::optional(found->second) : std::nullopt;
}

}  // namespace cnn2snn::hdf5
