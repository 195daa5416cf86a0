// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5/dataset.h"

#include <algorithm>
#include <array>
#include <optional>

#include "files/hdf5/filters.h"
#include "files/hdf5/handle.h"
#include "files/hdf5/inflate_check.h"
#include "files/hdf5/library.h"

namespace cnn2snn::hdf5 {
namespace {

constexpr std::uint64_t kMaxBytes = std::uint64_t{2} << 30;
// Deflate cannot do better than 1032 bytes from one (zlib's technical notes).
constexpr std::uint64_t kMaxDeflateRatio = 1032;
constexpr std::uint64_t kMaxChunks = 1'000'000;

std::uint64_t product_or_fail(std::uint64_t a, std::uint64_t b, const std::string& name) {
  std::uint64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) {
    fail_limit("The dataset '" + name + "' claims more elements than memory can hold.");
  }
  return product;
}

// Where deflate stands in the pipeline; nullopt: it is not there.
std::optional<unsigned> check_filters(hid_t creation, const std::string& name) {
  const int filters = H5Pget_nfilters(creation);
  if (filters < 0) fail_corrupt("Reading the filters of the dataset '" + name + "'");
  std::optional<unsigned> deflate;
  for (unsigned i = 0; i < static_cast<unsigned>(filters); ++i) {
    unsigned flags = 0;
    unsigned config = 0;
    std::size_t values = 0;
    const H5Z_filter_t filter =
        H5Pget_filter2(creation, i, &flags, &values, nullptr, 0, nullptr, &config);
    if (filter < 0) fail_corrupt("Reading the filters of the dataset '" + name + "'");
    if (filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_SHUFFLE &&
        filter != H5Z_FILTER_FLETCHER32) {
      fail_unsupported("The dataset '" + name + "' is packed with the HDF5 filter " +
                       filter_name(filter) +
                       "; only gzip (deflate), shuffle and fletcher32 are supported.");
    }
    // What is stored has to be the deflated stream itself (perhaps with a checksum behind it), or
    // its size could not be known before HDF5 inflates it.
    if (deflate && filter != H5Z_FILTER_FLETCHER32) {
      fail_unsupported("The dataset '" + name + "' is packed again after it was compressed.");
    }
    if (filter == H5Z_FILTER_DEFLATE) deflate = i;
  }
  return deflate;
}

NumberFormat number_format(hid_t dataset, const std::string& name) {
  const Handle type(H5Dget_type(dataset), H5Tclose);
  if (!type.valid()) fail_corrupt("Reading the element type of the dataset '" + name + "'");
  const H5T_class_t kind = H5Tget_class(type.get());
  const std::size_t size = H5Tget_size(type.get());
  const H5T_order_t order = H5Tget_order(type.get());
  const bool ordered =
      order == H5T_ORDER_LE || order == H5T_ORDER_BE || (size == 1 && order == H5T_ORDER_NONE);
  NumberFormat format;
  format.size = size;
  format.big_endian = order == H5T_ORDER_BE;
  const bool known_size = size == 1 || size == 2 || size == 4 || size == 8;
  if (known_size && ordered && H5Tget_precision(type.get()) == 8 * size &&
      H5Tget_offset(type.get()) == 0) {
    if (kind == H5T_INTEGER) {
      format.kind = H5Tget_sign(type.get()) == H5T_SGN_NONE ? NumberFormat::Kind::kUnsigned
                                                            : NumberFormat::Kind::kSigned;
      return format;
    }
    std::size_t sign = 0;
    std::size_t exponent = 0;
    std::size_t exponent_bits = 0;
    std::size_t mantissa = 0;
    std::size_t mantissa_bits = 0;
    if (kind == H5T_FLOAT && size > 1 &&
        H5Tget_fields(type.get(), &sign, &exponent, &exponent_bits, &mantissa, &mantissa_bits) >=
            0) {
      const std::size_t ieee = size == 2 ? 5 : size == 4 ? 8 : 11;
      if (sign == 8 * size - 1 && exponent_bits == ieee && mantissa == 0 &&
          mantissa_bits == exponent && mantissa_bits == 8 * size - 1 - ieee) {
        format.kind = NumberFormat::Kind::kFloat;
        return format;
      }
    }
  }
  fail_unsupported("The dataset '" + name +
                   "' holds neither integers nor IEEE floats of 16, 32 or 64 bits.");
}

void read_extent(hid_t dataset, const std::string& name, DatasetInfo& info) {
  const Handle space(H5Dget_space(dataset), H5Sclose);
  if (!space.valid()) fail_corrupt("Reading the shape of the dataset '" + name + "'");
  if (H5Sget_simple_extent_type(space.get()) == H5S_NULL) {
    info.shape = {0};
    info.count = 0;
    return;
  }
  std::array<hsize_t, H5S_MAX_RANK> dims{};
  const int rank = H5Sget_simple_extent_dims(space.get(), dims.data(), nullptr);
  if (rank < 0) fail_corrupt("Reading the shape of the dataset '" + name + "'");
  for (std::size_t i = 0; i < static_cast<std::size_t>(rank); ++i) {
    if (dims[i] > kMaxBytes) {
      fail_limit("The dataset '" + name + "' claims a dimension of " + std::to_string(dims[i]) +
                 " elements.");
    }
    info.count = product_or_fail(info.count, dims[i], name);
    info.shape.push_back(static_cast<std::int64_t>(dims[i]));
  }
}

void check_chunks(hid_t creation, const std::string& name, std::uint64_t most_bytes,
                  DatasetInfo& info) {
  std::array<hsize_t, H5S_MAX_RANK> dims{};
  const int rank = H5Pget_chunk(creation, H5S_MAX_RANK, dims.data());
  if (rank < 0 || static_cast<std::size_t>(rank) != info.shape.size()) {
    fail_corrupt("Reading the chunk shape of the dataset '" + name + "'");
  }
  std::uint64_t chunks = 1;
  info.chunk_bytes = info.format.size;
  for (std::size_t i = 0; i < info.shape.size(); ++i) {
    if (dims[i] == 0) fail_corrupt("Reading the chunk shape of the dataset '" + name + "'");
    const auto extent = static_cast<std::uint64_t>(info.shape[i]);
    chunks = product_or_fail(chunks, extent / dims[i] + (extent % dims[i] != 0 ? 1 : 0), name);
    info.chunk_bytes = product_or_fail(info.chunk_bytes, dims[i], name);
  }
  if (info.chunk_bytes > most_bytes || chunks > kMaxChunks) {
    fail_limit("The dataset '" + name + "' is cut into " + std::to_string(chunks) + " chunks of " +
               std::to_string(info.chunk_bytes) + " bytes.");
  }
}

}  // namespace

DatasetInfo inspect_dataset(hid_t dataset, const std::string& name, std::uint64_t file_size) {
  const Handle creation(H5Dget_create_plist(dataset), H5Pclose);
  if (!creation.valid()) fail_corrupt("Reading the layout of the dataset '" + name + "'");
  const H5D_layout_t layout = H5Pget_layout(creation.get());
  const int external = H5Pget_external_count(creation.get());
  if (external != 0) {
    fail_unsupported("The dataset '" + name +
                     "' keeps its elements in another file (external storage). This is refused: "
                     "it could copy files of this computer into the converted model.");
  }
  if (layout == H5D_VIRTUAL) {
    fail_unsupported("The dataset '" + name +
                     "' is made of parts of other files (virtual dataset). This is refused.");
  }
  if (layout != H5D_COMPACT && layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED) {
    fail_corrupt("Reading the layout of the dataset '" + name + "'");
  }
  DatasetInfo info;
  info.contiguous = layout == H5D_CONTIGUOUS;
  info.deflate = check_filters(creation.get(), name);
  info.format = number_format(dataset, name);
  read_extent(dataset, name, info);
  std::uint64_t most_bytes = std::min(file_size, kMaxBytes);
  if (info.deflate) most_bytes = std::min(file_size * kMaxDeflateRatio, kMaxBytes);
  const std::uint64_t bytes = product_or_fail(info.count, info.format.size, name);
  const std::uint64_t float_bytes = product_or_fail(info.count, sizeof(float), name);
  if (bytes > most_bytes || float_bytes > kMaxBytes) {
    fail_limit("The dataset '" + name + "' claims " + std::to_string(info.count) +
               " elements, more than a file of " + std::to_string(file_size) +
               " bytes can hold or than is accepted.");
  }
  if (layout == H5D_CHUNKED) check_chunks(creation.get(), name, most_bytes, info);
  return info;
}

std::optional<std::span<const float>> floats_in_place(hid_t dataset, const DatasetInfo& info,
                                                      std::span<const std::uint8_t> file) {
  if (!info.contiguous || info.count == 0 || !info.format.is_native_float()) return std::nullopt;
  const std::uint64_t bytes = info.count * sizeof(float);
  // None is stored where nothing was ever written: HDF5 makes the elements up.
  if (H5Dget_storage_size(dataset) != bytes) return std::nullopt;
  const haddr_t offset = H5Dget_offset(dataset);
  if (offset > file.size() || bytes > file.size() - offset) return std::nullopt;
  const std::uint8_t* first = file.data() + offset;
  if (reinterpret_cast<std::uintptr_t>(first) % alignof(float) != 0) return std::nullopt;
  return std::span<const float>(reinterpret_cast<const float*>(first),
                                static_cast<std::size_t>(info.count));
}

void read_floats(hid_t dataset, const std::string& name, const DatasetInfo& info,
                 std::span<float> out) {
  if (info.count == 0) return;
  // Elements are read as they are stored: HDF5 then converts nothing, and a contiguous float32
  // dataset is one copy from the file's bytes.
  const Handle type(H5Dget_type(dataset), H5Tclose);
  if (!type.valid()) fail_corrupt("Reading the element type of the dataset '" + name + "'");
  if (info.deflate && info.chunk_bytes > 0) {
    check_inflated_size(dataset, name, *info.deflate, info.chunk_bytes);
  }
  const bool direct = info.format.is_native_float();
  std::vector<std::uint8_t> stored;
  if (!direct) stored.resize(static_cast<std::size_t>(info.count * info.format.size));
  void* target = direct ? static_cast<void*>(out.data()) : stored.data();
  if (H5Dread(dataset, type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, target) < 0) {
    fail_corrupt("Reading the dataset '" + name + "'");
  }
  if (!direct) to_floats(info.format, stored, out);
}

}  // namespace cnn2snn::hdf5
