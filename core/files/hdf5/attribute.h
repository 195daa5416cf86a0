// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cnn2snn::hdf5 {

/// All strings of the attribute `name` of an open object, in C order: one for a scalar, none for an
/// empty array. nullopt: no such attribute. `file` is the whole file, for limits.
std::optional<std::vector<std::string>> read_strings(hid_t object, const std::string& name,
                                                     std::span<const std::uint8_t> file);

}  // namespace cnn2snn::hdf5
