// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "cnn2snn/devices.h"

/// What the documentation limits, read off a layer.
namespace cnn2snn::mapping {

/// A layer in its model, on a device.
struct Place {
  const akida::Model& model;
  const akida::Layer& layer;
  const Device& device;
  std::vector<const akida::Layer*> inbounds;
  std::vector<const akida::Layer*> outbounds;
};

/// Numbers that are compared with the limit, each by itself, and how a person reads them. No
/// numbers: the limit does not concern this layer.
struct Quantity {
  std::vector<std::int64_t> numbers;
  std::string words;
};

// Shapes. Akida's first dimension is the height of a Keras shape.
Quantity input_first(const Place& place);
Quantity input_second(const Place& place);
Quantity input_channels(const Place& place);
Quantity input_values(const Place& place);  ///< Product of the three.
Quantity filters(const Place& place);

// Convolutions.
Quantity kernel(const Place& place);
Quantity kernel_square(const Place& place);  ///< 0 when both sizes are the same.
Quantity stride(const Place& place);
Quantity stride_square(const Place& place);
Quantity padding(const Place& place);

// Max pooling.
Quantity pool_size(const Place& place);
Quantity pool_square(const Place& place);   ///< 0 when sizes and strides are the same on both axes.
Quantity pool_overlap(const Place& place);  ///< 0 when the stride is the size.
Quantity pool_pair(const Place& place);     ///< size * 10 + stride; Akida 2.0
Quantity behind_pooling(const Place& place);  ///< What follows: see the values of Behind.

enum Behind : std::int64_t {
  kBehindConvolution = 0,
  kBehindOtherConvolution = 1,  ///< Temporal or transposed.
  kBehindNothing = 2,           ///< No convolution, or the end of the model.
};

// Global average pooling.
Quantity average_pooling(const Place& place);  ///< 1 when the layer has it.
Quantity average_first(const Place& place);    ///< First dimension of the input.
Quantity average_area(const Place& place);     ///< First times second dimension of the input.
Quantity average_rows(const Place& place);     ///< Second dimension of what is averaged.

// Numbers of bits.
Quantity input_bits(const Place& place);
Quantity weights_bits(const Place& place);
Quantity activation_bits(const Place& place);  ///< Of the output, when there is an activation.

// Activations.
Quantity table_activation(const Place& place);          ///< 1: a look-up table.
Quantity table_activation_pooling(const Place& place);  ///< The same, with max pooling.

// Processors.
Quantity temporal_processors(const Place& place);

// Akida Pico. "First" and "last" are of the StatefulRecurrent layers.
Quantity recurrent_layers(const Place& place);  ///< Of the model; at the first one alone.
Quantity first_bits(const Place& place);
Quantity first_channels_16(const Place& place);  ///< With inputs of 16 bits.
Quantity packed_words(const Place& place);       ///< 32-bit words; 0: not a power of two.
Quantity later_bits(const Place& place);
Quantity state_channels(const Place& place);  ///< 0: not a power of two.
Quantity state_differs(const Place& place);   ///< From the first layer's: 1.
Quantity subsample(const Place& place);
Quantity last_bits(const Place& place);
Quantity bounded(const Place& place);  ///< 1: a ReLU with a maximum.
Quantity time_steps(const Place& place);

}  // namespace cnn2snn::mapping
