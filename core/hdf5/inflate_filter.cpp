// SPDX-License-Identifier: Apache-2.0
#include "hdf5/inflate_filter.h"

#include <hdf5.h>
#include <zlib.h>

#include <limits>

namespace cnn2snn::hdf5 {
namespace {

std::size_t inflate_limit = 0;  // Guarded by the library's mutex.

// Inflates exactly one zlib stream; the number of bytes made, or 0 when it is damaged or longer.
std::size_t inflate_all(const void* from, std::size_t from_size, void* to, std::size_t to_size) {
  constexpr std::size_t kMost = std::numeric_limits<uInt>::max();
  if (from_size > kMost || to_size > kMost) return 0;
  z_stream stream{};
  stream.next_in = static_cast<Bytef*>(const_cast<void*>(from));
  stream.avail_in = static_cast<uInt>(from_size);
  stream.next_out = static_cast<Bytef*>(to);
  stream.avail_out = static_cast<uInt>(to_size);
  if (inflateInit(&stream) != Z_OK) return 0;
  const int status = inflate(&stream, Z_FINISH);
  const std::size_t made = to_size - stream.avail_out;
  inflateEnd(&stream);
  return status == Z_STREAM_END ? made : 0;
}

// The interface of H5Z_func_t: 0 reports a failure; on success the buffer is replaced.
std::size_t inflate_chunk(unsigned flags, std::size_t /*count*/, const unsigned* /*values*/,
                          std::size_t size, std::size_t* buffer_size, void** buffer) {
  if ((flags & H5Z_FLAG_REVERSE) == 0 || inflate_limit == 0) return 0;
  void* inflated = H5allocate_memory(inflate_limit, false);
  if (inflated == nullptr) return 0;
  const std::size_t made = inflate_all(*buffer, size, inflated, inflate_limit);
  if (made == 0) {
    H5free_memory(inflated);
    return 0;
  }
  H5free_memory(*buffer);
  *buffer = inflated;
  *buffer_size = inflate_limit;
  return made;
}

}  // namespace

bool register_inflate_filter() {
  static H5Z_class2_t filter{};
  filter.version = H5Z_CLASS_T_VERS;
  filter.id = H5Z_FILTER_DEFLATE;
  filter.encoder_present = 0;
  filter.decoder_present = 1;
  filter.name = "deflate";
  filter.filter = inflate_chunk;
  return H5Zregister(&filter) >= 0;
}

void set_inflate_limit(std::size_t bytes) {
  inflate_limit = bytes;
}

}  // namespace cnn2snn::hdf5
