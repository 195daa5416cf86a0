// SPDX-License-Identifier: Apache-2.0
#include "files/npz/npz.h"

#include <gtest/gtest.h>

#include <numeric>
#include <optional>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "fixtures.h"

namespace cnn2snn::npz {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes file(const std::string& name) {
  return fixtures::read_file(std::string(CNN2SNN_SOURCE_DIR) + "/tests/files/npz/files/" + name);
}

std::vector<float> floats(const Array& array) {
  std::vector<float> out(array.count());
  to_floats(array, 0, out);
  return out;
}

std::vector<float> counting() {
  std::vector<float> out(24);
  std::iota(out.begin(), out.end(), 0.0F);
  return out;
}

std::optional<Problem> problem_of(const Bytes& bytes) {
  try {
    read_arrays(bytes);
  } catch (const ConversionError& error) {
    return error.problem();
  }
  return std::nullopt;
}

TEST(Npz, ReadsEveryNumber) {
  const std::vector<Array> arrays = read_npz(file("types.npz"));
  ASSERT_EQ(arrays.size(), 12U);
  for (const Array& array : arrays) {
    EXPECT_EQ(array.name, to_string(array.type));
    EXPECT_EQ(array.shape, (std::vector<std::int64_t>{2, 3, 4})) << array.name;
    std::vector<float> expected = counting();
    if (array.name == "bool") {
      for (float& value : expected) value = static_cast<float>(static_cast<int>(value) % 2);
    }
    EXPECT_EQ(floats(array), expected) << array.name;
  }
  EXPECT_EQ(arrays[1].name, "int8") << "the order of the archive";
}

TEST(Npz, ReadsBothByteOrdersAndFortranOrder) {
  for (const Array& array : read_npz(file("orders.npz"))) {
    EXPECT_EQ(floats(array), counting()) << array.name;
  }
}

TEST(Npz, ReadsDeflatedArraysAndJoinsThem) {
  const Array samples = concatenate(read_npz(file("compressed.npz")));
  EXPECT_EQ(samples.shape, (std::vector<std::int64_t>{6, 8, 8, 3}));
  std::vector<float> ends(2);
  to_floats(samples, 4 * 192 - 1, ends);
  EXPECT_EQ(ends, (std::vector<float>{0, 1}));
}

TEST(Npz, ArraysOfDifferentShapesAreNotJoined) {
  EXPECT_THROW(concatenate(read_npz(file("types.npz"))), ConversionError);
  EXPECT_THROW(concatenate({}), ConversionError);
  EXPECT_THROW(concatenate(read_arrays(file("scalar.npy"))), ConversionError);
}

TEST(Npy, ReadsAllFormatVersions) {
  EXPECT_EQ(floats(read_npy(file("version2.npy"))), counting());
  EXPECT_EQ(floats(read_npy(file("version3.npy"))), counting());
  EXPECT_EQ(floats(read_npy(file("scalar.npy"))), std::vector<float>{2.5F});
  EXPECT_EQ(read_npy(file("empty.npy")).shape, (std::vector<std::int64_t>{0, 5}));
}

TEST(Npy, WritesWhatNumpyWrites) {
  for (const char* name : {"scalar.npy", "empty.npy", "one_axis.npy"}) {
    EXPECT_EQ(write_npy(read_npy(file(name))), file(name)) << name;
  }
}

TEST(Npz, WhatIsWrittenIsReadBack) {
  const std::vector<Array> arrays = read_npz(file("types.npz"));
  const std::vector<Array> again = read_npz(write_npz(arrays));
  ASSERT_EQ(again.size(), arrays.size());
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    EXPECT_EQ(again[i].name, arrays[i].name);
    EXPECT_EQ(again[i].type, arrays[i].type);
    EXPECT_EQ(again[i].shape, arrays[i].shape);
    EXPECT_EQ(again[i].data, arrays[i].data);
  }
}

TEST(Npy, ObjectsAndOtherTypesAreRefused) {
  const auto objects = problem_of(file("objects.npy"));
  ASSERT_TRUE(objects);
  EXPECT_EQ(objects->id, ErrorId::kArray);
  EXPECT_NE(objects->reason.find("never loaded"), std::string::npos);
  EXPECT_TRUE(problem_of(file("structured.npy")));
  EXPECT_TRUE(problem_of(file("complex.npy")));
  EXPECT_TRUE(problem_of({}));
}

TEST(Npz, EveryCutIsRefused) {
  for (const char* name : {"compressed.npz", "version2.npy", "one_axis.npy"}) {
    const Bytes whole = file(name);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const auto problem = problem_of(Bytes(whole.begin(), whole.begin() + std::ptrdiff_t(size)));
      ASSERT_TRUE(problem) << name << " cut to " << size;
      EXPECT_TRUE(problem->id == ErrorId::kArray || problem->id == ErrorId::kArchive);
    }
  }
}

TEST(Npz, DamagedBytesAreReadOrRefused) {
  const Bytes whole = file("compressed.npz");
  std::size_t refused = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    Bytes damaged = whole;
    damaged[i] ^= 0xFF;
    if (problem_of(damaged)) ++refused;
  }
  EXPECT_GT(refused, whole.size() / 4);
}

TEST(Npy, SizesBeyondTheFileAreRefusedBeforeTheyAreAllocated) {
  const auto with_shape = [](const std::string& shape) {
    std::string text = "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }\n";
    const std::string bytes = std::string("\x93NUMPY\x01\0", 8) +
                              std::string{static_cast<char>(text.size()), '\0'} + text;
    return Bytes(bytes.begin(), bytes.end());
  };
  for (const char* shape : {"(1,)", "(4294967296, 4294967296)", "(9223372036854775807,)",
                            "(99999999999999999999,)", "(-1,)", "(3", "3"}) {
    EXPECT_TRUE(problem_of(with_shape(shape))) << shape;
  }
  EXPECT_FALSE(problem_of(with_shape("(0, 9000000000000000000)")));
}

}  // namespace
}  // namespace cnn2snn::npz
