// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "engine/prepared_layer.h"
#include "engine/tensor.h"

/// Runs Akida models as the Akida software runtime does, to the last bit.
namespace cnn2snn::engine {

enum class Kernels {
  kFast,    ///< Where the plan shows that nothing can overflow; elsewhere the definition.
  kScalar,  ///< The definition everywhere.
};

/// What the model takes.
struct InputRule {
  akida::DType type = akida::DType::kUInt8;
  bool or_float = false;  ///< float32 too (a Quantizer is first); `type` is then quantized already.
  akida::Shape3 shape{};
  std::int32_t low = 0;  ///< Range of integers.
  std::int32_t high = 0;
};

/// How a result is read as scores.
enum class Predict {
  kOutput,      ///< As it is: a Dequantizer is last.
  kPotentials,  ///< float32(output - threshold) / act_step: an Akida 1.0 layer without activation.
  kActivation,  ///< Refused: the last layer has an activation.
  kIntegers,    ///< Refused: a Dequantizer is wanted.
};

/// Outputs and states of one stream of samples; made by Plan::start.
struct Session {
  std::vector<LayerState> states;  ///< One a layer.
  std::vector<Tensor> outputs;     ///< Of the sample run last, one a layer.
};

/// A model, checked and prepared once. Constant: threads share it, each with its own Session.
class Plan {
 public:
  /// Throws ConversionError (Step::kInference) for what the runtime refuses or crashes on, and for
  /// sizes beyond the limits. Keeps what it needs of the model.
  explicit Plan(const akida::Model& model, Kernels kernels = Kernels::kFast);

  [[nodiscard]] const InputRule& input() const { return input_; }
  [[nodiscard]] akida::DType output_type(std::size_t layer) const { return types_[layer]; }
  [[nodiscard]] const akida::Shape3& output_shape(std::size_t layer) const {
    return shapes_[layer];
  }
  [[nodiscard]] std::size_t layer_count() const { return layers_.size(); }
  [[nodiscard]] Predict predict_rule() const { return predict_; }
  /// Whether a result depends on earlier samples.
  [[nodiscard]] bool has_state() const;

  /// A session with nothing remembered.
  [[nodiscard]] Session start() const;
  /// One sample, which must obey input() (see check_input); the results are in session.outputs.
  void run(const Tensor& input, Session& session) const;

  /// Scores of one output of the last layer, where predict_rule() gives any.
  [[nodiscard]] std::vector<float> predict(const Tensor& output) const;

 private:
  InputRule input_;
  Predict predict_ = Predict::kIntegers;
  std::vector<LayerPointer> layers_;
  std::vector<std::vector<std::size_t>> inbounds_;  ///< Indices.
  std::vector<akida::DType> types_;
  std::vector<akida::Shape3> shapes_;
  std::vector<std::int32_t> threshold_;  ///< Of the last layer, for predict.
  std::vector<float> act_step_;
};

}  // namespace cnn2snn::engine
