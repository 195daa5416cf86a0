// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "convert/blocks/block.h"

/// Keras layer configuration → Akida layer parameters, and the checks they share.
namespace cnn2snn::blocks {

using Pair = std::pair<std::int64_t, std::int64_t>;

/// A pair of sizes of the configuration; a single number counts for both.
Pair pair_of(const keras::Layer& layer, std::string_view key);

/// Whether the configuration says padding 'same', in whatever case.
bool is_same(const keras::Layer& layer);
/// Whether padding is 'same' in Akida: Keras says so, a padding value is given, or the kernel is
/// 1×1 (where it makes no difference).
bool pads_same(const keras::Layer& convolution);

/// A value as an Akida parameter; throws when it does not fit 32 bits.
std::int32_t parameter(std::int64_t value);

// --- checks --------------------------------------------------------------------------------------

/// Dense layers take (1, 1, X) or (X).
void check_dense_shape(const BlockView& block, BlockChecks& checks);
/// v1: a ReLU needs a bound and an output quantizer.
void check_relu_v1(const BlockView& block, BlockChecks& checks);
/// v1 ReLU rules where the official converter looks at them: while it builds the layer.
void require_relu_v1(const BlockView& block);

// --- v2 parameters -------------------------------------------------------------------------------

enum class Kernel { kConvolution, kInput, kDepthwise, kTranspose, kDepthwiseTranspose };

/// Adds buffer_bits, output_bits, post_op_buffer_bits.
void add_output_parameters(const BlockView& block, int buffer_bitwidth, akida::Layer& layer);
/// Everything of a convolution-like layer, pooling and activation included.
akida::Layer convolution_parameters(const BlockView& block, akida::LayerType type, Kernel kernel);
/// input_x, input_y, input_channels (or input_width, input_height) from a shape of up to 3
/// dimensions, filled with leading ones.
void add_input_shape(const keras::Shape& shape, std::string_view first, std::string_view second,
                     akida::Layer& layer);

// --- v1 parameters -------------------------------------------------------------------------------

/// Everything of a v1 convolution, pooling and activation included.
akida::Layer convolution_parameters_v1(const BlockView& block, akida::LayerType type,
                                       int weights_bits);
void add_activation_v1(const BlockView& block, akida::Layer& layer);

}  // namespace cnn2snn::blocks
