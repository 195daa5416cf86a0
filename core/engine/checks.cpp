// SPDX-License-Identifier: Apache-2.0
#include "engine/checks.h"

#include <algorithm>
#include <string>
#include <utility>

#include "akida/crashes.h"
#include "akida/fields.h"
#include "akida/layer_table.h"
#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "engine/layers/chain.h"
#include "engine/layers/v1/potentials.h"

namespace cnn2snn::engine {

namespace {

using akida::LayerType;

/// Elements of one layer's output, and of what it computes on the way.
constexpr std::uint64_t kMostElements = std::uint64_t{1} << 27;

/// Multiply-accumulates of one sample: minutes. The largest models of the zoo have 5 · 10^9.
constexpr std::uint64_t kMostMacs = std::uint64_t{1} << 37;

[[noreturn]] void refuse(std::string reason, std::string remedy, std::string error_class = {}) {
  fail(ErrorId::kAkidaLayer, Step::kInference, std::move(reason), std::move(remedy),
       std::move(error_class));
}

const char* const kCrash = "The Akida runtime crashes on it.";
const char* const kUnknown = "What the Akida runtime computes then is not known.";

void check_size(std::uint64_t x, std::uint64_t y, std::uint64_t channels) {
  // The first two are below 2^33 each, kernel sizes and strides being positive.
  if (x != 0 && y != 0 && (y > kMostElements / x || channels > kMostElements / (x * y))) {
    fail(ErrorId::kLimit, Step::kInference,
         "a layer would have more than 134217728 output elements");
  }
}

/// Adds the layer's products to those of the layers before.
void check_time(std::uint64_t& products, const akida::Layer& layer) {
  const std::uint64_t own = akida::macs(layer);
  if (own > kMostMacs || products > kMostMacs - own) {
    fail(ErrorId::kLimit, Step::kInference,
         "one sample would take more than 137438953472 multiply-accumulates");
  }
  products += own;
}

bool is_input_convolution(const akida::Layer& layer) {
  return layer.type == LayerType::kInputConv2D || layer.type == LayerType::kInputConvolutional;
}

/// Max pooling, and input layers with other strides than 2 or even kernels: the runtime's results
/// make no sense there.
void check_same_upper(const akida::Layer& layer, const Windows& windows) {
  if (parameter(layer, "padding") != akida::kPaddingSameUpper) return;
  if (parameter(layer, "pool_type") == akida::kPoolMax) {
    refuse("max pooling with padding SameUpper: the Akida runtime's results make no sense",
           "Use padding Same.");
  }
  if (!is_input_convolution(layer)) return;
  for (const Window& window : {windows.x, windows.y}) {
    if (window.stride != 2 || window.size % 2 == 0) {
      refuse(
          "padding SameUpper with a stride other than 2 or an even kernel: the Akida runtime's "
          "results make no sense",
          "Use padding Same.");
    }
  }
}

void check_convolution(const akida::Layer& layer, const Windows& windows) {
  check_same_upper(layer, windows);
  check_size(static_cast<std::uint64_t>(windows.x.output),
             static_cast<std::uint64_t>(windows.y.output), layer.output_shape[2]);
  if (layer.type == LayerType::kSeparableConvolutional) {
    check_size(static_cast<std::uint64_t>(windows.x.output),
               static_cast<std::uint64_t>(windows.y.output), layer.input_shape[2]);
  }
  if (parameter(layer, "pool_type") == akida::kPoolAverage &&
      (layer.output_shape[0] != 1 || layer.output_shape[1] != 1)) {
    refuse("an average pooling with a pool_size: only global ones are known",
           "Set pool_size to -1.");
  }
}

void check_widths(const akida::Layer& layer) {
  for (const char* name : {"buffer_bits", "post_op_buffer_bits", "output_bits"}) {
    if (layer.parameters.count(name) == 0 || layer.type == LayerType::kPicoPostProcessing) continue;
    const std::int32_t bits = parameter(layer, name);
    if (bits < 1 || bits > 32) {
      refuse(std::string(name) + " is " + std::to_string(bits) + ", outside 1…32", kUnknown);
    }
  }
}

void check_act_step(const akida::Layer& layer) {
  if (parameter(layer, "activation") == 0) return;
  for (const float step : values(layer, akida::kActStep)) {
    if (step < 0.0625F) {
      refuse("Unsupported act_step, it should be equal or greater than 1/16.",
             "Quantize the model anew with larger output scales.", "ValueError");
    }
  }
}

void check_recurrent(const akida::Layer& layer) {
  if (layer.input_shape[0] != 1) {
    refuse("the first dimension of a StatefulRecurrent's input must be 1, not " +
               std::to_string(layer.input_shape[0]),
           "The Akida runtime corrupts its memory.");
  }
  const std::int32_t bits = parameter(layer, "internal_state_bits");
  if (bits <= 8 || bits > 32) {
    refuse("internal_state_bits is " + std::to_string(bits) + ", outside 9…32", kCrash);
  }
}

void check_layer(const akida::Layer& layer, bool last) {
  if (std::string crash = akida::crash_of(layer); !crash.empty()) refuse(std::move(crash), kCrash);
  if (auto shift = akida::shift_beyond(layer)) refuse(std::move(shift->text), kUnknown);
  check_widths(layer);
  check_size(layer.input_shape[0], layer.input_shape[1], layer.input_shape[2]);
  check_size(layer.output_shape[0], layer.output_shape[1], layer.output_shape[2]);
  switch (layer.type) {
    case LayerType::kInputConv2D:
    case LayerType::kConv2D:
    case LayerType::kDepthwiseConv2D:
      check_convolution(layer, convolution_windows(layer));
      break;
    case LayerType::kInputConvolutional:
    case LayerType::kConvolutional:
    case LayerType::kSeparableConvolutional:
      check_convolution(layer, convolution_windows_v1(layer));
      check_act_step(layer);
      break;
    case LayerType::kFullyConnected:
      check_act_step(layer);
      break;
    case LayerType::kBufferTempConv:
    case LayerType::kDepthwiseBufferTempConv:
      check_size(static_cast<std::uint64_t>(parameter(layer, "fifo_size")),
                 std::uint64_t{layer.input_shape[0]} * layer.input_shape[1], layer.input_shape[2]);
      break;
    case LayerType::kStatefulRecurrent:
      check_recurrent(layer);
      break;
    case LayerType::kConcatenate:
      if (layer.output_bits == 16) refuse("a Concatenate of 16-bit inputs", kCrash);
      break;
    case LayerType::kDequantizer:
      if (!last) refuse("a Dequantizer that is not the last layer", kCrash);
      break;
    default:
      break;
  }
}

void check_consumers(const akida::Model& model) {
  for (std::size_t i = 0; i + 1 < model.layers.size(); ++i) {
    const akida::Layer& layer = model.layers[i];
    const bool used = std::any_of(model.layers.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                  model.layers.end(), [&](const akida::Layer& later) {
                                    return std::find(later.inbounds.begin(), later.inbounds.end(),
                                                     layer.name) != later.inbounds.end();
                                  });
    if (!used) {
      fail(ErrorId::kModelStructure, Step::kInference,
           "Cannot map layer '" + layer.name + "'. The output layer '" + layer.name +
               "' should be the last layer.",
           "Remove the layer, or use its output.", "RuntimeError");
    }
  }
}

void check_structure(const akida::Model& model) {
  if (model.layers.empty()) {
    fail(ErrorId::kModelStructure, Step::kInference,
         "Cannot perform an inference on a model with no layers", {}, "ValueError");
  }
  const bool neural =
      std::any_of(model.layers.begin(), model.layers.end(),
                  [](const akida::Layer& layer) { return layer.type != LayerType::kInputData; });
  if (!neural) {
    fail(ErrorId::kModelStructure, Step::kInference,
         "A model without any neural layers cannot process inputs.", "Add layers to the model.",
         "RuntimeError");
  }
  check_consumers(model);
}

}  // namespace

void check_runnable(const akida::Model& model) {
  check_structure(model);
  std::uint64_t total = 0;
  std::uint64_t products = 0;
  for (const akida::Layer& layer : model.layers) {
    try {
      check_layer(layer, &layer == &model.layers.back());
      total += std::uint64_t{layer.output_shape[0]} * layer.output_shape[1] * layer.output_shape[2];
      check_size(1, 1, total);
      check_time(products, layer);
    } catch (ConversionError& error) {
      throw error.at_layer(layer.name, akida::to_string(layer.type));
    }
  }
}

}  // namespace cnn2snn::engine
