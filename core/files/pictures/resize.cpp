// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "files/pictures/picture.h"

namespace cnn2snn::pictures {
namespace {

// Where an output lies between two inputs (tf.image.resize with half pixel centres).
struct Place {
  std::size_t lower = 0;
  std::size_t upper = 0;
  float fraction = 0;
};

std::vector<Place> places(std::size_t out, std::size_t in) {
  const float scale = static_cast<float>(in) / static_cast<float>(out);
  std::vector<Place> all(out);
  for (std::size_t i = 0; i < out; ++i) {
    const float centre = static_cast<float>(i) + 0.5F;
    const float scaled = centre * scale;
    const float position = scaled - 0.5F;
    const float floor = std::floor(position);
    all[i].lower = static_cast<std::size_t>(std::max(floor, 0.0F));
    all[i].upper = std::min(static_cast<std::size_t>(std::max(std::ceil(position), 0.0F)), in - 1);
    all[i].fraction = position - floor;
  }
  return all;
}

float between(float a, float b, float fraction) {
  const float step = (b - a) * fraction;
  return a + step;
}

}  // namespace

void resize_bilinear(const Picture& picture, std::size_t height, std::size_t width,
                     std::span<float> out) {
  if (height == picture.height && width == picture.width) {
    std::copy(picture.pixels.begin(), picture.pixels.end(), out.begin());
    return;
  }
  const std::vector<Place> rows = places(height, picture.height);
  const std::vector<Place> columns = places(width, picture.width);
  const std::size_t channels = picture.channels;
  const std::size_t row_size = picture.width * channels;
  std::size_t to = 0;
  for (const Place& row : rows) {
    const std::uint8_t* top = picture.pixels.data() + row.lower * row_size;
    const std::uint8_t* bottom = picture.pixels.data() + row.upper * row_size;
    for (const Place& column : columns) {
      for (std::size_t c = 0; c < channels; ++c) {
        const std::size_t left = column.lower * channels + c;
        const std::size_t right = column.upper * channels + c;
        const float above = between(top[left], top[right], column.fraction);
        const float below = between(bottom[left], bottom[right], column.fraction);
        out[to++] = between(above, below, row.fraction);
      }
    }
  }
}

}  // namespace cnn2snn::pictures
