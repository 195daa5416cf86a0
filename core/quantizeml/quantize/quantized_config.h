// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "keras/graph.h"
#include "quantizeml/classes/layer_classes.h"

namespace cnn2snn::quantizeml {

/// Bit widths that a quantized layer takes where its "quant_config" names none.
struct DefaultBits {
  int weights = 8;
  int buffer = 32;
};

/// The configuration of the quantized layer of a float one, as its constructor completes it.
/// `quant_config` is what is asked for (may be null). nullopt: the constructor refuses, the layer
/// stays float.
std::optional<keras::Value> quantized_config(const keras::Layer& layer, const LayerClass& cls,
                                             const keras::Value& quant_config, DefaultBits bits);

/// Why a layer is not quantized; empty when QuantizeML would quantize it.
std::string why_float(const keras::Layer& layer);

}  // namespace cnn2snn::quantizeml
