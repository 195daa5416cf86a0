// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/conversion_error.h"
#include "files/npz/npz.h"
#include "files/pictures/folder.h"
#include "files/pictures/picture.h"
#include "fixtures.h"

namespace cnn2snn::pictures {
namespace {

std::string folder() {
  return std::string(CNN2SNN_SOURCE_DIR) + "/tests/files/pictures/files/";
}

Array expected(const std::string& name) {
  for (Array& array : npz::read_npz(fixtures::read_file(folder() + "expected.npz"))) {
    if (array.name == name) return std::move(array);
  }
  return {};
}

void expect_equal(const Samples& samples, const Array& array) {
  ASSERT_EQ(samples.count, static_cast<std::size_t>(array.shape.at(0)));
  std::vector<float> ours(array.count() / samples.count);
  std::vector<float> theirs(ours.size());
  for (std::size_t i = 0; i < samples.count; ++i) {
    samples.read(i, ours);
    to_floats(array, i * ours.size(), theirs);
    EXPECT_EQ(ours, theirs) << array.name << ", picture " << i;
  }
}

TEST(Pictures, AreWhatKerasMakesOfThem) {
  const PictureFolder pictures = list_pictures(folder() + "pictures");
  EXPECT_EQ(pictures.class_names, (std::vector<std::string>{"cat", "dog", "tests only"}));
  expect_equal(picture_samples(pictures, {16, 20, 3}), expected("rgb"));
  expect_equal(picture_samples(pictures, {16, 20, 1}), expected("grayscale"));
  std::vector<float> labels(pictures.labels.size());
  to_floats(expected("labels"), 0, labels);
  EXPECT_EQ(std::vector<float>(pictures.labels.begin(), pictures.labels.end()), labels);
}

TEST(Pictures, HaveOpacityWhereItIsAskedFor) {
  PictureFolder cats = list_pictures(folder() + "pictures");
  while (cats.labels.back() != 0) {
    cats.labels.pop_back();
    cats.files.pop_back();
  }
  expect_equal(picture_samples(cats, {16, 20, 4}), expected("rgba"));
}

TEST(Pictures, OfNoClassStandInTheFolderItself) {
  const PictureFolder dogs = list_pictures(folder() + "pictures/dog");
  EXPECT_TRUE(dogs.class_names.empty());
  EXPECT_TRUE(dogs.labels.empty());
  ASSERT_EQ(dogs.files.size(), 3U);
  EXPECT_EQ(dogs.files[0].filename(), "a.JPEG");
}

TEST(Pictures, ThatAreNotThereOrDoNotFitAreRefused) {
  EXPECT_THROW(list_pictures(folder() + "nothing"), ConversionError);
  const PictureFolder dogs = list_pictures(folder() + "pictures/dog");
  EXPECT_THROW(picture_samples(dogs, {16, 20}), ConversionError);
  EXPECT_THROW(picture_samples(dogs, {16, 20, 2}), ConversionError);
  std::vector<float> out(16 * 20 * 4);
  EXPECT_THROW(picture_samples(dogs, {16, 20, 4}).read(0, out), ConversionError);
}

TEST(Pictures, CutOffAreRefusedByName) {
  for (const char* name :
       {"pictures/dog/b.jpg", "pictures/dog/a.JPEG", "pictures/cat/persian/alpha.png"}) {
    const std::vector<std::uint8_t> whole = fixtures::read_file(folder() + name);
    EXPECT_NO_THROW(decode(whole, 3, name));
    for (std::size_t size = 0; size < whole.size() - 12; size += 7) {
      try {
        decode({whole.data(), size}, 3, name);
        ADD_FAILURE() << name << " cut to " << size;
      } catch (const ConversionError& error) {
        EXPECT_EQ(error.problem().id, ErrorId::kPicture);
        EXPECT_NE(error.problem().reason.find(name), std::string::npos);
      }
    }
  }
}

TEST(Pictures, OfHugeSizesAreRefusedBeforeTheyAreAllocated) {
  std::vector<std::uint8_t> png = fixtures::read_file(folder() + "pictures/cat/siamese/grey.png");
  png[16] = 0x7F;  // The width's first byte; libpng finds the wrong checksum or the size.
  EXPECT_THROW(decode(png, 1, "huge.png"), ConversionError);
  EXPECT_THROW(check_size(1U << 20, 1U << 20, "huge"), ConversionError);
  EXPECT_THROW(check_size(0, 4, "empty"), ConversionError);
}

}  // namespace
}  // namespace cnn2snn::pictures
