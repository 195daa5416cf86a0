// SPDX-License-Identifier: Apache-2.0
// MaxPooling2D and GlobalAveragePooling2D.
#include <algorithm>
#include <limits>

#include "quantizeml/calibrate/window.h"

namespace cnn2snn::quantizeml {
namespace {

class MaxPooling2D : public Operator {
 public:
  explicit MaxPooling2D(const LayerSource& source) : layer_(source.layer) {
    const std::vector<std::int64_t> pool = source.config("pool_size").as_ints(2);
    if (pool.size() != 2 || pool[0] < 1 || pool[1] < 1 || pool[0] > (1 << 20) ||
        pool[1] > (1 << 20)) {
      fail_operator(layer_, "'pool_size' is no pair of positive numbers.");
    }
    window_ =
        read_window(source, static_cast<std::size_t>(pool[0]), static_cast<std::size_t>(pool[1]));
    if (source.config("strides").is_null()) {
      std::copy_n(window_.kernel, 2, window_.stride);
    }
  }

  void run(const Call& call, Tensor& out) const override {
    const Tensor& in = *call.inputs[0];
    check_image(layer_, in, 0, window_);
    const std::size_t channels = in.channels();
    const WindowAxis rows = window_.axis(0, in.extent(0));
    const WindowAxis columns = window_.axis(1, in.extent(1));
    out.reset({static_cast<std::int64_t>(rows.out), static_cast<std::int64_t>(columns.out),
               in.shape.back()},
              -std::numeric_limits<float>::infinity());
    float* to = out.values.data();
    for (std::size_t y = 0; y < rows.out; ++y) {
      for (std::size_t x = 0; x < columns.out; ++x, to += channels) {
        for (std::size_t ky = 0; ky < rows.kernel; ++ky) {
          const std::size_t iy = rows.at(y, ky);
          for (std::size_t kx = 0; kx < columns.kernel; ++kx) {
            const std::size_t ix = columns.at(x, kx);
            if (iy >= rows.in || ix >= columns.in) continue;
            const float* from = in.values.data() + (iy * columns.in + ix) * channels;
            for (std::size_t c = 0; c < channels; ++c) to[c] = std::max(to[c], from[c]);
          }
        }
      }
    }
  }

 private:
  const keras::Layer& layer_;
  Window window_;
};

// TensorFlow sums four pixels side by side where at least 16 are summed and eight channels fill a
// packet; a packet holds eight outputs that follow each other in the batch.
class GlobalAveragePooling2D : public Operator {
 public:
  explicit GlobalAveragePooling2D(const LayerSource& source)
      : layer_(source.layer), keepdims_(source.config("keepdims").truthy()) {}

  void run(const Call& call, Tensor& out) const override {
    const Tensor& in = *call.inputs[0];
    if (in.shape.size() != 3 || in.values.empty()) {
      fail_operator(layer_, "Its input is no image.");
    }
    const std::size_t channels = in.channels();
    const std::size_t pixels = in.values.size() / channels;
    out.reset(keepdims_ ? keras::Shape{1, 1, in.shape.back()} : keras::Shape{in.shape.back()});
    for (std::size_t c = 0; c < channels; ++c) {
      const float* from = in.values.data() + c;
      const bool interleaved = pixels >= kInterleaved && in_packet(call.place, c, channels);
      const float sum = interleaved ? sum_interleaved(from, pixels, channels)
                                    : sum_in_order(from, 0, pixels, channels, 0.0F);
      out.values[c] = sum / static_cast<float>(pixels);
    }
  }

 private:
  static constexpr std::size_t kInterleaved = 16;
  static constexpr std::size_t kPacket = 8;

  static bool in_packet(BatchPlace place, std::size_t channel, std::size_t channels) {
    const std::size_t first = (place.index * channels + channel) / kPacket * kPacket;
    const std::size_t last = first + kPacket - 1;
    return first / channels == last / channels && last < place.size * channels;
  }

  static float sum_in_order(const float* from, std::size_t first, std::size_t last,
                            std::size_t step, float sum) {
    for (std::size_t i = first; i < last; ++i) sum = sum + from[i * step];
    return sum;
  }

  static float sum_interleaved(const float* from, std::size_t count, std::size_t step) {
    float s[4] = {};
    const std::size_t whole = count / 4 * 4;
    for (std::size_t i = 0; i < whole; i += 4) {
      for (std::size_t j = 0; j < 4; ++j) s[j] = s[j] + from[(i + j) * step];
    }
    return sum_in_order(from, whole, count, step, ((s[0] + s[1]) + s[2]) + s[3]);
  }

  const keras::Layer& layer_;
  bool keepdims_;
};

}  // namespace

std::unique_ptr<Operator> make_pooling(const LayerSource& source) {
  const keras::Layer& layer = source.layer;
  if (layer.is("MaxPooling2D") || layer.is("MaxPool2D")) {
    return std::make_unique<MaxPooling2D>(source);
  }
  if (layer.is("GlobalAveragePooling2D") || layer.is("GlobalAvgPool2D")) {
    return std::make_unique<GlobalAveragePooling2D>(source);
  }
  return nullptr;
}

}  // namespace cnn2snn::quantizeml
