// SPDX-License-Identifier: Apache-2.0
//
// Output shapes of layers that work on spatial axes, by the rules of Keras 2 (conv_output_length
// and deconv_output_length of its conv_utils) and of QuantizeML, whose layers are subclasses of
// Keras's.
#include <algorithm>
#include <unordered_map>

#include "keras/shape_rules.h"

namespace cnn2snn::keras {
namespace {

using Ints = std::vector<std::int64_t>;

// Where a layer's spatial axes and its channels are in its input's shape.
struct Axes {
  std::size_t first_spatial = 0;
  std::size_t channel = 0;
  std::size_t spatial_rank = 0;
};

std::optional<Axes> axes_of(const ShapeCall& call) {
  if (call.inputs.size() != 1 || call.inputs[0].size() < 2) return std::nullopt;
  const std::size_t rank = call.inputs[0].size();
  if (call.config("data_format").as_string() == "channels_first") return Axes{1, 0, rank - 1};
  return Axes{0, rank - 1, rank - 1};
}

// `count` positive numbers of the configuration, or `fallback` for each when it has none.
std::optional<Ints> positive_ints(const Value& value, std::size_t count,
                                  std::optional<std::int64_t> fallback = std::nullopt) {
  Ints ints = value.as_ints(count);
  if (value.is_null() && fallback) ints.assign(count, *fallback);
  const bool usable = ints.size() == count && std::all_of(ints.begin(), ints.end(), [](auto n) {
                        return n > 0 && n <= kMaxExtent;
                      });
  return usable ? std::optional(std::move(ints)) : std::nullopt;
}

struct Window {
  Ints size;
  Ints strides;
  Ints dilation;
  std::string padding;
};

std::optional<std::int64_t> window_length(std::int64_t length, const Window& window,
                                          std::size_t i) {
  if (length < 0) return -1;
  if (window.padding == "by value") {
    // apply_padding of QuantizeML does not count the dilation.
    const std::int64_t rest = length % window.strides[i];
    length += std::max<std::int64_t>(window.size[i] - (rest == 0 ? window.strides[i] : rest), 0);
  }
  if (window.padding == "valid" || window.padding == "by value") {
    const std::int64_t dilated = window.size[i] + (window.size[i] - 1) * (window.dilation[i] - 1);
    length -= dilated - 1;
    if (length <= 0) return std::nullopt;
  } else if (window.padding != "same" && window.padding != "causal") {
    return std::nullopt;
  }
  return (length + window.strides[i] - 1) / window.strides[i];
}

std::optional<Shape> slide(const ShapeCall& call, const Axes& axes, const Window& window,
                           std::int64_t channels) {
  Shape shape = call.inputs[0];
  shape[axes.channel] = channels;
  for (std::size_t i = 0; i < axes.spatial_rank; ++i) {
    const auto length = window_length(shape[axes.first_spatial + i], window, i);
    if (!length) return std::nullopt;
    shape[axes.first_spatial + i] = *length;
  }
  return shape;
}

std::optional<Window> convolution_window(const ShapeCall& call, std::size_t rank) {
  const auto size = positive_ints(call.config("kernel_size"), rank);
  const auto strides = positive_ints(call.config("strides"), rank, 1);
  const auto dilation = positive_ints(call.config("dilation_rate"), rank, 1);
  if (!size || !strides || !dilation) return std::nullopt;
  Window window{*size, *strides, *dilation, call.config("padding").as_string("valid")};
  std::transform(window.padding.begin(), window.padding.end(), window.padding.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  // QuantizeML pads by itself where a padding value is given, whatever "padding" says.
  if (!call.config("padding_value").is_null()) window.padding = "by value";
  return window;
}

std::optional<std::int64_t> filters_of(const ShapeCall& call) {
  const auto filters = positive_ints(call.config("filters"), 1);
  return filters ? std::optional(filters->front()) : std::nullopt;
}

template <std::size_t kRank>
std::optional<Shape> convolution(const ShapeCall& call) {
  const auto axes = axes_of(call);
  if (!axes || axes->spatial_rank != kRank) return std::nullopt;
  const auto window = convolution_window(call, kRank);
  const auto filters = filters_of(call);
  if (!window || !filters) return std::nullopt;
  return slide(call, *axes, *window, *filters);
}

template <std::size_t kRank>
std::optional<Shape> depthwise_convolution(const ShapeCall& call) {
  const auto axes = axes_of(call);
  if (!axes || axes->spatial_rank != kRank) return std::nullopt;
  const auto window = convolution_window(call, kRank);
  const auto multiplier = positive_ints(call.config("depth_multiplier"), 1, 1);
  const std::int64_t channels = call.inputs[0][axes->channel];
  if (!window || !multiplier) return std::nullopt;
  return slide(call, *axes, *window, channels < 0 ? -1 : channels * multiplier->front());
}

std::optional<Shape> transposed(const ShapeCall& call, const Axes& axes, std::int64_t channels) {
  const auto window = convolution_window(call, axes.spatial_rank);
  if (!window) return std::nullopt;
  const Value& extra = call.config("output_padding");
  const Ints padding = extra.as_ints(axes.spatial_rank);
  if (!extra.is_null() && padding.size() != axes.spatial_rank) return std::nullopt;
  Shape shape = call.inputs[0];
  shape[axes.channel] = channels;
  for (std::size_t i = 0; i < axes.spatial_rank; ++i) {
    std::int64_t& length = shape[axes.first_spatial + i];
    if (length < 0) continue;
    const std::int64_t stride = window->strides[i];
    const std::int64_t size = window->size[i] + (window->size[i] - 1) * (window->dilation[i] - 1);
    if (size > kMaxExtent || (window->padding != "same" && window->padding != "valid")) {
      return std::nullopt;
    }
    const bool same = window->padding == "same";
    if (extra.is_null()) {
      length = length * stride + (same ? 0 : std::max<std::int64_t>(size - stride, 0));
    } else {
      if (padding[i] < 0 || padding[i] > kMaxExtent) return std::nullopt;
      length = (length - 1) * stride + size - (same ? 2 * (size / 2) : 0) + padding[i];
    }
  }
  return shape;
}

template <std::size_t kRank>
std::optional<Shape> transposed_convolution(const ShapeCall& call) {
  const auto axes = axes_of(call);
  const auto filters = filters_of(call);
  if (!axes || axes->spatial_rank != kRank || !filters) return std::nullopt;
  return transposed(call, *axes, *filters);
}

std::optional<Shape> depthwise_transposed_convolution(const ShapeCall& call) {
  const auto axes = axes_of(call);
  if (!axes || axes->spatial_rank != 2) return std::nullopt;
  return transposed(call, *axes, call.inputs[0][axes->channel]);
}

template <std::size_t kRank>
std::optional<Shape> pooling(const ShapeCall& call) {
  const auto axes = axes_of(call);
  if (!axes || axes->spatial_rank != kRank) return std::nullopt;
  const auto size = positive_ints(call.config("pool_size"), kRank, 2);
  if (!size) return std::nullopt;
  const Value& given = call.config("strides");
  const auto strides = given.is_null() ? size : positive_ints(given, kRank);
  if (!strides) return std::nullopt;
  const Window window{*size, *strides, Ints(kRank, 1), call.config("padding").as_string("valid")};
  return slide(call, *axes, window, call.inputs[0][axes->channel]);
}

template <std::size_t kRank>
std::optional<Shape> global_pooling(const ShapeCall& call) {
  const auto axes = axes_of(call);
  if (!axes || axes->spatial_rank != kRank) return std::nullopt;
  const std::int64_t channels = call.inputs[0][axes->channel];
  if (!call.config("keepdims").truthy()) return Shape{channels};
  Shape shape(kRank + 1, 1);
  shape[axes->channel] = channels;
  return shape;
}

// The amounts before and after each axis: n, [a, b] (one axis: before and after; more: symmetric)
// or [[a, b], …].
std::optional<std::vector<std::pair<std::int64_t, std::int64_t>>> margins(const Value& value,
                                                                          std::size_t rank) {
  std::vector<std::pair<std::int64_t, std::int64_t>> result;
  const Value::List& list = value.list();
  if (value.int_or_none()) {
    result.assign(rank, {value.as_int(), value.as_int()});
  } else if (rank == 1 && list.size() == 2) {
    result.emplace_back(list[0].as_int(-1), list[1].as_int(-1));
  } else if (list.size() == rank) {
    for (const Value& axis : list) {
      const Ints pair = axis.as_ints(2);
      if (pair.size() != 2) return std::nullopt;
      result.emplace_back(pair[0], pair[1]);
    }
  } else {
    return std::nullopt;
  }
  for (const auto& [before, after] : result) {
    if (before < 0 || after < 0 || before > kMaxExtent || after > kMaxExtent) return std::nullopt;
  }
  return result;
}

template <std::size_t kRank, int kSign>
std::optional<Shape> padding_or_cropping(const ShapeCall& call) {
  const auto axes = axes_of(call);
  if (!axes || axes->spatial_rank != kRank) return std::nullopt;
  const auto amounts = margins(call.config(kSign > 0 ? "padding" : "cropping"), kRank);
  if (!amounts) return std::nullopt;
  Shape shape = call.inputs[0];
  for (std::size_t i = 0; i < kRank; ++i) {
    std::int64_t& length = shape[axes->first_spatial + i];
    if (length < 0) continue;
    length += kSign * ((*amounts)[i].first + (*amounts)[i].second);
    if (length <= 0) return std::nullopt;
  }
  return shape;
}

template <std::size_t kRank>
std::optional<Shape> upsampling(const ShapeCall& call) {
  const auto axes = axes_of(call);
  if (!axes || axes->spatial_rank != kRank) return std::nullopt;
  const auto size = positive_ints(call.config("size"), kRank, 2);
  if (!size) return std::nullopt;
  Shape shape = call.inputs[0];
  for (std::size_t i = 0; i < kRank; ++i) {
    std::int64_t& length = shape[axes->first_spatial + i];
    if (length >= 0) length *= (*size)[i];
  }
  return shape;
}

// Resizing, CenterCrop and RandomCrop: (height, width) of the configuration, channels last.
std::optional<Shape> resizing(const ShapeCall& call) {
  if (call.inputs.size() != 1 || call.inputs[0].size() != 3) return std::nullopt;
  const auto height = positive_ints(call.config("height"), 1);
  const auto width = positive_ints(call.config("width"), 1);
  if (!height || !width) return std::nullopt;
  return Shape{height->front(), width->front(), call.inputs[0][2]};
}

const std::unordered_map<std::string_view, ShapeRule>& rules() {
  static const std::unordered_map<std::string_view, ShapeRule> table = {
      {"Conv1D", convolution<1>},
      {"Convolution1D", convolution<1>},
      {"Conv2D", convolution<2>},
      {"Convolution2D", convolution<2>},
      {"PaddedConv2D", convolution<2>},
      {"Conv3D", convolution<3>},
      {"Convolution3D", convolution<3>},
      {"PleiadesLayer", convolution<3>},
      {"SeparableConv1D", convolution<1>},
      {"SeparableConvolution1D", convolution<1>},
      {"SeparableConv2D", convolution<2>},
      {"SeparableConvolution2D", convolution<2>},
      {"DepthwiseConv1D", depthwise_convolution<1>},
      {"DepthwiseConv2D", depthwise_convolution<2>},
      {"Conv1DTranspose", transposed_convolution<1>},
      {"Convolution1DTranspose", transposed_convolution<1>},
      {"Conv2DTranspose", transposed_convolution<2>},
      {"Convolution2DTranspose", transposed_convolution<2>},
      {"Conv3DTranspose", transposed_convolution<3>},
      {"Convolution3DTranspose", transposed_convolution<3>},
      {"DepthwiseConv2DTranspose", depthwise_transposed_convolution},
      {"MaxPool1D", pooling<1>},
      {"MaxPooling1D", pooling<1>},
      {"MaxPool2D", pooling<2>},
      {"MaxPooling2D", pooling<2>},
      {"MaxPool3D", pooling<3>},
      {"MaxPooling3D", pooling<3>},
      {"AvgPool1D", pooling<1>},
      {"AveragePooling1D", pooling<1>},
      {"AvgPool2D", pooling<2>},
      {"AveragePooling2D", pooling<2>},
      {"AvgPool3D", pooling<3>},
      {"AveragePooling3D", pooling<3>},
      {"GlobalAvgPool1D", global_pooling<1>},
      {"GlobalAveragePooling1D", global_pooling<1>},
      {"GlobalAvgPool2D", global_pooling<2>},
      {"GlobalAveragePooling2D", global_pooling<2>},
      {"GlobalAvgPool3D", global_pooling<3>},
      {"GlobalAveragePooling3D", global_pooling<3>},
      {"GlobalMaxPool1D", global_pooling<1>},
      {"GlobalMaxPooling1D", global_pooling<1>},
      {"GlobalMaxPool2D", global_pooling<2>},
      {"GlobalMaxPooling2D", global_pooling<2>},
      {"GlobalMaxPool3D", global_pooling<3>},
      {"GlobalMaxPooling3D", global_pooling<3>},
      {"ZeroPadding1D", padding_or_cropping<1, 1>},
      {"ZeroPadding2D", padding_or_cropping<2, 1>},
      {"ZeroPadding3D", padding_or_cropping<3, 1>},
      {"Cropping1D", padding_or_cropping<1, -1>},
      {"Cropping2D", padding_or_cropping<2, -1>},
      {"Cropping3D", padding_or_cropping<3, -1>},
      {"UpSampling1D", upsampling<1>},
      {"UpSampling2D", upsampling<2>},
      {"UpSampling3D", upsampling<3>},
      {"Resizing", resizing},
      {"CenterCrop", resizing},
      {"RandomCrop", resizing},
  };
  return table;
}

}  // namespace

ShapeRule spatial_rule(std::string_view class_name) {
  const auto found = rules().find(class_name);
  return found != rules().end() ? found->second : nullptr;
}

}  // namespace cnn2snn::keras
