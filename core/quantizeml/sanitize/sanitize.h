// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keras/graph.h"

/// The rewrites that make a float model ready to be quantized
/// (quantizeml.models.transforms.sanitize of QuantizeML 1.2.5), with their weights, in their order.
/// Each edits the graph and says whether it did; where the original would raise, the graph stays as
/// it was.
namespace cnn2snn::quantizeml {

/// Activations inside other layers become layers of their own.
bool split_layers_with_activations(keras::Graph& graph);
/// Activation layers and TensorFlow functions become the layers QuantizeML knows.
bool replace_lambda(keras::Graph& graph);
/// x · relu6(x + 3) / 6 written as operations becomes one Activation("hard_silu").
bool reconstruct_hard_silu(keras::Graph& graph);
/// Models of 5-D inputs whose convolutions are spatial or causal in time become models of single
/// frames with BufferTempConv layers.
bool replace_conv3d(keras::Graph& graph);
/// LeakyReLU, and PReLU of a single slope, become Activation("leaky_relu").
bool replace_activations(keras::Graph& graph);
/// A Conv2D of as many groups as channels becomes a DepthwiseConv2D.
bool convert_conv_to_dw_conv(keras::Graph& graph);
/// A Reshape or Flatten before another one is removed.
bool remove_reshape(keras::Graph& graph);
/// Offset and vector scale of the first Rescaling go into the weights of the layer after it.
bool align_rescaling(keras::Graph& graph);
/// Monotonic activation → MaxPooling2D change places.
bool invert_activation_maxpool(keras::Graph& graph);
/// Pooling → BatchNormalization change places.
bool invert_batchnorm_pooling(keras::Graph& graph);
/// BatchNormalization is folded into the layer before it.
bool fold_batchnorms(keras::Graph& graph);
/// ZeroPadding2D that makes a 'valid' convolution a 'same' one is removed.
bool remove_zeropadding2d(keras::Graph& graph);
/// Concatenate of more than two inputs becomes a chain.
bool split_concat_layers(keras::Graph& graph);
/// Even kernels become odd ones with a row and a column of zeros.
bool convert_even_to_odd_kernel(keras::Graph& graph);
/// A DepthwiseConv2D of kernel 5 or 7 and stride 2 becomes one of stride 1 and an identity of
/// stride 2.
bool split_dw_layers(keras::Graph& graph);
/// Identity convolutions where Akida needs a layer of its own.
bool insert_identity_convs(keras::Graph& graph);

/// All of them.
void sanitize(keras::Graph& graph);

}  // namespace cnn2snn::quantizeml
