// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "keras/graph.h"
#include "quantizeml/arithmetic/tensors.h"

/// QuantizeML's quantizers: from float weights and recorded ranges to integers and scales.
namespace cnn2snn::quantizeml {

struct WeightQuantizer {
  int bitwidth = 8;
  bool is_signed = true;
  std::optional<std::int64_t> axis = -1;  ///< nullopt: one range for the whole tensor.
  bool fp_quantizer = false;
  [[nodiscard]] int value_bits() const { return is_signed ? bitwidth - 1 : bitwidth; }
};

struct AlignedWeightQuantizer {
  int bitwidth = 8;
  bool is_signed = true;
  [[nodiscard]] int value_bits() const { return is_signed ? bitwidth - 1 : bitwidth; }
};

struct OutputQuantizer {
  int bitwidth = 8;
  bool is_signed = true;
  bool per_axis = false;
  std::optional<int> scale_bits = 8;
  int buffer_bitwidth = 32;
  [[nodiscard]] int value_bits() const { return is_signed ? bitwidth - 1 : bitwidth; }
};

/// Integer weights with one scale, or one scale per channel.
struct QuantizedWeights {
  std::vector<std::int16_t> wide;  ///< Bit widths above 8 (recurrent states), else empty.
  /// C order of the kernel's shape; bit widths up to 8. Signed bytes, kept as an Akida variable
  /// keeps its elements: it can take them over. Both are empty where the kernel is not known.
  std::vector<std::uint8_t> values;
  Array scales;     ///< QFloat quantizers; 1 for fixed-point quantizers.
  Array frac_bits;  ///< 0 for QFloat quantizers.
};

/// `kernel` is in C order of `shape`. Throws ConversionError for an axis out of range and for
/// weights that are not finite.
QuantizedWeights quantize(const WeightQuantizer& quantizer, std::span<const float> kernel,
                          const keras::Shape& shape);
/// Those of a kernel whose elements are not known: scales and fractional bits alone.
QuantizedWeights quantize_unknown(const WeightQuantizer& quantizer, const keras::Shape& shape);

/// Values aligned on another tensor: integers over the other's fractional bits.
struct AlignedValues {
  std::vector<float> values;  ///< Integers, already shifted left by `shift`.
  Array shift;
};
AlignedValues quantize(const AlignedWeightQuantizer& quantizer, std::span<const float> x,
                       bool x_is_scalar, const QFloat& other);

/// `values >> shift` per element, as Akida stores bias and max_value (int32 arithmetic).
std::vector<std::int32_t> unshifted(const AlignedValues& aligned);

struct QuantizedOutput {
  FixedPoint fp;
  std::optional<Array> qscales;  ///< Integer scales; absent for fixed-point inputs (Add).
  Array shift;
};
QuantizedOutput quantize(const OutputQuantizer& quantizer, const Metadata& x,
                         const Array& range_max, const Array& rescaling_rate);

/// float scales → integers of `scale_bits` over 2^frac_bits (saturating: 256 becomes 255).
struct QuantizedScales {
  Array values;
  Array frac_bits;
};
QuantizedScales to_fixed_point(const Array& scales, int scale_bits);

}  // namespace cnn2snn::quantizeml
