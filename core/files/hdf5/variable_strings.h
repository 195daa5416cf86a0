// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace cnn2snn::hdf5 {

/// Makes HDF5 hand variable-length strings to read_variable_strings. Called once.
///
/// HDF5's own conversion believes the length that is written beside each string: it allocates and
/// clears up to 4 GiB before it looks whether the file holds as much, and makes as many copies of
/// one string as elements refer to it.
bool register_variable_strings();

enum class StringsStatus { kRead, kDamaged, kTooLong };

/// Reads all `count` strings of an attribute of type `type` from the bytes of its file; together at
/// most `most_bytes` of text. The thread holds the library.
StringsStatus read_variable_strings(hid_t attribute, hid_t type, std::size_t count,
                                    std::span<const std::uint8_t> file, std::uint64_t most_bytes,
                                    std::vector<std::string>& strings);

}  // namespace cnn2snn::hdf5
