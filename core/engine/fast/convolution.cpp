// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "akida/fields.h"
#include "engine/fast/fast.h"
#include "engine/fast/packed_weights.h"
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

/// Sums of products of 16-bit values.
class WordProducts {
 public:
  using Input = std::int16_t;

  WordProducts(const Shape& shape, const PaddedInput&, std::size_t filters, const SimdKernels& simd)
      : weights_(shape.weights, shape.windows, shape.order, shape.input[2], filters, simd.lanes),
        multiply_(simd.multiply) {}

  static std::vector<Input>& buffer(LayerState& state) { return state.padded; }
  [[nodiscard]] std::size_t stride() const { return weights_.stride(); }
  void sum(const Input* input, std::ptrdiff_t row_stride, std::ptrdiff_t pixel_stride,
           std::size_t pixels, std::int32_t* sums) const {
    multiply_({input, row_stride, pixel_stride, pixels, weights_.data(), weights_.rows(),
               weights_.groups(), weights_.blocks(), sums});
  }

 private:
  PackedWeights<std::int16_t, 2> weights_;
  void (*multiply_)(const MultiplyTask&);
};

/// Sums of products of bytes. Inputs that are greater by an offset make the sum greater by the
/// offset times the sum of the weights: it begins with so much less.
class ByteProducts {
 public:
  using Input = std::uint8_t;

  ByteProducts(const Shape& shape, const PaddedInput& input, std::size_t filters,
               const SimdKernels& simd)
      : weights_(shape.weights, shape.windows, shape.order, shape.input[2], filters, simd.lanes),
        start_(weights_.stride()),
        multiply_(simd.multiply_bytes) {
    for (std::size_t i = 0; i < shape.weights.size(); ++i) {
      start_[i % filters] -= input.byte_offset() * shape.weights[i];
    }
  }

  static std::vector<Input>& buffer(LayerState& state) { return state.padded_bytes; }
  [[nodiscard]] std::size_t stride() const { return weights_.stride(); }
  void sum(const Input* input, std::ptrdiff_t row_stride, std::ptrdiff_t pixel_stride,
           std::size_t pixels, std::int32_t* sums) const {
    multiply_({input, row_stride, pixel_stride, pixels, weights_.data(), weights_.rows(),
               weights_.groups(), weights_.blocks(), start_.data(), sums});
  }

 private:
  PackedWeights<std::int8_t, 4> weights_;
  std::vector<std::int32_t> start_;
  void (*multiply_)(const MultiplyBytesTask&);
};

template <typename Products>
class FastConvolution final : public PreparedLayer {
 public:
  FastConvolution(const Shape& shape, PaddedInput input, std::size_t filters, RowEnd end,
                  const SimdKernels& simd)
      : windows_(shape.windows),
        input_(std::move(input)),
        products_(shape, input_, filters, simd),
        end_(std::move(end)),
        simd_(simd) {}

  void run(std::span<const Tensor* const> inputs, Tensor& output,
           LayerState& state) const override {
    using Input = typename Products::Input;
    std::vector<Input>& padded = Products::buffer(state);
    input_.fill(*inputs[0], padded);
    end_.begin(state);
    state.sums.resize(kChunk * products_.stride());
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
      const Input* row =
          padded.data() + static_cast<std::ptrdiff_t>(x) * stride_x * input_.row_stride();
      for (std::size_t y = 0; y < columns; y += kChunk) {
        const std::size_t pixels = std::min(kChunk, columns - y);
        products_.sum(row + static_cast<std::ptrdiff_t>(y) * pixel_stride, input_.row_stride(),
                      pixel_stride, pixels, state.sums.data());
        end_.put(state.sums.data(), products_.stride(), x * columns + y, pixels, output, state,
                 simd_);
      }
    }
    end_.end(output, state);
  }

 private:
  Windows windows_;
  PaddedInput input_;
  Products products_;
  RowEnd end_;
  const SimdKernels& simd_;
};

/// Bytes where the processor has instructions for them and nothing is shifted: twice as many at a
/// time. `sums` bound the sums; with the offset they may be three times as great.
LayerPointer make_convolution(const Shape& shape, InputBounds bounds, std::size_t filters,
                              std::span<const std::int64_t> sums, RowEnd end,
                              const SimdKernels& simd) {
  constexpr std::int64_t kMost = (std::int64_t{1} << 31) / 3;
  PaddedInput input(shape.input, shape.windows, std::move(bounds), shape.padding);
  const bool small =
      std::all_of(sums.begin(), sums.end(), [](std::int64_t sum) { return sum < kMost; });
  if (simd.multiply_bytes != nullptr && small && !input.is_shifted()) {
    return std::make_unique<FastConvolution<ByteProducts>>(shape, std::move(input), filters,
                                                           std::move(end), simd);
  }
  return std::make_unique<FastConvolution<WordProducts>>(shape, std::move(input), filters,
                                                         std::move(end), simd);
}

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
    return make_convolution(shape, std::move(*bounds), filters, sums,
                            RowEnd(Potentials(layer, shape.windows), shape.windows), simd);
  }
  Chain chain(layer, bias_rule(layer.type), shape.windows);
  if (!sums_are_exact(sums, chain.stages())) return nullptr;
  return make_convolution(shape, std::move(*bounds), filters, sums,
                          RowEnd(std::move(chain), shape.windows, sums, simd.lanes), simd);
}

}  // namespace cnn2snn::engine
