// SPDX-License-Identifier: Apache-2.0
//
// Output shapes of layers without spatial axes: dense, reshaping, merging, recurrent, and the many
// that keep their input's shape. Rules of Keras 2 and QuantizeML.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "keras/shape_rules.h"

namespace cnn2snn::keras {
namespace {

const Shape* single_input(const ShapeCall& call) {
  return call.inputs.size() == 1 ? &call.inputs[0] : nullptr;
}

std::optional<std::int64_t> extent(const Value& value) {
  const auto number = value.int_or_none();
  return number && *number > 0 && *number <= kMaxExtent ? number : std::nullopt;
}

// -1 when an extent is unknown, nullopt when the product is too large.
std::optional<std::int64_t> product(const Shape& shape) {
  std::int64_t result = 1;
  for (const std::int64_t length : shape) {
    if (length < 0) return -1;
    result *= length;
    if (result > kMaxExtent) return std::nullopt;
  }
  return result;
}

std::optional<Shape> keep(const ShapeCall& call) {
  if (call.inputs.empty()) return std::nullopt;
  return call.inputs[0];
}

std::optional<Shape> with_last(const ShapeCall& call, std::string_view key) {
  const Shape* input = single_input(call);
  const auto last = extent(call.config(key));
  if (input == nullptr || input->empty() || !last) return std::nullopt;
  Shape shape = *input;
  shape.back() = *last;
  return shape;
}

std::optional<Shape> dense(const ShapeCall& call) {
  return with_last(call, "units");
}
std::optional<Shape> buffer_temp_conv(const ShapeCall& call) {
  return with_last(call, "filters");
}

std::optional<Shape> flatten(const ShapeCall& call) {
  const Shape* input = single_input(call);
  if (input == nullptr) return std::nullopt;
  const auto size = product(*input);
  return size ? std::optional(Shape{*size}) : std::nullopt;
}

std::optional<Shape> reshape(const ShapeCall& call) {
  const Shape* input = single_input(call);
  const Value& target = call.config("target_shape");
  Shape shape = target.as_ints();
  if (input == nullptr || (shape.empty() && !target.list().empty())) return std::nullopt;
  return reshaped(*input, std::move(shape));
}

std::optional<Shape> permute(const ShapeCall& call) {
  const Shape* input = single_input(call);
  const std::vector<std::int64_t> dims = call.config("dims").as_ints();
  if (input == nullptr || dims.size() != input->size()) return std::nullopt;
  Shape shape;
  std::vector<bool> used(dims.size(), false);
  for (const std::int64_t dim : dims) {
    const auto index = static_cast<std::size_t>(dim) - 1;
    if (dim < 1 || dim > static_cast<std::int64_t>(dims.size()) || used[index]) return std::nullopt;
    used[index] = true;
    shape.push_back((*input)[index]);
  }
  return shape;
}

std::optional<Shape> repeat_vector(const ShapeCall& call) {
  const Shape* input = single_input(call);
  const auto count = extent(call.config("n"));
  if (input == nullptr || input->size() != 1 || !count) return std::nullopt;
  return Shape{*count, input->front()};
}

std::optional<Shape> concatenate(const ShapeCall& call) {
  return concatenated_shape(call.inputs, call.config("axis").as_int(-1));
}

std::optional<Shape> embedding(const ShapeCall& call) {
  const Shape* input = single_input(call);
  const auto size = extent(call.config("output_dim"));
  if (input == nullptr || !size) return std::nullopt;
  Shape shape = *input;
  shape.push_back(*size);
  return shape;
}

std::optional<Shape> recurrent(const ShapeCall& call) {
  const auto units = extent(call.config("units"));
  if (call.inputs.empty() || call.inputs[0].size() != 2 || !units) return std::nullopt;
  if (!call.config("return_sequences").truthy()) return Shape{*units};
  return Shape{call.inputs[0][0], *units};
}

// The first input is the query; the output has its shape unless the configuration gives another
// last extent.
std::optional<Shape> attention(const ShapeCall& call) {
  if (call.inputs.empty() || call.inputs[0].empty()) return std::nullopt;
  const Value& last = call.config("output_shape");
  Shape shape = call.inputs[0];
  if (last.is_null()) return shape;
  const std::vector<std::int64_t> ints = last.as_ints();
  if (ints.empty()) return std::nullopt;
  shape.pop_back();
  shape.insert(shape.end(), ints.begin(), ints.end());
  return shape;
}

// tf.gather along `axis`: a single token drops the axis, a list keeps as many.
std::optional<Shape> extract_token(const ShapeCall& call) {
  const Shape* input = single_input(call);
  if (input == nullptr) return std::nullopt;
  const auto axis = axis_index(call.config("axis").as_int(1), input->size());
  if (!axis) return std::nullopt;
  Shape shape = *input;
  const Value& token = call.config("token");
  if (token.is_list()) {
    shape[*axis] = static_cast<std::int64_t>(token.list().size());
  } else {
    shape.erase(shape.begin() + static_cast<std::ptrdiff_t>(*axis));
  }
  return shape;
}

// Every `subsample`-th time step of (time, channels), then as Dense.
std::optional<Shape> stateful_projection(const ShapeCall& call) {
  auto shape = dense(call);
  const std::int64_t subsample = call.config("subsample").as_int(1);
  if (!shape || subsample <= 1) return shape;
  std::int64_t& time = shape->front();
  if (shape->size() != 2 || (time >= 0 && time % subsample != 0)) return std::nullopt;
  if (time >= 0) time /= subsample;
  return shape;
}

// Real and imaginary part of the state, stacked behind the other axes.
std::optional<Shape> stateful_recurrent(const ShapeCall& call) {
  const Shape* input = single_input(call);
  if (input == nullptr || input->size() != 2) return std::nullopt;
  return Shape{(*input)[0], (*input)[1], 2};
}

// The mean over the first axis of the predictions; the second input are the targets.
std::optional<Shape> pico_post_processing(const ShapeCall& call) {
  if (call.inputs.empty() || call.inputs[0].empty()) return std::nullopt;
  return Shape(call.inputs[0].begin() + 1, call.inputs[0].end());
}

bool keeps_shape(std::string_view class_name) {
  static const std::unordered_set<std::string_view> classes = {
      "Activation",
      "ActivationDiscreteRelu",
      "ActivityRegularization",
      "AlphaDropout",
      "BatchNormalization",
      "BatchNormalizationV1",
      "BatchNormalizationV2",
      "Dequantizer",
      "DepthwiseBufferTempConv",
      "Dropout",
      "ELU",
      "GaussianDropout",
      "GaussianNoise",
      "GroupNormalization",
      "InputQuantizer",
      "LayerNormalization",
      "LeakyReLU",
      "Masking",
      "Normalization",
      "OutputQuantizer",
      "PReLU",
      "RandomBrightness",
      "RandomContrast",
      "RandomFlip",
      "RandomRotation",
      "RandomTranslation",
      "RandomZoom",
      "ReLU",
      "Rescaling",
      "Softmax",
      "SpatialDropout1D",
      "SpatialDropout2D",
      "SpatialDropout3D",
      "SyncBatchNormalization",
      "ThresholdedReLU",
      "UnitNormalization",
  };
  return classes.count(class_name) != 0;
}

const std::unordered_map<std::string_view, ShapeRule>& rules() {
  static const std::unordered_map<std::string_view, ShapeRule> table = {
      {"Dense", dense},
      {"BufferTempConv", buffer_temp_conv},
      {"Flatten", flatten},
      {"Reshape", reshape},
      {"Permute", permute},
      {"RepeatVector", repeat_vector},
      {"Concatenate", concatenate},
      {"Add", broadcast_shape},
      {"Average", broadcast_shape},
      {"Maximum", broadcast_shape},
      {"Minimum", broadcast_shape},
      {"Multiply", broadcast_shape},
      {"Subtract", broadcast_shape},
      {"Embedding", embedding},
      {"LSTM", recurrent},
      {"GRU", recurrent},
      {"CuDNNLSTM", recurrent},
      {"CuDNNGRU", recurrent},
      {"SimpleRNN", recurrent},
      {"MultiHeadAttention", attention},
      {"ExtractToken", extract_token},
      {"StatefulProjection", stateful_projection},
      {"StatefulRecurrent", stateful_recurrent},
      {"PicoPostProcessing", pico_post_processing},
  };
  return table;
}

}  // namespace

std::optional<std::size_t> axis_index(std::int64_t axis, std::size_t rank) {
  const auto with_batch = static_cast<std::int64_t>(rank) + 1;
  if (axis < 0) axis += with_batch;
  if (axis < 1 || axis >= with_batch) return std::nullopt;
  return static_cast<std::size_t>(axis - 1);
}

std::optional<Shape> reshaped(const Shape& input, Shape target) {
  const auto size = product(input);
  if (!size) return std::nullopt;
  std::int64_t known = 1;
  std::int64_t* unknown = nullptr;
  for (std::int64_t& length : target) {
    if (length == -1 && unknown == nullptr) {
      unknown = &length;
    } else if (length <= 0 || length > kMaxExtent || (known *= length) > kMaxExtent) {
      return std::nullopt;
    }
  }
  if (*size < 0) return target;
  if (unknown != nullptr) {
    if (*size % known != 0) return std::nullopt;
    *unknown = *size / known;
  } else if (known != *size) {
    return std::nullopt;
  }
  return target;
}

std::optional<Shape> broadcast_shape(const ShapeCall& call) {
  if (call.inputs.empty()) return std::nullopt;
  Shape shape = call.inputs[0];
  for (const Shape& input : call.inputs) {
    if (input.size() > shape.size()) shape.insert(shape.begin(), input.size() - shape.size(), 1);
    for (std::size_t i = 0; i < input.size(); ++i) {
      std::int64_t& length = shape[shape.size() - input.size() + i];
      if (length == input[i] || input[i] == 1) continue;
      if (length != 1 && length >= 0 && input[i] >= 0) return std::nullopt;
      // An unknown extent against a known one other than 1 can only be that one (or 1).
      if (length == 1 || length < 0) length = input[i];
    }
  }
  return shape;
}

std::optional<Shape> concatenated_shape(const std::vector<Shape>& inputs, std::int64_t axis) {
  if (inputs.empty()) return std::nullopt;
  const auto joined = axis_index(axis, inputs[0].size());
  if (!joined) return std::nullopt;
  Shape shape = inputs[0];
  for (std::size_t i = 1; i < inputs.size(); ++i) {
    if (inputs[i].size() != shape.size()) return std::nullopt;
    for (std::size_t k = 0; k < shape.size(); ++k) {
      const std::int64_t length = inputs[i][k];
      if (k == *joined) {
        shape[k] = shape[k] < 0 || length < 0 ? -1 : shape[k] + length;
        if (shape[k] > kMaxExtent) return std::nullopt;
      } else if (shape[k] < 0) {
        shape[k] = length;
      } else if (length >= 0 && length != shape[k]) {
        return std::nullopt;
      }
    }
  }
  return shape;
}

ShapeRule structural_rule(std::string_view class_name) {
  if (keeps_shape(class_name)) return keep;
  const auto found = rules().find(class_name);
  return found != rules().end() ? found->second : nullptr;
}

}  // namespace cnn2snn::keras
