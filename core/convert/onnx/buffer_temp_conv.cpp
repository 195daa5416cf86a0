// SPDX-License-Identifier: Apache-2.0
#include "convert/onnx/buffer_temp_conv.h"

#include "akida/fields.h"
#include "convert/onnx/variables.h"

namespace cnn2snn::onnx {

void check_buffer_temp_conv(const Operation& operation) {
  const std::vector<std::int64_t>& shape = operation.weight("W").dims;
  if (shape.size() != 4) {
    refuse("the kernel of " + operation.node.name + " has " + std::to_string(shape.size()) +
           " dimensions instead of 4");
  }
  if (shape[2] != shape[3]) {
    refuse(operation.node.name + " kernels are expected to be square.", "Make both sizes equal.");
  }
}

void set_buffer_temp_conv_parameters(const Operation& operation, akida::Layer& layer) {
  auto& p = layer.parameters;
  if (operation.op.type == akida::LayerType::kBufferTempConv) {
    p["filters"] = to_parameter(operation.weight("W").dims[0]);
  }
  p["fifo_size"] = to_parameter(operation.integer("fifo_size"));
  p["activation"] = operation.has("ReLU")  ? akida::kActivationReLU
                    : operation.has("LUT") ? akida::kActivationLUT
                                           : akida::kNoActivation;
  p["output_bits"] = operation.has("Scaled") ? 8 : 32;
  p["buffer_bits"] = 32;
  p["post_op_buffer_bits"] = 32;
}

// W is (F, C·T, 1, 1) with the time inside; Akida's kernel is (1, 1, T·C, F). Depthwise: C = 1.
void set_buffer_temp_conv_variables(const Operation& operation, akida::Layer& layer) {
  const Tensor& tensor = kernel_of(operation, 4);
  const std::vector<std::int64_t>& shape = tensor.dims;
  const std::int64_t fifo = akida::parameter(layer, "fifo_size");
  if (fifo <= 0 || shape[1] % fifo != 0) {
    refuse("cannot reshape array of size " + std::to_string(tensor.size) + " into a fifo of " +
               std::to_string(fifo),
           "Quantize the model again.");
  }
  const Arrangement arrangement{{shape[0], shape[1] / fifo, fifo, shape[2], shape[3]},
                                {3, 4, 2, 1, 0},
                                {shape[2], shape[3], shape[1], shape[0]}};
  set_weights(read_kernel(tensor, arrangement, layer), layer);
  set_bias(operation, layer);
  if (operation.has("ReLU")) set_relu(operation, layer);
  set_output_scale(operation, layer);
}

}  // namespace cnn2snn::onnx
