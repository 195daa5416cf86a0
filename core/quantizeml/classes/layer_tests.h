// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "keras/graph.h"

/// `isinstance` of the Keras and QuantizeML float classes that QuantizeML asks for.
namespace cnn2snn::quantizeml {

/// One of QuantizeML's own classes, float or quantized.
inline bool is_quantizeml(const keras::Layer& l) {
  return l.package == "Custom";
}

inline bool is_input(const keras::Layer& l) {
  return l.is("InputLayer");
}
/// Conv2DTranspose and PaddedConv2D derive from Conv2D.
inline bool is_conv2d(const keras::Layer& l) {
  return l.is("Conv2D") || l.is("Convolution2D") || l.is("Conv2DTranspose") ||
         l.is("Convolution2DTranspose") || l.is("PaddedConv2D");
}
inline bool is_conv2d_transpose(const keras::Layer& l) {
  return l.is("Conv2DTranspose") || l.is("Convolution2DTranspose");
}
/// QuantizeML's DepthwiseConv2DTranspose derives from DepthwiseConv2D.
inline bool is_depthwise_conv2d(const keras::Layer& l) {
  return l.is("DepthwiseConv2D") || l.is("DepthwiseConv2DTranspose");
}
inline bool is_separable_conv2d(const keras::Layer& l) {
  return l.is("SeparableConv2D") || l.is("SeparableConvolution2D");
}
/// StatefulProjection derives from Dense.
inline bool is_dense(const keras::Layer& l) {
  return l.is("Dense") || l.is("StatefulProjection");
}
inline bool is_buffer_temp_conv(const keras::Layer& l) {
  return l.is("BufferTempConv");
}
inline bool is_depthwise_buffer_temp_conv(const keras::Layer& l) {
  return l.is("DepthwiseBufferTempConv");
}
inline bool is_batch_normalization(const keras::Layer& l) {
  return l.is("BatchNormalization");
}
inline bool is_max_pooling2d(const keras::Layer& l) {
  return l.is("MaxPooling2D") || l.is("MaxPool2D");
}
inline bool is_global_average_pooling2d(const keras::Layer& l) {
  return l.is("GlobalAveragePooling2D") || l.is("GlobalAvgPool2D");
}
inline bool is_relu(const keras::Layer& l) {
  return l.is("ReLU");
}
inline bool is_keras_activation(const keras::Layer& l) {
  return l.is("Activation") && !is_quantizeml(l);
}
inline bool is_quantizeml_activation(const keras::Layer& l) {
  return l.is("Activation") && is_quantizeml(l);
}
inline bool is_add(const keras::Layer& l) {
  return l.is("Add");
}
inline bool is_concatenate(const keras::Layer& l) {
  return l.is("Concatenate");
}
inline bool is_rescaling(const keras::Layer& l) {
  return l.is("Rescaling");
}
inline bool is_reshape_or_flatten(const keras::Layer& l) {
  return l.is("Reshape") || l.is("Flatten");
}

/// Name of an activation function as Keras serializes it: "silu" is an alias of "swish".
inline std::string activation_name(const std::string& name) {
  return name == "silu" ? "swish" : name;
}

}  // namespace cnn2snn::quantizeml
