// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5/variable_strings.h"

#include <H5Tdevelop.h>

#include <cstring>
#include <exception>
#include <string_view>

#include "files/hdf5/global_heap.h"
#include "files/hdf5/handle.h"

namespace cnn2snn::hdf5 {
namespace {

// What a stored element looks like (HDF5 file format IV.A.2.c and VIII.C): length (4 bytes),
// address of the collection, index of the object in it (4 bytes).
constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kIndexBytes = 4;

// The read that is under way; guarded by the library's mutex, like the library.
struct Reading {
  GlobalHeap heap;
  std::vector<std::string>* strings;
  std::uint64_t bytes_left;
  StringsStatus status = StringsStatus::kRead;
};
Reading* reading = nullptr;

std::uint64_t decode(const std::uint8_t* from, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size && i < 8; ++i) value |= std::uint64_t{from[i]} << (8 * i);
  return value;
}

StringsStatus read_element(const std::uint8_t* element, std::size_t size) {
  const std::size_t address_bytes = size - kLengthBytes - kIndexBytes;
  const std::uint64_t length = decode(element, kLengthBytes);
  const std::uint64_t address = decode(element + kLengthBytes, address_bytes);
  const std::uint64_t index = decode(element + kLengthBytes + address_bytes, kIndexBytes);
  if (address == 0) {
    reading->strings->emplace_back();
    return StringsStatus::kRead;
  }
  const auto object = reading->heap.object(address, index);
  if (!object || object->size() < length) return StringsStatus::kDamaged;
  if (length > reading->bytes_left) return StringsStatus::kTooLong;
  reading->bytes_left -= length;
  const std::string_view text(reinterpret_cast<const char*>(object->data()),
                              static_cast<std::size_t>(length));
  reading->strings->emplace_back(text.substr(0, text.find('\0')));
  return StringsStatus::kRead;
}

bool are_variable_strings(hid_t source, hid_t target) {
  return H5Tis_variable_str(source) > 0 && H5Tis_variable_str(target) > 0;
}

herr_t convert_elements(hid_t source, hid_t target, std::size_t count, std::size_t stride,
                        void* buffer) {
  const std::size_t size = H5Tget_size(source);
  const std::size_t target_size = H5Tget_size(target);
  if (reading == nullptr || stride != 0 || size <= kLengthBytes + kIndexBytes ||
      target_size != sizeof(char*)) {
    return -1;
  }
  const auto* element = static_cast<const std::uint8_t*>(buffer);
  for (std::size_t i = 0; i < count && reading->status == StringsStatus::kRead; ++i) {
    reading->status = read_element(element + i * size, size);
  }
  // The strings are where they belong; no pointer to anything is handed out.
  std::memset(buffer, 0, count * target_size);
  return reading->status == StringsStatus::kRead ? 0 : -1;
}

// The interface of H5T_conv_t.
herr_t convert(hid_t source, hid_t target, H5T_cdata_t* data, std::size_t count, std::size_t stride,
               std::size_t /*background_stride*/, void* buffer, void* /*background*/,
               hid_t /*transfer*/) noexcept {
  try {
    switch (data->command) {
      case H5T_CONV_INIT:
        data->need_bkg = H5T_BKG_NO;
        return are_variable_strings(source, target) ? 0 : -1;
      case H5T_CONV_CONV:
        return convert_elements(source, target, count, stride, buffer);
      case H5T_CONV_FREE:
        return 0;
    }
  } catch (const std::exception&) {
    // Not enough memory: nothing may be thrown through HDF5.
    if (reading != nullptr) reading->status = StringsStatus::kTooLong;
  }
  return -1;
}

}  // namespace

bool register_variable_strings() {
  // A soft conversion is offered for every pair of these classes and accepts what it can do.
  const Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  return type.valid() && H5Tset_size(type.get(), H5T_VARIABLE) >= 0 &&
         H5Tregister(H5T_PERS_SOFT, "cnn2snn_strings", type.get(), type.get(), convert) >= 0;
}

StringsStatus read_variable_strings(hid_t attribute, hid_t type, std::size_t count,
                                    std::span<const std::uint8_t> file, std::uint64_t most_bytes,
                                    std::vector<std::string>& strings) {
  std::vector<char*> pointers(count, nullptr);
  strings.reserve(count);
  Reading here{GlobalHeap(file), &strings, most_bytes};
  reading = &here;
  const herr_t result = H5Aread(attribute, type, pointers.data());
  reading = nullptr;
  if (here.status == StringsStatus::kRead && (result < 0 || strings.size() != count)) {
    return StringsStatus::kDamaged;
  }
  return here.status;
}

}  // namespace cnn2snn::hdf5
