// SPDX-License-Identifier: Apache-2.0
#include "engine/fast/padded_input.h"

#include <algorithm>
#include <utility>

namespace cnn2snn::engine {

namespace {

/// What the kernels may read behind the last value.
constexpr std::size_t kSlack = 64;

std::size_t extent(const Window& window) {
  return static_cast<std::size_t>((window.output - 1) * window.stride + window.size);
}

template <typename T>
void convert(const std::uint8_t* from, std::size_t size, std::int16_t* to) {
  for (std::size_t i = 0; i < size; ++i) to[i] = static_cast<T>(from[i]);
}

}  // namespace

PaddedInput::PaddedInput(const akida::Shape3& shape, const Windows& windows, InputBounds bounds,
                         std::vector<std::uint8_t> padding)
    : input_x_(shape[0]),
      input_y_(shape[1]),
      channels_(shape[2]),
      rows_(extent(windows.x)),
      columns_(extent(windows.y)),
      before_x_(static_cast<std::size_t>(windows.x.before)),
      before_y_(static_cast<std::size_t>(windows.y.before)),
      bare_(rows_ == input_x_ && columns_ == input_y_ && before_x_ == 0 && before_y_ == 0),
      bounds_(std::move(bounds)),
      shifted_(std::any_of(bounds_.shift.begin(), bounds_.shift.end(),
                           [](int shift) { return shift != 0; })),
      padding_(std::move(padding)) {}

template <typename T>
void PaddedInput::fill_padding(std::vector<T>& buffer, T offset) const {
  buffer.assign(rows_ * columns_ * channels_ + kSlack, offset);
  if (padding_.empty()) return;
  for (std::size_t i = 0; i < rows_ * columns_ * channels_; ++i) {
    buffer[i] = static_cast<T>(padding_[i % channels_] + offset);
  }
}

void PaddedInput::fill(const Tensor& input, std::vector<std::int16_t>& buffer) const {
  if (buffer.empty()) fill_padding<std::int16_t>(buffer, 0);
  // Without padding the last rows and columns may be read by no window.
  const std::size_t rows = std::min(input_x_, rows_ - before_x_);
  const std::size_t width = std::min(input_y_, columns_ - before_y_) * channels_;
  for (std::size_t x = 0; x < rows; ++x) {
    const std::uint8_t* from = input.bytes.data() + x * input_y_ * channels_;
    std::int16_t* to = &buffer[((x + before_x_) * columns_ + before_y_) * channels_];
    if (bounds_.type == akida::DType::kUInt8) {
      convert<std::uint8_t>(from, width, to);
    } else {
      convert<std::int8_t>(from, width, to);
    }
    if (!shifted_) continue;
    for (std::size_t i = 0; i < width;) {
      for (std::size_t c = 0; c < channels_; ++c, ++i) {
        to[i] = static_cast<std::int16_t>(to[i] * (1 << bounds_.shift[c]));
      }
    }
  }
}

void PaddedInput::fill(const Tensor& input, std::vector<std::uint8_t>& buffer) const {
  const std::uint8_t offset = byte_offset();
  if (buffer.empty()) fill_padding(buffer, offset);
  const std::size_t rows = std::min(input_x_, rows_ - before_x_);
  const std::size_t width = std::min(input_y_, columns_ - before_y_) * channels_;
  for (std::size_t x = 0; x < rows; ++x) {
    const std::uint8_t* from = input.bytes.data() + x * input_y_ * channels_;
    std::uint8_t* to = &buffer[((x + before_x_) * columns_ + before_y_) * channels_];
    for (std::size_t i = 0; i < width; ++i) to[i] = from[i] ^ offset;
  }
}

}  // namespace cnn2snn::engine
