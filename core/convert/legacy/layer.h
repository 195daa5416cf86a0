// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cnn2snn/report.h"
#include "convert/legacy/weight_quantizers.h"
#include "keras/graph.h"

namespace cnn2snn::legacy {

/// Keras classes as far as the legacy conversion tells them apart.
enum class Kind {
  kQuantizedConv2D,
  kQuantizedSeparableConv2D,
  kQuantizedDense,
  kConv2D,
  kSeparableConv2D,
  kDense,
  kConv2DTranspose,
  kQuantizedActivation,  ///< QuantizedReLU and ActivationDiscreteRelu
  kReLU,
  kMaxPooling2D,
  kGlobalAveragePooling2D,
  kBatchNormalization,
  kDropout,  ///< and the spatial dropouts
  kFlatten,
  kReshape,
  kRescaling,
  kActivation,  ///< Activation and Softmax
  kInput,
  kConcatenate,
  kOther,
};

using Pair = std::array<std::int32_t, 2>;  ///< (height, width) as Keras has it.

/// A Keras layer with its configuration understood.
struct LegacyLayer {
  const keras::Layer* keras = nullptr;
  Kind kind = Kind::kOther;
  bool refused = false;  ///< A problem of it is reported already: later checks pass over it.
  std::optional<keras::Shape> input_shape;  ///< Without batch; nullopt: unknown.
  std::optional<keras::Shape> output_shape;

  // Convolutions, dense layers:
  std::int32_t filters = 0;  ///< or units
  Pair kernel{1, 1};
  Pair strides{1, 1};   ///< also of a max pooling
  std::string padding;  ///< "same" or "valid"; also of a max pooling
  bool use_bias = true;
  WeightQuantizer quantizer;            ///< Of the kernel (of the pointwise one if separable).
  WeightQuantizer depthwise_quantizer;  ///< Separable only.
  /// The batch normalization folded into this layer; null: none.
  const LegacyLayer* batch_normalization = nullptr;

  Pair pool_size{1, 1};

  // Quantized activations:
  int bitwidth = 0;
  float step = 0;  ///< Float value of one quantized unit.

  // BatchNormalization:
  std::vector<std::int64_t> axes;
  float epsilon = 0;
  bool has_gamma = true;
  bool has_beta = true;

  [[nodiscard]] const std::string& name() const { return keras->name; }
  [[nodiscard]] const std::string& class_name() const { return keras->class_name; }
  [[nodiscard]] bool is_quantized_neural() const;
  [[nodiscard]] bool is_convolution() const;  ///< Conv2D, SeparableConv2D, quantized or not.
  [[nodiscard]] bool is_dense() const;        ///< Dense, quantized or not.
  [[nodiscard]] bool is_neural() const { return is_convolution() || is_dense(); }
  [[nodiscard]] bool is_separable() const;
  [[nodiscard]] bool is_activation() const;  ///< ReLU and quantized activations.
};

/// A problem of `layer` found while it is converted.
Problem problem_of(const LegacyLayer& layer, ErrorId id, std::string reason, std::string remedy,
                   std::string error_class, Step step = Step::kConversion);

}  // namespace cnn2snn::legacy
