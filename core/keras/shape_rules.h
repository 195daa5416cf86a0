// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "keras/graph.h"

namespace cnn2snn::keras {

/// One call of a layer, as a rule sees it. Shapes are without the batch; -1: unknown.
struct ShapeCall {
  const Layer& layer;
  const Value& kwargs;  ///< Non-tensor arguments of the call.
  const std::vector<Shape>& inputs;
  [[nodiscard]] const Value& config(std::string_view key) const { return layer.config[key]; }
};

/// Computes the shape of the first output; nullopt: cannot be known, or Keras would refuse.
/// Extents and numbers from the configuration are below 2^31, so that products fit 64 bits.
using ShapeRule = std::optional<Shape> (*)(const ShapeCall&);

/// Extents and configuration numbers beyond this are not accepted.
inline constexpr std::int64_t kMaxExtent = (std::int64_t{1} << 31) - 1;

/// The rule for convolutions, pooling, padding, cropping and resizing; nullptr: another class.
ShapeRule spatial_rule(std::string_view class_name);
/// The rule for dense, reshaping, merging and recurrent layers, and for those that keep the shape.
ShapeRule structural_rule(std::string_view class_name);
/// The rule for TFOpLambda layers: TensorFlow functions recorded as layers.
std::optional<Shape> operator_shape(const ShapeCall& call);

/// What broadcasting makes of the inputs (Add and the like).
std::optional<Shape> broadcast_shape(const ShapeCall& call);
/// Joined along `axis`, which counts the batch.
std::optional<Shape> concatenated_shape(const std::vector<Shape>& inputs, std::int64_t axis);
/// `target` is without the batch; one entry may be -1.
std::optional<Shape> reshaped(const Shape& input, Shape target);
/// The index in a shape without batch of an axis that counts the batch and may be negative;
/// nullopt: the batch itself or out of range.
std::optional<std::size_t> axis_index(std::int64_t axis, std::size_t rank);

/// The calls of all layers in an order in which every call follows those it takes tensors from.
/// Calls that refer to something missing, or to each other in a circle, are left out.
struct CallNumber {
  std::size_t layer = 0;
  std::size_t node = 0;
};
std::vector<CallNumber> call_order(const Graph& graph);

}  // namespace cnn2snn::keras
