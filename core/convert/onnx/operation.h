// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "cnn2snn/report.h"
#include "onnx/model.h"

namespace cnn2snn::onnx {

struct Operator;

/// The graph with its names looked up once.
struct Source {
  explicit Source(const Model& graph);

  const Model& model;
  std::unordered_map<std::string_view, const Tensor*> initializers;
  std::unordered_map<std::string_view, const Node*> producers;      ///< By a node's first output.
  std::unordered_map<std::string_view, std::size_t> consumers;      ///< Node inputs of that name.
  std::unordered_map<std::string_view, const Function*> functions;  ///< The first of a name.
};

/// A node on its way to becoming an Akida layer.
struct Operation {
  const Source& source;
  const Node& node;
  const Operator& op;
  /// The node's initializers by the names that the inputs of its *function* have.
  std::map<std::string_view, const Tensor*> weights;
  std::vector<std::string> inbounds;  ///< Akida layers.
  akida::Shape3 input_shape{};        ///< (H, W, C) of the first inbound, or of the model's input.

  [[nodiscard]] const Tensor* find(std::string_view input) const;  ///< nullptr: not there.
  const Tensor& weight(std::string_view input) const;              ///< KeyError: not there.
  /// Whether the rest of op_type holds a word: "ReLU", "MaxPool", "Scaled" …
  [[nodiscard]] bool has(std::string_view word) const;
  /// An attribute of integers; there must be `count`.
  [[nodiscard]] std::vector<std::int64_t> ints(std::string_view attribute, std::size_t count) const;
  [[nodiscard]] std::int64_t integer(std::string_view attribute) const;
};

/// One row a base: op_type = base + what the node does besides, and the longest base counts.
struct Operator {
  std::string_view base;
  akida::LayerType type;
  std::string_view converter;  ///< The official class, which is part of some messages.
  bool takes_input;            ///< Needs no InputData before it.
  void (*check)(const Operation&);
  void (*set_parameters)(const Operation&, akida::Layer&);
  void (*set_variables)(const Operation&, akida::Layer&);
};

/// nullptr: no base is the beginning of this op_type.
const Operator* find_operator(std::string_view op_type);

/// Python's text of a list: "[0, 1, 1, 1]".
std::string print(const std::vector<std::int64_t>& values);

/// Throws ConversionError (E_BLOCK_PARAMETER, Step::kConversion).
[[noreturn]] void refuse(std::string reason, std::string remedy = {},
                         std::string error_class = "ValueError");

/// An extent or an attribute as a parameter; refused beyond 32 bits.
std::int32_t to_parameter(std::int64_t value);

}  // namespace cnn2snn::onnx
