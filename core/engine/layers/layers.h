// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/akida_model.h"
#include "engine/prepared_layer.h"

/// One function a layer type: prepares a layer of a checked model (see plan.h). Each type's
/// definition is in the file of its name.
namespace cnn2snn::engine {

LayerPointer prepare_input_data(const akida::Layer& layer);
LayerPointer prepare_quantizer(const akida::Layer& layer);
LayerPointer prepare_dequantizer(const akida::Layer& layer);

// Akida 2.0
LayerPointer prepare_input_conv2d(const akida::Layer& layer);
LayerPointer prepare_conv2d(const akida::Layer& layer);
LayerPointer prepare_depthwise_conv2d(const akida::Layer& layer);
LayerPointer prepare_conv2d_transpose(const akida::Layer& layer);
LayerPointer prepare_depthwise_conv2d_transpose(const akida::Layer& layer);
LayerPointer prepare_dense1d(const akida::Layer& layer);
LayerPointer prepare_buffer_temp_conv(const akida::Layer& layer);
LayerPointer prepare_depthwise_buffer_temp_conv(const akida::Layer& layer);
LayerPointer prepare_stateful_recurrent(const akida::Layer& layer);
LayerPointer prepare_pico_post_processing(const akida::Layer& layer, bool recurrent_first);
LayerPointer prepare_add(const akida::Layer& layer);
LayerPointer prepare_concatenate(const akida::Layer& layer);

// Akida 1.0
LayerPointer prepare_input_convolutional(const akida::Layer& layer);
LayerPointer prepare_convolutional(const akida::Layer& layer);
LayerPointer prepare_separable_convolutional(const akida::Layer& layer);
LayerPointer prepare_fully_connected(const akida::Layer& layer);

}  // namespace cnn2snn::engine
