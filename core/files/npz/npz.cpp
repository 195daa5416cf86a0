// SPDX-License-Identifier: Apache-2.0
#include "files/npz/npz.h"

#include <algorithm>
#include <utility>

#include "cnn2snn/report.h"
#include "files/npz/npy_header.h"
#include "files/zip/zip.h"

namespace cnn2snn::npz {
namespace {

constexpr std::string_view kExtension = ".npy";

void swap_bytes(std::vector<std::uint8_t>& data, std::size_t size) {
  for (std::size_t at = 0; at + size <= data.size(); at += size) {
    const auto first = data.begin() + static_cast<std::ptrdiff_t>(at);
    std::reverse(first, first + static_cast<std::ptrdiff_t>(size));
  }
}

// Elements whose first index runs fastest, to C order.
std::vector<std::uint8_t> to_c_order(const std::vector<std::uint8_t>& from, std::size_t size,
                                     const std::vector<std::int64_t>& shape) {
  const std::size_t rank = shape.size();
  std::vector<std::size_t> stride(rank, size);
  for (std::size_t i = 1; i < rank; ++i) {
    stride[i] = stride[i - 1] * static_cast<std::size_t>(shape[i - 1]);
  }
  std::vector<std::uint8_t> out(from.size());
  std::vector<std::int64_t> index(rank, 0);
  std::size_t source = 0;
  for (std::size_t at = 0; at < out.size(); at += size) {
    std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(source), size,
                out.begin() + static_cast<std::ptrdiff_t>(at));
    for (std::size_t axis = rank; axis-- > 0;) {
      source += stride[axis];
      if (++index[axis] < shape[axis]) break;
      source -= stride[axis] * static_cast<std::size_t>(shape[axis]);
      index[axis] = 0;
    }
  }
  return out;
}

// `data` are the elements as they are stored.
Array make_array(const NpyHeader& header, std::vector<std::uint8_t> data) {
  Array array{.name = {}, .type = header.type, .shape = header.shape, .data = std::move(data)};
  if (header.big_endian && header.type.size > 1) swap_bytes(array.data, header.type.size);
  if (header.fortran_order && header.shape.size() > 1) {
    array.data = to_c_order(array.data, header.type.size, header.shape);
  }
  return array;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::string shape_text(const Array& array) {
  std::string text = to_string(array.type) + " (";
  for (std::size_t i = 0; i < array.shape.size(); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(array.shape[i]);
  }
  return text + ")";
}

}  // namespace

bool is_npy(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kMagic = "\x93NUMPY";
  return bytes.size() >= kMagic.size() &&
         std::equal(kMagic.begin(), kMagic.end(), bytes.begin(),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

Array read_npy(std::span<const std::uint8_t> bytes) {
  const NpyHeader header = read_npy_header(bytes);
  const auto stored = bytes.subspan(header.data, header.count * header.type.size);
  return make_array(header, {stored.begin(), stored.end()});
}

std::vector<Array> read_npz(std::span<const std::uint8_t> bytes) {
  const files::ZipArchive archive = files::ZipArchive::open(bytes);
  std::vector<Array> arrays;
  for (const files::ZipEntry& entry : archive.entries()) {
    std::vector<std::uint8_t> npy = archive.read(entry);
    if (!is_npy(npy)) fail_array("'" + entry.name + "' in the .npz file is not an array.");
    const NpyHeader header = read_npy_header(npy);
    npy.erase(npy.begin(), npy.begin() + static_cast<std::ptrdiff_t>(header.data));
    npy.resize(header.count * header.type.size);
    arrays.push_back(make_array(header, std::move(npy)));
    std::string name = entry.name;
    if (ends_with(name, kExtension)) name.resize(name.size() - kExtension.size());
    arrays.back().name = std::move(name);
  }
  return arrays;
}

std::vector<Array> read_arrays(std::span<const std::uint8_t> bytes) {
  if (files::is_zip(bytes)) return read_npz(bytes);
  std::vector<Array> arrays;
  arrays.push_back(read_npy(bytes));
  return arrays;
}

std::vector<std::uint8_t> write_npy(const Array& array) {
  const std::string header = npy_header(array.type, array.shape);
  std::vector<std::uint8_t> out(header.begin(), header.end());
  out.insert(out.end(), array.data.begin(), array.data.end());
  return out;
}

std::vector<std::uint8_t> write_npz(std::span<const Array> arrays) {
  std::vector<files::ZipMember> members;
  members.reserve(arrays.size());
  for (const Array& array : arrays) {
    members.push_back({array.name + std::string(kExtension), write_npy(array)});
  }
  return files::write_zip(members);
}

Array concatenate(std::vector<Array> arrays) {
  if (arrays.empty()) fail_array("The .npz file holds no array.");
  Array out = std::move(arrays.front());
  if (out.shape.empty()) fail_array("A single number is not a set of samples.");
  for (std::size_t i = 1; i < arrays.size(); ++i) {
    Array& next = arrays[i];
    if (next.type != out.type || next.shape.size() != out.shape.size() ||
        !std::equal(next.shape.begin() + 1, next.shape.end(), out.shape.begin() + 1)) {
      fail_array("The arrays '" + out.name + "', " + shape_text(out) + ", and '" + next.name +
                     "', " + shape_text(next) + ", do not form one set of samples.",
                 "All arrays of the file are joined on their first axis: save the samples alone, "
                 "without labels.");
    }
    out.shape.front() += next.shape.front();
    out.data.insert(out.data.end(), next.data.begin(), next.data.end());
    next = {};
  }
  return out;
}

}  // namespace cnn2snn::npz
