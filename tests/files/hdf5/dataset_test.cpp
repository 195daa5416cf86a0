// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "files/hdf5/file.h"
#include "files/hdf5/test_files.h"

namespace cnn2snn::hdf5 {
namespace {

using Shape = std::vector<std::int64_t>;

std::vector<float> read(const File& file, const std::string& path) {
  const Shape shape = file.dataset_shape(path);
  std::vector<float> values(static_cast<std::size_t>(
      std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>())));
  file.read_dataset(path, values);
  return values;
}

// What make_files.py calls GRID: 60 numbers from -3 in steps of a quarter.
std::vector<float> grid() {
  std::vector<float> values(60);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i) / 4 - 3;
  return values;
}

bool is_inside(std::span<const float> values, const Bytes& bytes) {
  const auto* first = reinterpret_cast<const std::uint8_t*>(values.data());
  return std::less_equal<>()(bytes.data(), first) &&
         std::less<>()(first, bytes.data() + bytes.size());
}

std::vector<float> copied(std::span<const float> values) {
  return {values.begin(), values.end()};
}

TEST(Dataset, FloatsAreNotCopiedWhereTheyStandInTheFile) {
  const Bytes bytes = test_file("numbers");
  const File file = File::open(bytes);
  std::vector<float> buffer;
  for (const std::string path : {"f4_le", "f4_be", "f8_le", "i1_le", "u2_be"}) {
    const std::vector<float> expected = read(file, path);
    const std::span<const float> values = file.floats(path, expected.size(), buffer);
    EXPECT_EQ(copied(values), expected) << path;
    const bool native = path == (std::endian::native == std::endian::little ? "f4_le" : "f4_be");
    EXPECT_EQ(is_inside(values, bytes), native) << path;
  }
}

TEST(Dataset, FloatsThatStandBetweenWordsAreCopied) {
  Bytes bytes = test_file("numbers");
  bytes.insert(bytes.begin(), 0);
  const File file = File::open(std::span(bytes).subspan(1));
  std::vector<float> buffer;
  const std::vector<float> expected = read(file, "f4_le");
  EXPECT_EQ(copied(file.floats("f4_le", expected.size(), buffer)), expected);
  EXPECT_EQ(buffer, expected);
}

TEST(Dataset, FloatsOfAnotherNumberAreRefused) {
  const Bytes bytes = test_file("numbers");
  const File file = File::open(bytes);
  const std::size_t count = read(file, "f4_le").size();
  std::vector<float> buffer;
  EXPECT_EQ(problem_of([&] { (void)file.floats("f4_le", count + 1, buffer); }).id,
            ErrorId::kMissingWeight);
}

class Numbers : public ::testing::TestWithParam<std::string> {};

TEST_P(Numbers, AreReadInEitherByteOrder) {
  const Bytes bytes = test_file("numbers");
  const File file = File::open(bytes);
  const bool is_unsigned = GetParam().front() == 'u';
  const std::vector<float> expected =
      is_unsigned ? std::vector<float>{0, 1, 7, 200} : std::vector<float>{0, 1, -1, 2, 100, -128};
  EXPECT_EQ(read(file, GetParam() + "_le"), expected);
  EXPECT_EQ(read(file, GetParam() + "_be"), expected);
}

INSTANTIATE_TEST_SUITE_P(Dataset, Numbers,
                         ::testing::Values("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2",
                                           "u4", "u8"),
                         [](const auto& test) { return test.param; });

TEST(Dataset, ReadsHalfPrecisionLimits) {
  const Bytes bytes = test_file("numbers");
  const std::vector<float> values = read(File::open(bytes), "halves");
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  ASSERT_EQ(values.size(), 8U);
  EXPECT_EQ(values[0], 65504.0F);
  EXPECT_EQ(values[1], std::ldexp(1023.0F, -24));  // The float16 next to 6.1e-5.
  EXPECT_EQ(values[2], std::ldexp(1.0F, -24));
  EXPECT_EQ(values[3], -std::ldexp(1.0F, -24));
  EXPECT_EQ(values[4], kInfinity);
  EXPECT_EQ(values[5], -kInfinity);
  EXPECT_TRUE(std::isnan(values[6]));
  EXPECT_TRUE(std::signbit(values[7]) && values[7] == 0.0F);
}

TEST(Dataset, RoundsWideNumbersToTheNearestFloat) {
  const Bytes bytes = test_file("numbers");
  const File file = File::open(bytes);
  const std::vector<float> doubles = read(file, "doubles");
  EXPECT_EQ(doubles[0], 1.0F / 3.0F);
  EXPECT_EQ(doubles[1], 0.0F);
  EXPECT_EQ(doubles[2], 16777216.0F);
  EXPECT_EQ(doubles[3], std::numeric_limits<float>::infinity());
  EXPECT_EQ(read(file, "large"), (std::vector<float>{16777216.0F, 0x1p62F, -0x1p62F}));
}

TEST(Dataset, ReadsEveryLayoutAndShape) {
  const Bytes bytes = test_file("numbers");
  const File file = File::open(bytes);
  for (const char* path : {"grid", "deep/er/grid", "/deep//er/grid", "committed", "compact"}) {
    EXPECT_EQ(file.dataset_shape(path), (Shape{5, 12})) << path;
    EXPECT_EQ(read(file, path), grid()) << path;
  }
  EXPECT_EQ(file.dataset_shape("scalar"), Shape{});
  EXPECT_EQ(read(file, "scalar"), std::vector<float>{2.5F});
  EXPECT_EQ(file.dataset_shape("none"), (Shape{0, 3}));
  EXPECT_TRUE(read(file, "none").empty());
  EXPECT_TRUE(read(file, "null").empty());
}

TEST(Dataset, ReadsChunksAndTheirFilters) {
  const Bytes bytes = test_file("filters");
  const File file = File::open(bytes);
  for (const char* path :
       {"chunked", "gzip", "shuffle", "fletcher32", "all", "growing", "big_endian"}) {
    EXPECT_EQ(read(file, path), grid()) << path;
  }
}

TEST(Dataset, ReadsTheNewestChunkIndexes) {
  const Bytes bytes = test_file("filters_latest");
  const File file = File::open(bytes);
  for (const char* path : {"single", "fixed_array", "extensible_array", "btree2"}) {
    EXPECT_EQ(read(file, path), grid()) << path;
  }
}

TEST(Dataset, RefusesOtherFilters) {
  const Bytes bytes = test_file("filters");
  const File file = File::open(bytes);
  for (const char* path : {"lzf", "scaleoffset"}) {
    const Problem problem = problem_of([&] { static_cast<void>(file.dataset_shape(path)); });
    EXPECT_EQ(problem.id, ErrorId::kHdf5Unsupported) << path;
    EXPECT_NE(problem.reason.find("HDF5 filter"), std::string::npos) << problem.reason;
  }
}

TEST(Dataset, RefusesElementsThatAreNoNumbers) {
  const Bytes bytes = test_file("numbers");
  const File file = File::open(bytes);
  for (const char* path : {"pair", "complex", "flag", "text", "words"}) {
    const Problem problem = problem_of([&] { static_cast<void>(file.dataset_shape(path)); });
    EXPECT_EQ(problem.id, ErrorId::kHdf5Unsupported) << path;
    EXPECT_EQ(problem.step, Step::kRead);
  }
}

TEST(Dataset, TellsWhatIsMissing) {
  const Bytes bytes = test_file("numbers");
  const File file = File::open(bytes);
  for (const char* path : {"nothing", "deep", "deep/nothing", "grid/below", "", "committed_type"}) {
    const Problem problem = problem_of([&] { static_cast<void>(file.dataset_shape(path)); });
    EXPECT_EQ(problem.id, ErrorId::kMissingWeight) << path;
  }
  std::vector<float> wrong_size(59);
  EXPECT_EQ(problem_of([&] { file.read_dataset("grid", wrong_size); }).id, ErrorId::kMissingWeight);
}

TEST(Dataset, RefusesSizesTheFileCannotHold) {
  const Bytes bytes = test_file("hostile");
  const File file = File::open(bytes);
  for (const char* path : {"huge", "overflow", "large_chunk", "claims", "many_chunks"}) {
    const Problem problem = problem_of([&] { static_cast<void>(file.dataset_shape(path)); });
    EXPECT_EQ(problem.id, ErrorId::kLimit) << path << ": " << problem.reason;
  }
}

TEST(Dataset, StopsInflatingWhereTheChunkEnds) {
  const Bytes bytes = test_file("bomb");
  const File file = File::open(bytes);
  for (const char* path : {"bomb", "not_deflated", "short"}) {
    const Problem problem = problem_of([&] { read(file, path); });
    EXPECT_EQ(problem.id, ErrorId::kHdf5Corrupt) << path << ": " << problem.reason;
  }
  EXPECT_EQ(read(file, "unfiltered_chunk"), (std::vector<float>{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST(Dataset, ChecksChecksums) {
  const Bytes bytes = test_file("bomb");
  const File file = File::open(bytes);
  EXPECT_EQ(problem_of([&] { read(file, "checked"); }).id, ErrorId::kHdf5Corrupt);
}

}  // namespace
}  // namespace cnn2snn::hdf5
