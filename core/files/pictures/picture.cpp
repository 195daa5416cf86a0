// SPDX-License-Identifier: Apache-2.0
#include "files/pictures/picture.h"

#include <algorithm>
#include <string_view>

#include "base/conversion_error.h"

namespace cnn2snn::pictures {
namespace {

constexpr std::uint64_t kMostPixels = std::uint64_t{1} << 26;

}  // namespace

void fail_picture(const std::string& name, const std::string& reason) {
  fail(ErrorId::kPicture, Step::kRead, "'" + name + "': " + reason,
       "Save it again as PNG or JPEG, or leave it out.");
}

void check_size(std::uint64_t width, std::uint64_t height, const std::string& name) {
  if (width == 0 || height == 0 || width > kMostPixels || height > kMostPixels / width) {
    fail_picture(name, "the picture is larger than 64 megapixels, or empty.");
  }
}

Picture decode(std::span<const std::uint8_t> bytes, std::size_t channels, const std::string& name) {
  const auto starts_with = [&bytes](std::string_view signature) {
    return bytes.size() >= signature.size() &&
           std::equal(signature.begin(), signature.end(), bytes.begin(),
                      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
  };
  if (starts_with("\x89PNG\r\n\x1A\n")) return decode_png(bytes, channels, name);
  if (starts_with("\xFF\xD8\xFF")) return decode_jpeg(bytes, channels, name);
  fail_picture(name, "the file is neither PNG nor JPEG.");
}

}  // namespace cnn2snn::pictures
