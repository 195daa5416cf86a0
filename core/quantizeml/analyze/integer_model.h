// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "quantizeml/analyze/integer_layer.h"
#include "quantizeml/record/record.h"

namespace cnn2snn::quantizeml {

/// The quantized part of a model, on integers.
class IntegerModel {
 public:
  /// Both graphs must outlive the model. Throws for a quantized model that cannot be recorded.
  IntegerModel(const keras::Graph& sanitized, const keras::Graph& quantized);

  /// Integers of every layer for one sample, index as the layers of the quantized graph; the sample
  /// itself for the input, empty for layers that are not run. A sequence of samples starts with
  /// each: nothing is remembered.
  [[nodiscard]] std::vector<Tensor> run(const Tensor& sample, BatchPlace place) const;

  [[nodiscard]] bool runs(std::size_t layer) const { return layers_[layer] != nullptr; }
  [[nodiscard]] const QuantizedLayer& record(std::size_t layer) const {
    return recording_.layers[layer];
  }

 private:
  const keras::Graph& quantized_;
  Recording recording_;
  std::vector<std::unique_ptr<IntegerLayer>> layers_;  ///< Null: not run.
};

}  // namespace cnn2snn::quantizeml
