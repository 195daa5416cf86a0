// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"

namespace cnn2snn::hdf5 {

using Bytes = std::vector<std::uint8_t>;

/// A file that make_files.py wrote.
inline Bytes test_file(const std::string& name) {
  std::ifstream in(std::string(CNN2SNN_SOURCE_DIR) + "/tests/files/hdf5/files/" + name + ".h5",
                   std::ios::binary);
  Bytes bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  EXPECT_FALSE(bytes.empty()) << name;
  return bytes;
}

/// The problem that `action` throws; fails the test when it throws none.
template <typename Action>
Problem problem_of(Action action) {
  try {
    action();
  } catch (const ConversionError& error) {
    return error.problem();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

}  // namespace cnn2snn::hdf5
