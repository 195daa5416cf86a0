// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Ranges are a value: calibration makes them, quantization takes them, a file can keep them.
namespace cnn2snn::quantizeml {

/// What calibration has to watch. QuantizeML's observers.
struct Observer {
  /// A layer of the sanitized float model whose output is watched; for the model's input the name
  /// of the InputQuantizer, which the float model does not have.
  std::string layer;
  bool input = false;     ///< Watch the model's input: its largest and smallest values.
  bool per_axis = false;  ///< One value for each channel (last axis), else one for everything.
};

/// What was seen of one layer's output, before equalization: float32, one value for the whole
/// tensor or one for each channel.
struct ObservedRange {
  std::string layer;
  std::vector<float> max;  ///< Largest |x|; of the model's input the largest x.
  std::vector<float> min;  ///< Smallest x; of the model's input alone, else empty.
};

struct Ranges {
  std::vector<ObservedRange> layers;  ///< In the order of the quantized model's layers.
  [[nodiscard]] const ObservedRange* find(std::string_view layer) const;  ///< nullptr: none.
};

/// {"observed": {"input_quantizer/min": [0.0], "input_quantizer/max": [255.0], "relu": [1.5, …]}},
/// numbers printed so that they read back as the same float32. Compact, deterministic.
std::string to_json(const Ranges& ranges);

/// Reads what `to_json` writes; other members beside "observed", and the object of layers alone,
/// are taken too. Throws ConversionError (kArgument) for anything else, for numbers that are not
/// finite, and for more than 2^26 of them.
Ranges ranges_from_json(std::string_view text);

}  // namespace cnn2snn::quantizeml
