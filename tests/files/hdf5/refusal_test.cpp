// SPDX-License-Identifier: Apache-2.0
#include <string_view>

#include "base/conversion_error.h"
#include "files/hdf5/file.h"
#include "files/hdf5/test_files.h"

// HDF5 asks for the memory that damaged sizes name before it fails to read as much.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "allocator_may_return_null=1";
}

namespace cnn2snn::hdf5 {
namespace {

using namespace std::string_view_literals;

TEST(Link, OnlyHardOnesAreFollowed) {
  const Bytes bytes = test_file("links");
  const File file = File::open(bytes);
  for (const char* path : {"soft", "soft_group/data", "dangling", "external", "external/below"}) {
    for (const auto& problem :
         {problem_of([&] { static_cast<void>(file.dataset_shape(path)); }),
          problem_of([&] { static_cast<void>(file.exists(path)); }),
          problem_of([&] { static_cast<void>(file.string_attribute(path, "x")); })}) {
      EXPECT_EQ(problem.id, ErrorId::kHdf5Unsupported) << path << ": " << problem.reason;
    }
  }
  EXPECT_EQ(file.dataset_shape("hard"), (std::vector<std::int64_t>{5, 12}));
  EXPECT_EQ(file.dataset_shape("inside/loop/loop/data"), (std::vector<std::int64_t>{5, 12}));
  EXPECT_TRUE(file.exists("inside"));
  EXPECT_TRUE(file.exists(""));
  EXPECT_FALSE(file.exists("inside/nothing"));
}

TEST(Storage, OutsideOfTheFileIsRefused) {
  const Bytes bytes = test_file("outside");
  const File file = File::open(bytes);
  for (const char* path : {"external_storage", "virtual", "virtual_inside"}) {
    std::vector<float> out(path == "virtual_inside"sv ? 60 : 28);
    EXPECT_EQ(problem_of([&] { static_cast<void>(file.dataset_shape(path)); }).id,
              ErrorId::kHdf5Unsupported);
    EXPECT_EQ(problem_of([&] { file.read_dataset(path, out); }).id, ErrorId::kHdf5Unsupported);
  }
  EXPECT_EQ(file.dataset_shape("plain"), std::vector<std::int64_t>{60});
}

// Reads everything that a model's reading would.
void read_all(const File& file) {
  static_cast<void>(file.string_attribute("", "model_config"));
  const auto names = file.strings_attribute("model_weights", "layer_names");
  for (const std::string& name : names.value_or(std::vector<std::string>())) {
    const std::string group = "model_weights/" + name;
    const auto weights = file.strings_attribute(group, "weight_names");
    for (const std::string& weight : weights.value_or(std::vector<std::string>())) {
      std::size_t count = 1;
      for (const std::int64_t n : file.dataset_shape(group + "/" + weight)) {
        count *= static_cast<std::size_t>(n);
      }
      std::vector<float> values(count);
      file.read_dataset(group + "/" + weight, values);
    }
  }
}

class Truncated : public ::testing::TestWithParam<const char*> {};

TEST_P(Truncated, FilesAreReportedAsDamaged) {
  const Bytes whole = test_file(GetParam());
  read_all(File::open(whole));
  for (std::size_t part = 0; part < 50; ++part) {
    // A buffer of its own, so that a read behind its end is one behind the allocation.
    const Bytes bytes(whole.begin(),
                      whole.begin() + static_cast<std::ptrdiff_t>(whole.size() * part / 50));
    const Problem problem = problem_of([&] { read_all(File::open(bytes)); });
    EXPECT_TRUE(problem.id == ErrorId::kHdf5Corrupt || problem.id == ErrorId::kNotHdf5)
        << part << ": " << problem.reason;
  }
}

INSTANTIATE_TEST_SUITE_P(File, Truncated, ::testing::Values("model", "model_latest"),
                         [](const auto& test) { return std::string(test.param); });

TEST(File, WithDamagedBytesNeverCrashes) {
  const Bytes whole = test_file("model");
  std::size_t refused = 0;
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    Bytes bytes = whole;
    bytes[at] = static_cast<std::uint8_t>(~bytes[at]);
    try {
      read_all(File::open(bytes));
    } catch (const ConversionError& error) {
      EXPECT_FALSE(error.problem().reason.empty());
      ++refused;
    }
  }
  EXPECT_GT(refused, 0U);
}

TEST(File, CanBeMovedAndOpenedTwice) {
  const Bytes bytes = test_file("numbers");
  File first = File::open(bytes);
  File second = File::open(bytes);
  File moved = std::move(first);
  first = File::open(bytes);
  std::vector<float> values(60);
  for (const File* file : {&first, &second, &moved}) {
    file->read_dataset("grid", values);
    EXPECT_EQ(values[59], 11.75F);
  }
}

}  // namespace
}  // namespace cnn2snn::hdf5
