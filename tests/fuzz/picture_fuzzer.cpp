// SPDX-License-Identifier: Apache-2.0
//
// Bytes -> a picture of every number of channels, resized. Seeds: the .png and .jpg files under
// tests/.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "base/conversion_error.h"
#include "files/pictures/picture.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnn2snn;
  for (const std::size_t channels : {1U, 3U, 4U}) {
    try {
      const pictures::Picture picture =
          pictures::decode(std::span(data, size), channels, "picture");
      if (picture.pixels.size() != picture.height * picture.width * channels) std::abort();
      std::vector<float> out(7 * 5 * channels);
      pictures::resize_bilinear(picture, 7, 5, out);
      for (const float value : out) {
        if (!(value >= 0 && value <= 255)) std::abort();
      }
    } catch (const ConversionError& error) {
      if (error.problem().id == ErrorId::kInternal) std::abort();
    }
  }
  return 0;
}
