// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/layer.h"

#include <utility>

namespace cnn2snn::legacy {

bool LegacyLayer::is_quantized_neural() const {
  return kind == Kind::kQuantizedConv2D || kind == Kind::kQuantizedSeparableConv2D ||
         kind == Kind::kQuantizedDense;
}

bool LegacyLayer::is_convolution() const {
  return kind == Kind::kQuantizedConv2D || kind == Kind::kQuantizedSeparableConv2D ||
         kind == Kind::kConv2D || kind == Kind::kSeparableConv2D;
}

bool LegacyLayer::is_dense() const {
  return kind == Kind::kQuantizedDense || kind == Kind::kDense;
}

bool LegacyLayer::is_separable() const {
  return kind == Kind::kQuantizedSeparableConv2D || kind == Kind::kSeparableConv2D;
}

bool LegacyLayer::is_activation() const {
  return kind == Kind::kQuantizedActivation || kind == Kind::kReLU;
}

Problem problem_of(const LegacyLayer& layer, ErrorId id, std::string reason, std::string remedy,
                   std::string error_class, Step step) {
  return {id,
          step,
          layer.name(),
          layer.class_name(),
          std::move(reason),
          std::move(remedy),
          std::move(error_class)};
}

}  // namespace cnn2snn::legacy
