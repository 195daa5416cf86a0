// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "keras/graph.h"
#include "quantizeml/analyze/integer_model.h"
#include "quantizeml/calibrate/float_model.h"

namespace cnn2snn::quantizeml {

/// The class that a float model gives a sample: the first of its highest outputs. A softmax at its
/// end changes none and is not computed.
class FloatClassifier {
 public:
  /// `graph`, a sanitized one, must outlive this. Throws ConversionError for models that cannot be
  /// run and for those of several outputs.
  explicit FloatClassifier(const keras::Graph& graph);
  /// Throws ConversionError for a model that gives a map of classes.
  [[nodiscard]] std::int64_t class_of(const Tensor& sample);

 private:
  const keras::Graph& graph_;
  std::size_t scores_;
  FloatModel model_;
  Spare spare_;
};

/// The class that a quantized model gives a sample, on the integers that QuantizeML computes with.
class IntegerClassifier {
 public:
  /// Both graphs must outlive this. Throws as IntegerModel.
  IntegerClassifier(const keras::Graph& sanitized, const keras::Graph& quantized);
  /// Whether everything up to the scores can be run on integers: float layers cannot.
  [[nodiscard]] bool runs() const { return model_.runs(scores_); }
  [[nodiscard]] std::int64_t class_of(const Tensor& sample) const;

 private:
  const keras::Graph& graph_;
  std::size_t scores_;
  IntegerModel model_;
};

}  // namespace cnn2snn::quantizeml
