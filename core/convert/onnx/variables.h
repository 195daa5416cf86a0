// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "convert/onnx/operation.h"

/// From a node's initializers to the variables of its Akida layer. All throw ConversionError, with
/// the official converter's texts: one element fills a variable, any other number must be the
/// variable's, and then so must the type.
namespace cnn2snn::onnx {

/// An int32 as an 8-bit value and a shift to the left: value << shift.
struct ValueShift {
  std::int32_t value = 0;
  std::int32_t shift = 0;
};

/// shift = max(0, bits(x) - n), n = 7 signed, 8 unsigned; value = x / 2^shift rounded half to even
/// and clipped. bits(x) is ceil(log2|x| + 1e-6): the smallest k with |x| <= 2^k - d(k), where d is
/// 1 up to k = 20 and then grows (set out in value_shift.cpp). 0 gives value 0 with shift 1. x must
/// not be -2^31.
ValueShift to_value_shift(std::int32_t x, bool is_signed);

/// An integer kernel with its shape.
struct Kernel {
  std::vector<std::int64_t> shape;  ///< As many as the variable "weights" has dimensions.
  std::vector<std::int8_t> values;  ///< C order.
};

/// The initializer W, which must be int8 with `rank` dimensions.
const Tensor& kernel_of(const Operation& operation, std::size_t rank);

/// How W becomes a kernel: its elements taken as `shape`, the axes put in another order (axis i of
/// the result is axis `order[i]`), then taken as `result`.
struct Arrangement {
  std::vector<std::int64_t> shape;
  std::vector<std::size_t> order;
  std::vector<std::int64_t> result;
};
/// Its shape must be that of the variable "weights"; only then are its elements read.
Kernel read_kernel(const Tensor& tensor, const Arrangement& arrangement, const akida::Layer& layer);

/// Variable "weights": never broadcast.
void set_weights(const Kernel& kernel, akida::Layer& layer);
/// Variables "bias" and "bias_shift", from the input bias where the node has one.
void set_bias(const Operation& operation, akida::Layer& layer);
/// ReLU: "max_value" and "max_value_shift"; lookup table: "activation_scales", "activation_shift",
/// "lut_values".
void set_relu(const Operation& operation, akida::Layer& layer);
void set_lut(const Operation& operation, akida::Layer& layer);
/// Variables "output_scales" and "output_shift"; the node must have Scale and Shift.
void set_output_scale(const Operation& operation, akida::Layer& layer);
/// The same where the node has them; otherwise scale 1, shift 0.
void set_optional_output_scale(const Operation& operation, akida::Layer& layer);

/// `scale` and `shift` are the names of the node's inputs: powers of two by which ONNX divides and
/// Akida shifts to the right.
void set_scale(const Operation& operation, std::string_view scale, std::string_view variable,
               akida::Layer& layer);
void set_shift(const Operation& operation, std::string_view shift, std::string_view variable,
               akida::Layer& layer);

/// Fills a variable with one value, or sets as many as it has; `type` is the initializer's.
void set_values(std::vector<std::int32_t> values, DataType type, DataType expected,
                std::string_view variable, akida::Layer& layer);
void set_floats(std::vector<float> values, std::string_view variable, akida::Layer& layer);

/// Elements for a variable, one or as many as it has. Integers may be stored in any type of number,
/// as the official converter takes them.
std::vector<double> numbers(const Tensor& tensor, std::string_view variable,
                            const akida::Layer& layer);
std::vector<std::int32_t> integers(const Tensor& tensor, std::string_view variable,
                                   const akida::Layer& layer);
std::vector<float> floats(const Tensor& tensor, std::string_view variable,
                          const akida::Layer& layer);

}  // namespace cnn2snn::onnx
