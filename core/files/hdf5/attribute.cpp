// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5/attribute.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "files/hdf5/handle.h"
#include "files/hdf5/library.h"
#include "files/hdf5/variable_strings.h"

namespace cnn2snn::hdf5 {
namespace {

constexpr std::uint64_t kMaxAttributeBytes = std::uint64_t{64} << 20;

std::string fixed_string(const char* text, std::size_t size, H5T_str_t padding) {
  std::string_view view(text, size);
  if (padding == H5T_STR_NULLTERM) {
    view = view.substr(0, view.find('\0'));
  } else {
    const char filler = padding == H5T_STR_SPACEPAD ? ' ' : '\0';
    const std::size_t last = view.find_last_not_of(filler);
    view = last == std::string_view::npos ? std::string_view() : view.substr(0, last + 1);
  }
  return std::string(view);
}

std::vector<std::string> read_fixed(hid_t attribute, hid_t type, std::uint64_t count,
                                    const std::string& name) {
  const std::size_t size = H5Tget_size(type);
  const H5T_str_t padding = H5Tget_strpad(type);
  std::vector<char> buffer(static_cast<std::size_t>(count) * size);
  if (H5Aread(attribute, type, buffer.data()) < 0) {
    fail_corrupt("Reading the attribute '" + name + "'");
  }
  std::vector<std::string> strings;
  strings.reserve(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < count; ++i) {
    strings.push_back(fixed_string(buffer.data() + i * size, size, padding));
  }
  return strings;
}

std::vector<std::string> read_variable(hid_t attribute, hid_t type, std::uint64_t count,
                                       const std::string& name,
                                       std::span<const std::uint8_t> file) {
  std::vector<std::string> strings;
  switch (read_variable_strings(attribute, type, static_cast<std::size_t>(count), file,
                                kMaxAttributeBytes, strings)) {
    case StringsStatus::kDamaged:
      fail_corrupt("Reading the attribute '" + name + "'");
    case StringsStatus::kTooLong:
      fail_limit("The attribute '" + name + "' holds more than 64 MiB of text.");
    case StringsStatus::kRead:
      break;
  }
  return strings;
}

}  // namespace

std::optional<std::vector<std::string>> read_strings(hid_t object, const std::string& name,
                                                     std::span<const std::uint8_t> file) {
  const htri_t present = H5Aexists(object, name.c_str());
  if (present < 0) fail_corrupt("Looking for the attribute '" + name + "'");
  if (present == 0) return std::nullopt;
  const Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose);
  if (!attribute.valid()) fail_corrupt("Opening the attribute '" + name + "'");
  const Handle type(H5Aget_type(attribute.get()), H5Tclose);
  const Handle space(H5Aget_space(attribute.get()), H5Sclose);
  if (!type.valid() || !space.valid()) fail_corrupt("Reading the attribute '" + name + "'");

  const hssize_t elements = H5Sget_simple_extent_npoints(space.get());
  if (elements < 0) fail_corrupt("Reading the attribute '" + name + "'");
  // Keras writes an empty list as an empty array of floats.
  if (elements == 0) return std::vector<std::string>();
  if (H5Tget_class(type.get()) != H5T_STRING) {
    fail_unsupported("The attribute '" + name + "' does not hold text.");
  }
  const auto count = static_cast<std::uint64_t>(elements);
  const std::uint64_t size = H5Tget_size(type.get());
  if (size == 0) fail_corrupt("Reading the attribute '" + name + "'");
  if (count > kMaxAttributeBytes / size) {
    fail_limit("The attribute '" + name + "' is larger than 64 MiB.");
  }
  const htri_t variable = H5Tis_variable_str(type.get());
  if (variable < 0) fail_corrupt("Reading the attribute '" + name + "'");
  if (variable == 0) return read_fixed(attribute.get(), type.get(), count, name);
  return read_variable(attribute.get(), type.get(), count, name, file);
}

}  // namespace cnn2snn::hdf5
