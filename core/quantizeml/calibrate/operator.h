// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "keras/graph.h"
#include "quantizeml/calibrate/tensor.h"

/// Float layers as functions on tensors, with the roundings of TensorFlow's float32 kernels
/// (oneDNN on). Every product is added to its sum with one rounding, in the order of the kernel.
namespace cnn2snn::quantizeml {

/// Where a sample stands in its batch: some of TensorFlow's sums depend on it.
struct BatchPlace {
  std::size_t index = 0;
  std::size_t size = 1;
};

struct Call {
  std::span<const Tensor* const> inputs;
  BatchPlace place;
  /// What the layer remembers of this sequence; empty at its start. Null where nothing is.
  std::vector<float>* memory = nullptr;
};

class Operator {
 public:
  Operator() = default;
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;
  virtual ~Operator() = default;
  /// Thread-safe but for `call.memory`.
  virtual void run(const Call& call, Tensor& out) const = 0;
  /// Whether each output value needs the value at its own place alone: `out` may be the input.
  [[nodiscard]] virtual bool in_place() const { return false; }
  /// Whether a layer goes on where the sample before it ended (BufferTempConv).
  [[nodiscard]] virtual bool has_memory() const { return false; }
};

/// A layer with its weights.
struct LayerSource {
  const keras::Graph& graph;
  const keras::Layer& layer;
  [[nodiscard]] const keras::Value& config(std::string_view key) const { return layer.config[key]; }
  /// The elements of a weight of this rank; throws kMissingWeight.
  [[nodiscard]] std::vector<float> weight(std::string_view variable, std::size_t rank,
                                          keras::Shape& shape) const;
  /// `count` elements, zeros where the layer has none (`use_bias` false); throws kMissingWeight.
  [[nodiscard]] std::vector<float> bias(std::size_t count) const;
};

/// Throws (kLayerConfig): the layer cannot be run, for a reason in its configuration or inputs.
[[noreturn]] void fail_operator(const keras::Layer& layer, const std::string& reason);

/// The function of a layer that QuantizeML can quantize; throws for any other class.
std::unique_ptr<Operator> make_operator(const keras::Graph& graph, const keras::Layer& layer);

// By family; null: not of this family.
std::unique_ptr<Operator> make_convolution(const LayerSource& source);
std::unique_ptr<Operator> make_transposed_convolution(const LayerSource& source);
std::unique_ptr<Operator> make_depthwise_convolution(const LayerSource& source);
std::unique_ptr<Operator> make_temporal_convolution(const LayerSource& source);
std::unique_ptr<Operator> make_dense(const LayerSource& source);
std::unique_ptr<Operator> make_activation(const LayerSource& source);
std::unique_ptr<Operator> make_pooling(const LayerSource& source);
std::unique_ptr<Operator> make_merge(const LayerSource& source);
std::unique_ptr<Operator> make_structural(const LayerSource& source);

}  // namespace cnn2snn::quantizeml
