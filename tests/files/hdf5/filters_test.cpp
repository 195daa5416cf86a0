// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5/filters.h"

#include <gtest/gtest.h>

namespace cnn2snn::hdf5 {
namespace {

TEST(Filters, AreNamedAsTheirUsersKnowThem) {
  EXPECT_EQ(filter_name(H5Z_FILTER_SZIP), "SZIP");
  EXPECT_EQ(filter_name(32000), "LZF");
  EXPECT_EQ(filter_name(32001), "Blosc");
  EXPECT_EQ(filter_name(32015), "Zstandard");
  EXPECT_EQ(filter_name(32026), "Blosc2");
  EXPECT_EQ(filter_name(65000), "number 65000");
}

}  // namespace
}  // namespace cnn2snn::hdf5
