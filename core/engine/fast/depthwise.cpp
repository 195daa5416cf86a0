// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "akida/fields.h"
#include "engine/fast/fast.h"
#include "engine/fast/padded_input.h"
#include "engine/fast/row_end.h"

namespace cnn2snn::engine {

namespace {

class FastDepthwise final : public PreparedLayer {
 public:
  FastDepthwise(const akida::Layer& layer, InputBounds bounds, Chain chain,
                std::span<const std::int64_t> sums, const SimdKernels& simd)
      : windows_(convolution_windows(layer)),
        channels_((layer.input_shape[2] + 2 * simd.lanes - 1) / (2 * simd.lanes) * 2 * simd.lanes),
        input_(layer.input_shape, windows_, std::move(bounds), {}),
        end_(std::move(chain), windows_, sums, simd.lanes),
        simd_(simd) {
    const std::vector<std::int8_t> stored = values(layer, akida::kWeights);
    const std::size_t channels = layer.input_shape[2];
    const std::size_t taps = stored.size() / channels;
    const auto width = static_cast<std::size_t>(windows_.y.size);
    weights_.resize(taps * channels_);
    for (std::size_t tap = 0; tap < taps; ++tap) {
      // The stored kernel is flipped.
      std::copy_n(&stored[(taps - 1 - tap) * channels], channels, &weights_[tap * channels_]);
      const std::size_t row = tap / width;
      const std::size_t column = tap % width;
      taps_.push_back(static_cast<std::ptrdiff_t>(row) * input_.row_stride() +
                      static_cast<std::ptrdiff_t>(column * channels));
    }
  }

  void run(std::span<const Tensor* const> inputs, Tensor& output,
           LayerState& state) const override {
    input_.fill(*inputs[0], state.padded);
    end_.begin(state);
    const auto& [wx, wy] = windows_;
    const auto columns = static_cast<std::size_t>(wy.output);
    const auto stride_x = static_cast<std::ptrdiff_t>(wx.stride);
    const auto stride_y = static_cast<std::ptrdiff_t>(wy.stride);
    state.sums.resize(columns * channels_);
    for (std::size_t x = 0; x < static_cast<std::size_t>(wx.output); ++x) {
      simd_.depthwise(
          {state.padded.data() + static_cast<std::ptrdiff_t>(x) * stride_x * input_.row_stride(),
           taps_.data(), taps_.size(), stride_y * static_cast<std::ptrdiff_t>(input_.channels()),
           columns, weights_.data(), channels_, state.sums.data()});
      end_.put(state.sums.data(), channels_, x * columns, columns, output, state, simd_);
    }
    end_.end(output, state);
  }

 private:
  Windows windows_;
  std::size_t channels_;  ///< Padded.
  PaddedInput input_;
  RowEnd end_;
  const SimdKernels& simd_;
  std::vector<std::int16_t> weights_;
  std::vector<std::ptrdiff_t> taps_;
};

}  // namespace

LayerPointer prepare_fast_depthwise(const akida::Layer& layer, akida::DType type, int bits) {
  auto bounds = input_bounds(layer, type, bits);
  if (!bounds) return nullptr;
  Chain chain(layer, BiasRule::kSumFirst, convolution_windows(layer));
  std::vector<std::int64_t> sums = sum_bounds(values(layer, akida::kWeights), layer.input_shape[2],
                                              std::vector{std::int64_t{1}});
  for (std::size_t c = 0; c < sums.size(); ++c) sums[c] *= bounds->most[c];
  if (!sums_are_exact(sums, chain.stages())) return nullptr;
  return std::make_unique<FastDepthwise>(layer, std::move(*bounds), std::move(chain), sums,
                                         *simd_kernels());
}

LayerPointer prepare_fast(const akida::Layer& layer, akida::DType type, int bits) {
  using akida::LayerType;
  if (simd_kernels() == nullptr) return nullptr;
  switch (layer.type) {
    case LayerType::kInputConv2D:
    case LayerType::kConv2D:
    case LayerType::kDense1D:
    case LayerType::kInputConvolutional:
    case LayerType::kConvolutional:
    case LayerType::kFullyConnected:
      return prepare_fast_convolution(layer, type, bits);
    case LayerType::kDepthwiseConv2D:
      return prepare_fast_depthwise(layer, type, bits);
    default:
      return nullptr;
  }
}

}  // namespace cnn2snn::engine
