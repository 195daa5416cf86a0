// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "akida/fields.h"
#include "engine/fast/fast.h"
#include "engine/fast/padded_input.h"
#include "engine/fast/row_end.h"
#include "engine/kernels/generic.h"

namespace cnn2snn::engine {

namespace {

using akida::LayerType;

/// Output positions whose sums are made at a time: they stay in the nearest cache.
constexpr std::size_t kChunk = 48;

/// What the layer types that sum over all channels have in common.
struct Shape {
  akida::Shape3 input;
  Windows windows;
  KernelOrder order = KernelOrder::kAsStored;
  std::vector<std::int8_t> weights;  ///< [i][j][c][f]
  std::vector<std::uint8_t> padding;
};

/// FullyConnected flattens channel first; here its weights come in the order of the input.
std::vector<std::int8_t> in_input_order(const akida::Layer& layer) {
  const std::vector<std::int8_t> stored = values(layer, akida::kWeights);
  const auto [size_x, size_y, channels] = layer.input_shape;
  const std::size_t units = layer.output_shape[2];
  std::vector<std::int8_t> ordered(stored.size());
  auto to = ordered.begin();
  for (std::size_t x = 0; x < size_x; ++x) {
    for (std::size_t y = 0; y < size_y; ++y) {
      for (std::size_t c = 0; c < channels; ++c) {
        const std::size_t k = (c * size_y + y) * size_x + x;
        to = std::copy_n(stored.begin() + static_cast<std::ptrdiff_t>(k * units), units, to);
      }
    }
  }
  return ordered;
}

Shape flat_shape(const akida::Layer& layer) {
  const auto size = static_cast<std::uint32_t>(count(layer.input_shape));
  const Window one = make_window(akida::kPaddingValid, 1, 1, 1);
  return {{1, 1, size}, {one, one}, KernelOrder::kAsStored, {}, {}};
}

Shape shape_of(const akida::Layer& layer) {
  Shape shape;
  switch (layer.type) {
    case LayerType::kDense1D:
    case LayerType::kFullyConnected:
      shape = flat_shape(layer);
      shape.weights = layer.type == LayerType::kDense1D ? values(layer, akida::kWeights)
                                                        : in_input_order(layer);
      return shape;
    case LayerType::kInputConv2D:
      shape.windows = convolution_windows(layer);
      shape.padding = values(layer, akida::kPaddingValue);
      break;
    case LayerType::kConv2D:
      shape.windows = convolution_windows(layer);
      shape.order = KernelOrder::kFlipped;
      break;
    case LayerType::kInputConvolutional:
      shape.windows = convolution_windows_v1(layer);
      shape.padding.assign(layer.input_shape[2],
                           static_cast<std::uint8_t>(parameter(layer, "padding_value")));
      break;
    default:
      shape.windows = convolution_windows_v1(layer);
      shape.order = KernelOrder::kFlipped;
      break;
  }
  shape.input = layer.input_shape;
  shape.weights = values(layer, akida::kWeights);
  return shape;
}

/// Weights in the order in which a MultiplyTask reads them. A row of the kernel is a run of
/// neighbouring inputs, position by position; it is filled up to pairs with a weight of 0.
class PackedWeights {
 public:
  PackedWeights(const Shape& shape, std::size_t filters, std::size_t lanes)
      : rows_(static_cast<std::size_t>(shape.windows.x.size)),
        length_(static_cast<std::size_t>(shape.windows.y.size) * shape.input[2]),
        pairs_((length_ + 1) / 2),
        width_(2 * lanes),
        blocks_((filters + width_ - 1) / width_),
        packed_(blocks_ * rows_ * pairs_ * width_ * 2) {
    const std::size_t channels = shape.input[2];
    const std::size_t positions = rows_ * (length_ / channels);
    for (std::size_t row = 0; row < rows_; ++row) {
      for (std::size_t i = 0; i < length_; ++i) {
        std::size_t position = row * (length_ / channels) + i / channels;
        if (shape.order == KernelOrder::kFlipped) position = positions - 1 - position;
        const std::int8_t* w = &shape.weights[(position * channels + i % channels) * filters];
        for (std::size_t f = 0; f < filters; ++f) {
          packed_[(((f / width_ * rows_ + row) * pairs_ + i / 2) * width_ + f % width_) * 2 +
                  i % 2] = w[f];
        }
      }
    }
  }

  [[nodiscard]] std::size_t stride() const { return blocks_ * width_; }
  [[nodiscard]] MultiplyTask task(const std::int16_t* input, std::ptrdiff_t row_stride,
                                  std::ptrdiff_t pixel_stride, std::size_t pixels,
                                  std::int32_t* sums) const {
    return {input, row_stride, pixel_stride, pixels, packed_.data(), rows_, pairs_, blocks_, sums};
  }

 private:
  std::size_t rows_;
  std::size_t length_;
  std::size_t pairs_;
  std::size_t width_;  ///< Filters of a block.
  std::size_t blocks_;
  std::vector<std::int16_t> packed_;
};

class FastConvolution final : public PreparedLayer {
 public:
  FastConvolution(const Shape& shape, InputBounds bounds, std::size_t filters, RowEnd end,
                  const SimdKernels& simd)
      : windows_(shape.windows),
        input_(shape.input, shape.windows, std::move(bounds), shape.padding),
        weights_(shape, filters, simd.lanes),
        end_(std::move(end)),
        simd_(simd) {}

  void run(std::span<const Tensor* const> inputs, Tensor& output,
           LayerState& state) const override {
    input_.fill(*inputs[0], state.padded);
    end_.begin(state);
    state.sums.resize(kChunk * weights_.stride());
    const auto& [wx, wy] = windows_;
    auto rows = static_cast<std::size_t>(wx.output);
    auto columns = static_cast<std::size_t>(wy.output);
    if (input_.is_bare() && wx.size == 1 && wy.size == 1 && wx.stride == 1 && wy.stride == 1) {
      // All positions lie side by side.
      columns *= rows;
      rows = 1;
    }
    const auto stride_x = static_cast<std::ptrdiff_t>(wx.stride);
    const auto pixel_stride =
        static_cast<std::ptrdiff_t>(wy.stride) * static_cast<std::ptrdiff_t>(input_.channels());
    for (std::size_t x = 0; x < rows; ++x) {
      const std::int16_t* row =
          state.padded.data() + static_cast<std::ptrdiff_t>(x) * stride_x * input_.row_stride();
      for (std::size_t y = 0; y < columns; y += kChunk) {
        const std::size_t pixels = std::min(kChunk, columns - y);
        simd_.multiply(weights_.task(row + static_cast<std::ptrdiff_t>(y) * pixel_stride,
                                     input_.row_stride(), pixel_stride, pixels, state.sums.data()));
        end_.put(state.sums.data(), weights_.stride(), x * columns + y, pixels, output, state,
                 simd_);
      }
    }
    end_.end(output, state);
  }

 private:
  Windows windows_;
  PaddedInput input_;
  PackedWeights weights_;
  RowEnd end_;
  const SimdKernels& simd_;
};

BiasRule bias_rule(LayerType type) {
  return type == LayerType::kInputConv2D ? BiasRule::kBiasFirst : BiasRule::kSumFirst;
}

bool is_v1(LayerType type) {
  return type == LayerType::kInputConvolutional || type == LayerType::kConvolutional ||
         type == LayerType::kFullyConnected;
}

}  // namespace

LayerPointer prepare_fast_convolution(const akida::Layer& layer, akida::DType type, int bits) {
  const SimdKernels& simd = *simd_kernels();
  auto bounds = input_bounds(layer, type, bits);
  if (!bounds) return nullptr;
  const Shape shape = shape_of(layer);
  // Padding values are those of an input of 8 bits.
  InputBounds with_padding = *bounds;
  if (!shape.padding.empty()) with_padding.most.assign(1, 255);
  const std::size_t filters = layer.output_shape[2];
  const auto sums = sum_bounds(shape.weights, filters, with_padding.most);
  if (is_v1(layer.type)) {
    // Sums modulo 2^32 are right whatever they are; products of pairs fit by themselves.
    return std::make_unique<FastConvolution>(
        shape, std::move(*bounds), filters, RowEnd(Potentials(layer, shape.windows), shape.windows),
        simd);
  }
  Chain chain(layer, bias_rule(layer.type), shape.windows);
  if (!sums_are_exact(sums, chain.stages())) return nullptr;
  return std::make_unique<FastConvolution>(shape, std::move(*bounds), filters,
                                           RowEnd(std::move(chain), shape.windows, simd.lanes),
                                           simd);
}

}  // namespace cnn2snn::engine
