// SPDX-License-Identifier: Apache-2.0
#include "devices/quantities.h"

#include <algorithm>

#include "akida/fields.h"
#include "akida/layer_table.h"

namespace cnn2snn::mapping {
namespace {

using akida::Layer;
using akida::LayerType;
using akida::parameter;

Quantity number(std::int64_t value) {
  return {{value}, std::to_string(value)};
}

Quantity bits(std::int64_t value) {
  return {{value}, std::to_string(value) + " bits"};
}

std::string times(std::int64_t a, std::int64_t b) {
  return std::to_string(a) + "x" + std::to_string(b);
}

Quantity extents(std::int64_t a, std::int64_t b) {
  return {{a, b}, times(a, b)};
}

/// A parameter that Akida 1.0 has for each axis and Akida 2.0 once.
struct Axes {
  std::int64_t x;
  std::int64_t y;
};

Axes axes(const Layer& layer, const char* x, const char* y, const char* both) {
  if (akida::is_v1_convolution(layer.type)) return {parameter(layer, x), parameter(layer, y)};
  return {parameter(layer, both), parameter(layer, both)};
}

Axes kernel_of(const Layer& layer) {
  return axes(layer, "kernel_width", "kernel_height", "kernel_size");
}
Axes stride_of(const Layer& layer) {
  return axes(layer, "stride_x", "stride_y", "kernel_stride");
}
Axes pool_of(const Layer& layer) {
  return axes(layer, "pooling_width", "pooling_height", "pool_size");
}
Axes pool_stride_of(const Layer& layer) {
  return axes(layer, "pooling_stride_x", "pooling_stride_y", "pool_stride");
}

bool max_pooling(const Layer& layer) {
  return parameter(layer, "pool_type") == akida::kPoolMax;
}

std::string pooling_words(const Layer& layer) {
  const Axes size = pool_of(layer);
  const Axes step = pool_stride_of(layer);
  return times(size.x, size.y) + " with strides " + times(step.x, step.y);
}

std::string shape_words(const akida::Shape3& shape) {
  return times(shape[0], shape[1]) + "x" + std::to_string(shape[2]);
}

/// First times second dimension; at most 2^31, which is above every limit, so that nothing made of
/// it overflows.
std::int64_t area_of(const akida::Shape3& shape) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 31;
  return static_cast<std::int64_t>(std::min(std::uint64_t{shape[0]} * shape[1], kMost));
}

bool is_power_of_two(std::int64_t value) {
  return value > 0 && (value & (value - 1)) == 0;
}

std::int64_t bits_in(const Place& place) {
  return place.inbounds.empty() ? 0 : place.inbounds.front()->output_bits;
}

bool is_recurrent(const Layer& layer) {
  return layer.type == LayerType::kStatefulRecurrent;
}

const Layer* first_recurrent(const akida::Model& model) {
  const auto found = std::find_if(model.layers.begin(), model.layers.end(), is_recurrent);
  return found == model.layers.end() ? nullptr : &*found;
}

bool is_first_recurrent(const Place& place) {
  return first_recurrent(place.model) == &place.layer;
}

bool is_last_recurrent(const Place& place) {
  return std::none_of(place.outbounds.begin(), place.outbounds.end(),
                      [](const Layer* layer) { return is_recurrent(*layer); });
}

Behind behind(LayerType type) {
  switch (type) {
    case LayerType::kConvolutional:
    case LayerType::kSeparableConvolutional:
    case LayerType::kConv2D:
    case LayerType::kDepthwiseConv2D:
      return kBehindConvolution;
    case LayerType::kConv2DTranspose:
    case LayerType::kDepthwiseConv2DTranspose:
    case LayerType::kBufferTempConv:
    case LayerType::kDepthwiseBufferTempConv:
      return kBehindOtherConvolution;
    default:
      return kBehindNothing;
  }
}

bool has_lookup_table(const Layer& layer) {
  return parameter(layer, "activation") == akida::kActivationLUT;
}

}  // namespace

Quantity input_first(const Place& place) {
  return {{place.layer.input_shape[0]}, shape_words(place.layer.input_shape)};
}

Quantity input_second(const Place& place) {
  return {{place.layer.input_shape[1]}, shape_words(place.layer.input_shape)};
}

Quantity input_channels(const Place& place) {
  return number(place.layer.input_shape[2]);
}

Quantity input_values(const Place& place) {
  const akida::Shape3& shape = place.layer.input_shape;
  const std::int64_t values = area_of(shape) * std::int64_t{shape[2]};
  return {{values}, shape_words(shape) + " = " + std::to_string(values)};
}

Quantity filters(const Place& place) {
  return number(place.layer.output_shape[2]);
}

Quantity kernel(const Place& place) {
  const Axes size = kernel_of(place.layer);
  return extents(size.x, size.y);
}

Quantity kernel_square(const Place& place) {
  const Axes size = kernel_of(place.layer);
  return {{size.x - size.y}, times(size.x, size.y)};
}

Quantity stride(const Place& place) {
  const Axes step = stride_of(place.layer);
  const Axes size = kernel_of(place.layer);
  return {{step.x, step.y}, times(step.x, step.y) + " with kernel " + times(size.x, size.y)};
}

Quantity stride_square(const Place& place) {
  const Axes step = stride_of(place.layer);
  return {{step.x - step.y}, times(step.x, step.y)};
}

Quantity padding(const Place& place) {
  const std::int64_t value = parameter(place.layer, "padding");
  return {{value}, value == akida::kPaddingValid ? "valid" : "same"};
}

Quantity pool_size(const Place& place) {
  if (!max_pooling(place.layer)) return {};
  const Axes size = pool_of(place.layer);
  return extents(size.x, size.y);
}

Quantity pool_square(const Place& place) {
  if (!max_pooling(place.layer)) return {};
  const Axes size = pool_of(place.layer);
  const Axes step = pool_stride_of(place.layer);
  return {{size.x - size.y, step.x - step.y}, pooling_words(place.layer)};
}

Quantity pool_overlap(const Place& place) {
  if (!max_pooling(place.layer)) return {};
  const Axes size = pool_of(place.layer);
  const Axes step = pool_stride_of(place.layer);
  return {{size.x - step.x, size.y - step.y}, pooling_words(place.layer)};
}

Quantity pool_pair(const Place& place) {
  if (!max_pooling(place.layer)) return {};
  return {{pool_of(place.layer).x * 10 + pool_stride_of(place.layer).x},
          pooling_words(place.layer)};
}

Quantity behind_pooling(const Place& place) {
  if (!max_pooling(place.layer)) return {};
  std::int64_t best = kBehindNothing;
  std::string names;
  for (const Layer* layer : place.outbounds) {
    best = std::min<std::int64_t>(best, behind(layer->type));
    names += (names.empty() ? "before " : ", ") + layer->name + " (" +
             std::string(akida::to_string(layer->type)) + ")";
  }
  return {{best}, names.empty() ? "in the last layer" : names};
}

Quantity average_pooling(const Place& place) {
  const bool average = parameter(place.layer, "pool_type") == akida::kPoolAverage;
  return {{average ? 1 : 0}, "in the first layer"};
}

Quantity average_first(const Place& place) {
  if (average_pooling(place).numbers[0] == 0) return {};
  return input_first(place);
}

Quantity average_area(const Place& place) {
  if (average_pooling(place).numbers[0] == 0) return {};
  const akida::Shape3& shape = place.layer.input_shape;
  const std::int64_t area = area_of(shape);
  return {{area}, times(shape[0], shape[1]) + " = " + std::to_string(area)};
}

Quantity average_rows(const Place& place) {
  if (average_pooling(place).numbers[0] == 0) return {};
  const std::int64_t step = std::max<std::int64_t>(stride_of(place.layer).y, 1);
  const std::int64_t kernel_size = kernel_of(place.layer).y;
  const std::int64_t input = place.layer.input_shape[1];
  const bool valid = parameter(place.layer, "padding") == akida::kPaddingValid;
  return number(valid ? (input - kernel_size) / step + 1 : (input + step - 1) / step);
}

Quantity input_bits(const Place& place) {
  if (place.inbounds.empty()) return {};
  return bits(bits_in(place));
}

Quantity weights_bits(const Place& place) {
  // Old files leave it out: nothing is known then.
  if (place.layer.parameters.find("weights_bits") == place.layer.parameters.end()) return {};
  return bits(parameter(place.layer, "weights_bits"));
}

Quantity activation_bits(const Place& place) {
  if (parameter(place.layer, "activation") == akida::kNoActivation) return {};
  return bits(place.layer.output_bits);
}

Quantity table_activation(const Place& place) {
  return {{has_lookup_table(place.layer) ? 1 : 0}, "look-up table"};
}

Quantity table_activation_pooling(const Place& place) {
  return {{has_lookup_table(place.layer) && max_pooling(place.layer) ? 1 : 0},
          "look-up table with max pooling"};
}

Quantity temporal_processors(const Place& place) {
  return {{place.device.tnp_b},
          "for " + std::string(akida::to_string(place.layer.type)) +
              " (TNP_B): " + std::to_string(place.device.tnp_b)};
}

Quantity recurrent_layers(const Place& place) {
  if (!is_first_recurrent(place)) return {};
  return number(std::count_if(place.model.layers.begin(), place.model.layers.end(), is_recurrent));
}

Quantity first_bits(const Place& place) {
  return is_first_recurrent(place) ? input_bits(place) : Quantity{};
}

Quantity first_channels_16(const Place& place) {
  if (!is_first_recurrent(place) || bits_in(place) <= 8) return {};
  return input_channels(place);
}

Quantity packed_words(const Place& place) {
  if (!is_first_recurrent(place) || place.inbounds.empty()) return {};
  const std::int64_t all = std::int64_t{place.layer.input_shape[2]} * bits_in(place);
  const std::int64_t words = (all + 31) / 32;
  return {{is_power_of_two(words) ? words : 0},
          std::to_string(place.layer.input_shape[2]) + " channels of " +
              std::to_string(bits_in(place)) + " bits = " + std::to_string(words) +
              " words of 32 bits"};
}

Quantity later_bits(const Place& place) {
  return is_first_recurrent(place) ? Quantity{} : input_bits(place);
}

Quantity state_channels(const Place& place) {
  const std::int64_t channels = parameter(place.layer, "stateful_channels");
  return {{is_power_of_two(channels) ? channels : 0}, std::to_string(channels)};
}

Quantity state_differs(const Place& place) {
  const std::int64_t own = parameter(place.layer, "stateful_channels");
  const std::int64_t first = parameter(*first_recurrent(place.model), "stateful_channels");
  return {{own == first ? 0 : 1},
          std::to_string(own) + " after a layer of " + std::to_string(first)};
}

Quantity subsample(const Place& place) {
  return number(parameter(place.layer, "subsample"));
}

Quantity last_bits(const Place& place) {
  return is_last_recurrent(place) ? bits(place.layer.output_bits) : Quantity{};
}

Quantity bounded(const Place& place) {
  // The values that stand for "no maximum".
  constexpr std::uint8_t kUnbounded = 127;
  constexpr std::uint8_t kUnboundedShift = 31;
  if (parameter(place.layer, "activation") != akida::kActivationReLU) return {};
  const auto values = akida::values(place.layer, akida::kMaxValue);
  const auto shifts = akida::values(place.layer, akida::kMaxValueShift);
  const auto is = [](std::uint8_t expected) {
    return [expected](std::uint8_t value) { return value == expected; };
  };
  const bool unbounded = std::all_of(values.begin(), values.end(), is(kUnbounded)) &&
                         std::all_of(shifts.begin(), shifts.end(), is(kUnboundedShift));
  return {{unbounded ? 0 : 1}, "ReLU with a maximum"};
}

Quantity time_steps(const Place& place) {
  return number(place.layer.input_shape[1]);
}

}  // namespace cnn2snn::mapping
