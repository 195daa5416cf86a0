// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "keras/graph.h"

namespace cnn2snn::quantizeml {

/// What QuantizeML knows of a layer class, float and quantized (the decorators and constructors of
/// quantizeml.layers).
struct LayerClass {
  /// Accumulators: how many value bits become of the width configured, q.
  enum Buffer : std::uint8_t {
    kNoBuffer,
    kLimited,   ///< min(28, q) - 1
    kSigned,    ///< q - 1
    kUnsigned,  ///< q
    kPico,      ///< max(44, q) - 1
  };
  enum Weights : std::uint8_t { kNoWeights, kOneKernel, kTwoKernels, kStates };
  /// What becomes of a "quant_config": it is in the layer's configuration, taken and left out of
  /// it, or refused.
  enum QuantConfig : std::uint8_t { kWritten, kTaken, kRefused };

  std::string_view float_class;      ///< Empty: quantizing a model inserts it.
  std::string_view quantized_class;  ///< Empty: it stays float.
  bool own_float = false;            ///< QuantizeML has a float class of that name itself.
  bool aligned_inputs = false;
  bool output_quantizer = false;  ///< Can be given one.
  Weights weights = kNoWeights;
  Buffer buffer = kNoBuffer;
  QuantConfig quant_config = kWritten;
};

/// The row of a float layer that has a quantized form; nullptr: it is left float.
const LayerClass* class_of_float(const keras::Layer& layer);
/// The row of a quantized class; nullptr: no such class.
const LayerClass* class_of_quantized(std::string_view class_name);
/// Whether the toolkit can load the class: QuantizeML's quantized and float layers.
bool is_known_class(std::string_view class_name);

/// Of accumulators that are kLimited.
constexpr int kMostBufferBits = 28;

}  // namespace cnn2snn::quantizeml
