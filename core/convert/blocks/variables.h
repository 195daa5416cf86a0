// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "akida/builder.h"
#include "convert/blocks/block.h"

/// Recorded quantization → Akida variables, the parts that several layer types share.
namespace cnn2snn::blocks {

/// As NumPy's astype to the 8-bit types: the low byte.
std::vector<std::int32_t> to_uint8(const quantizeml::Array& values);
std::vector<std::int32_t> to_int8(const quantizeml::Array& values);

/// Sets `name`; a single value is broadcast, otherwise the number must match.
void set_shift(akida::Layer& layer, std::string_view name, const quantizeml::Array& shift);

/// `weights`; nothing where they are not known (all zero then).
void set_kernel(akida::Layer& layer, std::string_view name, std::vector<std::uint8_t> weights);
/// With both leading axes reversed (Akida correlates where Keras convolves).
void set_flipped_kernel(akida::Layer& layer, std::string_view name,
                        std::vector<std::uint8_t> weights, std::int64_t height, std::int64_t width);

// --- v2 ------------------------------------------------------------------------------------------

/// bias and bias_shift: values >> shift, and the shift.
void set_bias(akida::Layer& layer, const quantizeml::QuantizedLayer& main);
/// max_value and max_value_shift of a bounded ReLU; an unbounded one keeps Akida's 127 and 31.
void set_relu(akida::Layer& layer, const quantizeml::QuantizedLayer& relu);
/// lut_values, and activation_scales/activation_shift from the main layer's own quantizer.
void set_lut(akida::Layer& layer, const quantizeml::QuantizedLayer& main,
             const keras::Layer& activation, const quantizeml::QuantizedLayer& quantized);
/// `<prefix>_scales` (where recorded) and `<prefix>_shift` = max(shift, 1 − buffer_bits).
void set_output(akida::Layer& layer, const quantizeml::QuantizedOutput& output,
                std::string_view prefix = "output");
/// Bias, input shift, padding value, activation and output of a convolution-like block.
void set_convolution(akida::Layer& layer, const BlockView& block);

// --- v1 ------------------------------------------------------------------------------------------

/// threshold = −bias (aligned, not shifted back).
void set_threshold(akida::Layer& layer, const quantizeml::QuantizedLayer& main);
/// threshold · (height · width), as the average is applied to sums.
void scale_threshold(akida::Layer& layer, std::int64_t spatial_size);
/// act_step = 2^−shift / scales, where they are known; with an activation half a step joins the
/// threshold.
void set_act_step(akida::Layer& layer, const quantizeml::QuantizedOutput& output);

/// Threshold (of sums, under a global average pool) and act_step of a convolution-like block.
void set_convolution_v1(akida::Layer& layer, const BlockView& block);

}  // namespace cnn2snn::blocks
