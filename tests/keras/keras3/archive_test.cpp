// SPDX-License-Identifier: Apache-2.0
#include "keras/keras3/archive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

#include "base/conversion_error.h"
#include "files/hdf5/file.h"
#include "files/hdf5/test_files.h"
#include "files/zip/zip.h"

namespace cnn2snn::keras3 {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

Bytes archive(const std::string& config = "{}",
              const std::string& metadata = R"({"keras_version": "3.6.0"})") {
  const std::vector<files::ZipMember> members = {{"metadata.json", bytes_of(metadata)},
                                                 {"config.json", bytes_of(config)},
                                                 {"model.weights.h5", hdf5::test_file("model")}};
  return files::write_zip(members);
}

ErrorId refusal(const Bytes& bytes) {
  try {
    read_archive(bytes);
  } catch (const ConversionError& error) {
    EXPECT_FALSE(error.problem().reason.empty());
    return error.problem().id;
  }
  return ErrorId::kInternal;
}

// The directory's entry of the `index`-th member: 46 bytes and the name (APPNOTE 4.3.12).
std::size_t directory_entry(const Bytes& bytes, std::size_t index) {
  static constexpr std::string_view kSignature("PK\x01\x02", 4);
  auto at = bytes.begin();
  for (std::size_t i = 0;; ++i) {
    at = std::search(at, bytes.end(), kSignature.begin(), kSignature.end());
    if (i == index) return static_cast<std::size_t>(at - bytes.begin());
    ++at;
  }
}

void set_u32(Bytes& bytes, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

TEST(Archive, GivesWhatIsInIt) {
  const Archive read = read_archive(archive(R"({"class_name": "Functional"})"));
  EXPECT_EQ(read.config, R"({"class_name": "Functional"})");
  EXPECT_EQ(read.keras_version, "3.6.0");
  EXPECT_TRUE(read.weights->string_attribute("", "model_config").has_value());
}

TEST(Archive, WithoutAModelIsRefused) {
  const std::vector<files::ZipMember> members = {{"metadata.json", bytes_of("{}")},
                                                 {"config.json", bytes_of("{}")}};
  EXPECT_EQ(refusal(files::write_zip(members)), ErrorId::kNoModelConfig);
  EXPECT_EQ(refusal(archive("{}", "{")), ErrorId::kModelConfig);
}

TEST(Archive, ThatIsCutOffIsRefused) {
  Bytes bytes = archive();
  ASSERT_GT(bytes.size(), 30U);
  bytes.erase(bytes.end() - 30, bytes.end());
  EXPECT_EQ(refusal(bytes), ErrorId::kArchive);
}

// A member that says it unpacks to gigabytes is refused before a byte is unpacked.
TEST(Archive, ThatUnpacksToTooMuchIsRefused) {
  for (const std::size_t member : {1U, 2U}) {
    Bytes bytes = archive();
    const std::size_t entry = directory_entry(bytes, member);
    set_u32(bytes, entry + 24, 0xF0000000U);  // unpacked
    EXPECT_EQ(refusal(bytes), ErrorId::kLimit);
  }
}

// Members that share their bytes are each read on their own.
TEST(Archive, OverlappingMembersAreNoDanger) {
  Bytes bytes = archive();
  const std::size_t config = directory_entry(bytes, 1);
  const std::size_t metadata = directory_entry(bytes, 0);
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(metadata) + 16, 12,
              bytes.begin() + static_cast<std::ptrdiff_t>(config) + 16);  // CRC and sizes
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(metadata) + 42, 4,
              bytes.begin() + static_cast<std::ptrdiff_t>(config) + 42);  // place
  EXPECT_EQ(read_archive(bytes).config, R"({"keras_version": "3.6.0"})");
}

TEST(Archive, EveryDamagedByteIsRefusedOrRead) {
  const Bytes sound = archive();
  std::size_t refused = 0;
  for (std::size_t i = 0; i < sound.size(); i += 7) {
    Bytes damaged = sound;
    damaged[i] ^= 0xFFU;
    try {
      read_archive(damaged);
    } catch (const ConversionError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, sound.size() / 14);
}

}  // namespace
}  // namespace cnn2snn::keras3
