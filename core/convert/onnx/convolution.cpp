// SPDX-License-Identifier: Apache-2.0
#include "convert/onnx/convolution.h"

#include <algorithm>

#include "convert/onnx/variables.h"

namespace cnn2snn::onnx {

namespace {

void check_square(std::int64_t first, std::int64_t second, const std::string& what) {
  if (first != second) refuse(what + " are expected to be square.", "Make both sizes equal.");
}

bool pools_by_maximum(const Operation& operation) {
  return operation.has("MaxPool") && !operation.has("GlobalAvgPool");
}

/// Whether this operator's pooling is converted: that of a depthwise convolution is lost.
bool pools(const Operation& operation) {
  return operation.op.type == akida::LayerType::kConv2D ||
         operation.op.type == akida::LayerType::kInputConv2D;
}

void set_pooling(const Operation& operation, akida::Layer& layer) {
  auto& p = layer.parameters;
  p["pool_type"] = akida::kNoPooling;
  p["pool_size"] = -1;
  p["pool_stride"] = -1;
  if (!pools(operation)) return;
  if (operation.has("GlobalAvgPool")) {
    p["pool_type"] = akida::kPoolAverage;
  } else if (pools_by_maximum(operation)) {
    p["pool_type"] = akida::kPoolMax;
    p["pool_size"] = to_parameter(operation.ints("pool_size", 2)[0]);
    p["pool_stride"] = to_parameter(operation.ints("pool_strides", 2)[0]);
  }
}

// Both spatial axes of (Kh, Kw, …) reversed: Akida convolves, ONNX correlates.
void flip(Kernel& kernel) {
  const auto positions = static_cast<std::ptrdiff_t>(kernel.shape[0] * kernel.shape[1]);
  if (positions == 0) return;
  const std::ptrdiff_t width = static_cast<std::ptrdiff_t>(kernel.values.size()) / positions;
  const auto at = [&](std::ptrdiff_t position) { return kernel.values.begin() + position * width; };
  for (std::ptrdiff_t first = 0, last = positions - 1; first < last; ++first, --last) {
    std::swap_ranges(at(first), at(first + 1), at(last));
  }
}

}  // namespace

void check_convolution(const Operation& operation) {
  const std::string& name = operation.node.name;
  const std::vector<std::int64_t>& shape = operation.weight("W").dims;
  if (shape.size() != 4) {
    refuse("the kernel of " + name + " has " + std::to_string(shape.size()) +
               " dimensions instead of 4",
           "Akida has two-dimensional convolutions only.");
  }
  check_square(shape[2], shape[3], name + " kernels");
  const std::vector<std::int64_t> strides = operation.ints("strides", 2);
  check_square(strides[0], strides[1], name + " strides");
  if (!pools(operation) || !pools_by_maximum(operation)) return;
  const std::vector<std::int64_t> size = operation.ints("pool_size", 2);
  check_square(size[0], size[1], name + " pool sizes");
  const std::vector<std::int64_t> pool_strides = operation.ints("pool_strides", 2);
  check_square(pool_strides[0], pool_strides[1], name + " pool strides");
}

void set_kernel_parameters(const Operation& operation, akida::Layer& layer) {
  auto& p = layer.parameters;
  p["output_bits"] = 8;
  p["kernel_size"] = to_parameter(operation.weight("W").dims[3]);
  p["activation"] = operation.has("ReLU")  ? akida::kActivationReLU
                    : operation.has("LUT") ? akida::kActivationLUT
                                           : akida::kNoActivation;
}

void set_convolution_parameters(const Operation& operation, akida::Layer& layer, bool pooled) {
  set_kernel_parameters(operation, layer);
  layer.parameters["padding"] = akida_padding(operation, pooled && pools_by_maximum(operation));
  layer.parameters["kernel_stride"] = to_parameter(operation.ints("strides", 2)[0]);
  set_pooling(operation, layer);
}

void set_convolution_variables(const Operation& operation, bool flipped, bool swapped,
                               akida::Layer& layer) {
  const Tensor& tensor = kernel_of(operation, 4);
  Arrangement arrangement{tensor.dims, {2, 3, 1, 0}, {}};
  if (swapped) arrangement.order = {2, 3, 0, 1};
  for (const std::size_t axis : arrangement.order) {
    arrangement.result.push_back(tensor.dims[axis]);
  }
  Kernel kernel = read_kernel(tensor, arrangement, layer);
  if (flipped) flip(kernel);
  set_weights(kernel, layer);
  set_bias(operation, layer);
  if (operation.has("ReLU")) {
    set_relu(operation, layer);
  } else if (operation.has("LUT")) {
    set_lut(operation, layer);
  }
  set_output_scale(operation, layer);
}

}  // namespace cnn2snn::onnx
