// SPDX-License-Identifier: Apache-2.0
#include "akida/shapes.h"

#include <limits>
#include <string>

#include "akida/fields.h"
#include "base/conversion_error.h"
#include "cnn2snn/report.h"

namespace cnn2snn::akida {

namespace {

/// A convolution or pooling along one dimension.
struct Window {
  std::int64_t size;
  std::int64_t stride;
};

std::uint32_t to_extent(std::int64_t value) {
  if (value <= 0 || value > std::numeric_limits<std::uint32_t>::max()) {
    fail(ErrorId::kAkidaLayer, Step::kConversion,
         "Computed output size would not be strictly positive.", {}, "RuntimeError",
         Rule::kEmptyOutput);
  }
  return static_cast<std::uint32_t>(value);
}

/// Both paddings that keep the size give ceil(n / stride); without padding only whole windows
/// count.
std::uint32_t slide(std::uint32_t input, Window window, bool valid) {
  if (window.stride <= 0) return to_extent(0);
  if (!valid) return to_extent((input + window.stride - 1) / window.stride);
  if (input < window.size) return to_extent(0);
  return to_extent((input - window.size) / window.stride + 1);
}

std::uint32_t convolve(const Layer& layer, std::uint32_t input, Window kernel, Window pool) {
  const bool valid = parameter(layer, "padding") == kPaddingValid;
  const std::uint32_t convolved = slide(input, kernel, valid);
  const std::int64_t type = parameter(layer, "pool_type");
  if (pool.size <= 0) return type == kPoolAverage ? 1 : convolved;
  // The runtime goes by the size: even an average has windows then, and a window that does not fit
  // is refused even when nothing is pooled.
  if (pool.stride <= 0) pool.stride = pool.size;
  const std::uint32_t pooled = slide(convolved, pool, valid);
  return type == kNoPooling ? convolved : pooled;
}

std::uint32_t filters(const Layer& layer) {
  return static_cast<std::uint32_t>(parameter(layer, "filters"));
}

Shape3 convolution_v2(const Layer& layer) {
  const Shape3& in = layer.input_shape;
  const Window kernel{parameter(layer, "kernel_size"), parameter(layer, "kernel_stride")};
  const Window pool{parameter(layer, "pool_size"), parameter(layer, "pool_stride")};
  const std::uint32_t channels = layer.type == LayerType::kDepthwiseConv2D ? in[2] : filters(layer);
  return {convolve(layer, in[0], kernel, pool), convolve(layer, in[1], kernel, pool), channels};
}

Shape3 convolution_v1(const Layer& layer) {
  const Shape3& in = layer.input_shape;
  const Window kernel_x{parameter(layer, "kernel_width"), parameter(layer, "stride_x")};
  const Window kernel_y{parameter(layer, "kernel_height"), parameter(layer, "stride_y")};
  const Window pool_x{parameter(layer, "pooling_width"), parameter(layer, "pooling_stride_x")};
  const Window pool_y{parameter(layer, "pooling_height"), parameter(layer, "pooling_stride_y")};
  return {convolve(layer, in[0], kernel_x, pool_x), convolve(layer, in[1], kernel_y, pool_y),
          filters(layer)};
}

Shape3 recurrent(const Layer& layer) {
  const std::int64_t subsample = parameter(layer, "subsample");
  const std::int64_t time = layer.input_shape[1];
  if (subsample <= 0 || time % subsample != 0) {
    fail(ErrorId::kAkidaLayer, Step::kConversion,
         "Input time dimension (" + std::to_string(time) + ") must be divisible by subsample (" +
             std::to_string(subsample) + ".",
         {}, "RuntimeError");
  }
  return {1, to_extent(time / subsample),
          static_cast<std::uint32_t>(parameter(layer, "output_channels"))};
}

}  // namespace

Shape3 declared_input_shape(const Layer& layer) {
  const bool v2 = layer.type == LayerType::kInputConv2D;
  return {static_cast<std::uint32_t>(parameter(layer, v2 ? "input_x" : "input_width")),
          static_cast<std::uint32_t>(parameter(layer, v2 ? "input_y" : "input_height")),
          static_cast<std::uint32_t>(parameter(layer, "input_channels"))};
}

Shape3 output_shape(const Layer& layer, const Shape3& second) {
  const Shape3& in = layer.input_shape;
  switch (layer.type) {
    case LayerType::kQuantizer:
      // The three declared sizes of a channels_first input are channels, x, y.
      return parameter(layer, "channels_first") != 0 ? Shape3{in[1], in[2], in[0]} : in;
    case LayerType::kInputConv2D:
    case LayerType::kConv2D:
    case LayerType::kDepthwiseConv2D:
      return convolution_v2(layer);
    case LayerType::kInputConvolutional:
    case LayerType::kConvolutional:
    case LayerType::kSeparableConvolutional:
      return convolution_v1(layer);
    case LayerType::kConv2DTranspose:
      return {to_extent(2 * std::int64_t{in[0]}), to_extent(2 * std::int64_t{in[1]}),
              filters(layer)};
    case LayerType::kDepthwiseConv2DTranspose:
      return {to_extent(2 * std::int64_t{in[0]}), to_extent(2 * std::int64_t{in[1]}), in[2]};
    case LayerType::kDense1D:
    case LayerType::kFullyConnected:
      return {1, 1, static_cast<std::uint32_t>(parameter(layer, "units"))};
    case LayerType::kBufferTempConv:
      return {in[0], in[1], filters(layer)};
    case LayerType::kStatefulRecurrent:
      return recurrent(layer);
    case LayerType::kPicoPostProcessing:
      return {1, 1, in[2]};  // One verdict a channel.
    case LayerType::kConcatenate:
      return {in[0], in[1], to_extent(std::int64_t{in[2]} + second[2])};
    default:
      return in;
  }
}

}  // namespace cnn2snn::akida
