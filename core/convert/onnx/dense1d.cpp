// SPDX-License-Identifier: Apache-2.0
#include "convert/onnx/dense1d.h"

#include "convert/onnx/variables.h"

namespace cnn2snn::onnx {

void set_dense1d_parameters(const Operation& operation, akida::Layer& layer) {
  const Tensor& weights = operation.weight("W");
  if (weights.dims.size() != 2) {
    refuse("the weights of " + operation.node.name + " have " +
           std::to_string(weights.dims.size()) + " dimensions instead of 2");
  }
  auto& p = layer.parameters;
  p["units"] = to_parameter(weights.dims[0]);
  p["output_bits"] = operation.has("Scaled") ? 8 : 32;
  p["activation"] = operation.has("ReLU")  ? akida::kActivationReLU
                    : operation.has("LUT") ? akida::kActivationLUT
                                           : akida::kNoActivation;
}

// ONNX flattens (C, H, W), Akida (H, W, C).
void set_dense1d_variables(const Operation& operation, akida::Layer& layer) {
  const Tensor& tensor = kernel_of(operation, 2);
  const std::int64_t height = operation.input_shape[0];
  const std::int64_t width = operation.input_shape[1];
  const std::int64_t channels = operation.input_shape[2];
  const std::int64_t inputs = height * width * channels;
  const auto size = static_cast<std::int64_t>(tensor.size);
  if (inputs == 0 || size % inputs != 0) {
    refuse("cannot reshape array of size " + std::to_string(size) + " into shape (" +
               std::to_string(channels) + "," + std::to_string(height) + "," +
               std::to_string(width) + ")",
           "Its weights do not fit the layer before it: a pooling may have been lost.");
  }
  const std::int64_t units = size / inputs;
  const Arrangement arrangement{{units, channels, height, width}, {2, 3, 1, 0}, {inputs, units}};
  set_weights(read_kernel(tensor, arrangement, layer), layer);
  set_bias(operation, layer);
  if (operation.has("ReLU")) set_relu(operation, layer);
  set_optional_output_scale(operation, layer);
}

}  // namespace cnn2snn::onnx
