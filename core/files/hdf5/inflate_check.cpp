// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5/inflate_check.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "files/hdf5/library.h"

namespace cnn2snn::hdf5 {
namespace {

constexpr std::uint64_t kChecksumBytes = 4;  // Of fletcher32.

struct Chunk {
  std::array<hsize_t, H5S_MAX_RANK> offset{};
  std::size_t size = 0;
};

struct ChunkList {
  std::size_t rank = 0;
  unsigned deflate_bit = 0;
  std::vector<Chunk> deflated;
};

int collect(const hsize_t* offset, unsigned skipped_filters, haddr_t /*address*/, hsize_t size,
            void* data) noexcept {
  auto* list = static_cast<ChunkList*>(data);
  if ((skipped_filters >> list->deflate_bit & 1U) != 0) return 0;
  Chunk chunk;
  std::copy_n(offset, list->rank, chunk.offset.begin());
  chunk.size = static_cast<std::size_t>(size);
  list->deflated.push_back(chunk);
  return 0;
}

// Whether the zlib stream ends within `limit` bytes of output.
bool inflates_within(const std::vector<Bytef>& packed, std::uint64_t limit) {
  z_stream stream{};
  stream.next_in = const_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  if (inflateInit(&stream) != Z_OK) return false;
  std::array<Bytef, 32768> scratch;
  std::uint64_t made = 0;
  int status = Z_OK;
  while (status == Z_OK && made <= limit) {
    stream.next_out = scratch.data();
    stream.avail_out = static_cast<uInt>(scratch.size());
    status = inflate(&stream, Z_NO_FLUSH);
    made += scratch.size() - stream.avail_out;
  }
  inflateEnd(&stream);
  return status == Z_STREAM_END && made <= limit;
}

}  // namespace

void check_inflated_size(hid_t dataset, const std::string& name, unsigned deflate_bit,
                         std::uint64_t chunk_bytes) {
  const hid_t space = H5Dget_space(dataset);
  const int rank = H5Sget_simple_extent_ndims(space);
  H5Sclose(space);
  if (rank < 0) fail_corrupt("Reading the shape of the dataset '" + name + "'");
  ChunkList list{
      .rank = static_cast<std::size_t>(rank), .deflate_bit = deflate_bit, .deflated = {}};
  if (H5Dchunk_iter(dataset, H5P_DEFAULT, collect, &list) < 0) {
    fail_corrupt("Reading the chunks of the dataset '" + name + "'");
  }
  std::vector<Bytef> packed;
  for (const Chunk& chunk : list.deflated) {
    // zlib cannot make data longer by more than 0.03 % and a few bytes.
    if (chunk.size > chunk_bytes + chunk_bytes / 1000 + 64 ||
        chunk.size > std::numeric_limits<uInt>::max()) {
      fail_corrupt("Inflating the dataset '" + name + "'");
    }
    packed.resize(chunk.size);
    std::uint32_t filters = 0;
    std::size_t size = packed.size();
    if (H5Dread_chunk2(dataset, H5P_DEFAULT, chunk.offset.data(), &filters, packed.data(), &size) <
            0 ||
        !inflates_within(packed, chunk_bytes + kChecksumBytes)) {
      fail_corrupt("Inflating the dataset '" + name + "'");
    }
  }
}

}  // namespace cnn2snn::hdf5
