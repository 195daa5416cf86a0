// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5/file.h"
#include "files/hdf5/test_files.h"

namespace cnn2snn::hdf5 {
namespace {

using Strings = std::vector<std::string>;

class Attribute : public ::testing::Test {
 protected:
  const Bytes bytes_ = test_file("strings");
  const File file_ = File::open(bytes_);
};

TEST_F(Attribute, ReadsFixedAndVariableStrings) {
  EXPECT_EQ(file_.string_attribute("", "variable"), "v\u00e4rld");
  EXPECT_EQ(file_.string_attribute("/", "bytes"), "fixed");
  EXPECT_EQ(file_.string_attribute("", "one"), "single");
  EXPECT_EQ(file_.string_attribute("", "committed"), "kinds");
  EXPECT_EQ(file_.string_attribute("data", "note"), "of a dataset");
}

TEST_F(Attribute, DropsPadding) {
  EXPECT_EQ(file_.string_attribute("", "null_terminated"), "ab");
  EXPECT_EQ(file_.string_attribute("", "null_padded"), std::string("ab\0cd", 5));
  EXPECT_EQ(file_.string_attribute("", "space_padded"), "ab cd");
}

TEST_F(Attribute, ReadsLists) {
  EXPECT_EQ(file_.strings_attribute("", "names"), (Strings{"a", "conv_0/relu", "ccc"}));
  EXPECT_EQ(file_.strings_attribute("", "variable_names"), (Strings{"a", "", "ccc"}));
  EXPECT_EQ(file_.strings_attribute("", "grid_names"), (Strings{"a", "b", "c", "d"}));
  EXPECT_EQ(file_.strings_attribute("", "empty"), Strings{});
  EXPECT_EQ(file_.strings_attribute("", "nothing"), Strings{});
}

TEST_F(Attribute, JoinsChunksUntilOneIsMissing) {
  EXPECT_EQ(file_.strings_attribute("", "chunked"), (Strings{"a", "b", "c"}));
}

TEST_F(Attribute, KnowsWhatIsAbsent) {
  EXPECT_EQ(file_.string_attribute("", "absent"), std::nullopt);
  EXPECT_EQ(file_.string_attribute("nowhere", "variable"), std::nullopt);
  EXPECT_EQ(file_.strings_attribute("", "absent"), std::nullopt);
}

TEST_F(Attribute, RefusesWhatIsNoText) {
  const Problem number =
      problem_of([&] { static_cast<void>(file_.string_attribute("", "number")); });
  EXPECT_EQ(number.id, ErrorId::kHdf5Unsupported);
  const Problem list = problem_of([&] { static_cast<void>(file_.string_attribute("", "names")); });
  EXPECT_EQ(list.id, ErrorId::kHdf5Unsupported);
}

TEST(SharedString, IsNotCopiedWithoutLimit) {
  const Bytes bytes = test_file("shared_string");
  const File file = File::open(bytes);
  EXPECT_EQ(file.string_attribute("", "good"), "fine");
  EXPECT_EQ(file.string_attribute("", "long"), std::string(40000, 'y'));
  const Problem problem =
      problem_of([&] { static_cast<void>(file.strings_attribute("", "many")); });
  EXPECT_EQ(problem.id, ErrorId::kLimit) << problem.reason;
}

TEST(SharedString, WithAWrongLengthIsDamage) {
  const Bytes bytes = test_file("shared_string");
  const File file = File::open(bytes);
  const Problem problem = problem_of([&] { static_cast<void>(file.string_attribute("", "cut")); });
  EXPECT_EQ(problem.id, ErrorId::kHdf5Corrupt) << problem.reason;
}

TEST_F(Attribute, ReadsManyElements) {
  EXPECT_EQ(file_.strings_attribute("", "many"), Strings(3000, "x"));
}

TEST(DenseAttribute, IsReadFromTheNewestFormat) {
  const Bytes bytes = test_file("filters_latest");
  const File file = File::open(bytes);
  EXPECT_EQ(file.string_attribute("", "attribute39"), "value 39");
  EXPECT_EQ(file.string_attribute("", "long"), std::string(100000, 'x'));
  EXPECT_TRUE(file.exists("group39"));
  EXPECT_FALSE(file.exists("group40"));
}

}  // namespace
}  // namespace cnn2snn::hdf5
