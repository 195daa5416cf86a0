// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "convert/onnx/convolution.h"

namespace cnn2snn::onnx {

namespace {

using Pads = std::vector<std::int64_t>;  ///< Top, left, bottom, right.
using Pair = std::array<std::int64_t, 2>;

/// The three ways to spread the padding that "same" needs: the odd one at the end (as Akida and
/// Keras), at the beginning, or on both sides (as PyTorch's symmetric padding).
struct SamePads {
  Pads lower;
  Pads upper;
  Pads symmetric;
};

SamePads same_pads(const Pair& input, const Pair& kernel, const Pair& strides) {
  Pair low{};
  Pair high{};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const std::int64_t rest = input[axis] % strides[axis];
    const std::int64_t last = rest == 0 ? strides[axis] : rest;
    const std::int64_t total = std::max<std::int64_t>(kernel[axis] - last, 0);
    low[axis] = total / 2;
    high[axis] = total - low[axis];
  }
  return {{low[0], low[1], high[0], high[1]},
          {high[0], high[1], low[0], low[1]},
          {high[0], high[1], high[0], high[1]}};
}

std::string print_all(const SamePads& same) {
  return "[[0, 0, 0, 0], " + print(same.lower) + ", " + print(same.upper) + ", " +
         print(same.symmetric) + "]";
}

Pair positive_pair(const Operation& operation, std::string_view attribute) {
  const std::vector<std::int64_t> values = operation.ints(attribute, 2);
  for (const std::int64_t value : values) {
    if (to_parameter(value) < 1) {
      refuse("the attribute '" + std::string(attribute) + "' is " + print(values) +
             ": its numbers must be positive");
    }
  }
  return {values[0], values[1]};
}

void check_same_upper(const Operation& operation, const Pair& kernel, bool max_pool) {
  const std::string& name = operation.node.name;
  const std::vector<std::int64_t> strides = operation.ints("strides", 2);
  const bool input = operation.op.type == akida::LayerType::kInputConv2D;
  if (strides != std::vector<std::int64_t>{2, 2}) {
    refuse("'SameUpper' padding mode is only supported for strides [2, 2] in " + name +
               ". Got strides " + print(strides) + ".",
           "Use an odd kernel size with padding (kernel - 1) / 2, or strides of 2.");
  }
  if (kernel[0] != kernel[1] ||
      !(kernel[0] == 3 || (input && (kernel[0] == 5 || kernel[0] == 7)))) {
    refuse("'SameUpper' padding mode is only supported for kernel sizes " +
               std::string(input ? "{(3, 3), (5, 5), (7, 7)}" : "{(3, 3)}") + " for " + name +
               ". Got kernel size (" + std::to_string(kernel[0]) + ", " +
               std::to_string(kernel[1]) + ").",
           input ? "Use a kernel of 3 x 3, 5 x 5 or 7 x 7 in this convolution of stride 2."
                 : "Use a 3 x 3 kernel in this convolution of stride 2.");
  }
  if (max_pool) {
    refuse(
        "MaxPool is not supported with 'SameUpper' padding mode in " + name + ".",
        "As in the stem of a ResNet, a convolution of stride 2 with padding on all sides takes no "
        "max pooling: use a 3 x 3 convolution of stride 2 in place of the pooling, or leave the "
        "pooling out.");
  }
}

/// What besides other pads makes the pooling fit. Padding on all sides, of which the quantizer
/// leaves what a window reaches, is what an odd size needs.
std::string pooling_remedy(const Pads& found, const Pair& size, const Pair& strides) {
  const bool padded = std::any_of(found.begin(), found.end(), [](auto pad) { return pad != 0; });
  if (padded && size == Pair{3, 3} && strides == Pair{2, 2}) {
    return "choose an input size that makes it odd, or ";
  }
  return !padded && size == strides ? "choose an input size for which the pooling divides it, or "
                                    : "";
}

void check_max_pool(const Operation& operation, std::int32_t padding, const SamePads& same,
                    const Pair& output) {
  const std::vector<std::int64_t> found = operation.ints("pool_pads", 4);
  const Pair size = positive_pair(operation, "pool_size");
  const Pair strides = positive_pair(operation, "pool_strides");
  const std::string& name = operation.node.name;
  if (padding != akida::kPaddingSame) {
    refuse(
        "Expect pads " + print_all(same) + " (found " + print(found) + ") in " + name + " maxpool.",
        "Max pooling needs a convolution with 'same' padding before it: give this convolution "
        "padding (kernel - 1) / 2.");
  }
  const Pads expected = same_pads(output, size, strides).lower;
  if (found != expected) {
    refuse(
        "Expect pads " + print(expected) + " (found " + print(found) + ") in " + name + " maxpool.",
        "The convolution's output is " + std::to_string(output[0]) + " x " +
            std::to_string(output[1]) + ": " + pooling_remedy(found, size, strides) +
            "give the MaxPool of the float model pads " + print(expected) +
            " (ceil_mode does not help), and quantize again.");
  }
}

}  // namespace

std::int32_t akida_padding(const Operation& operation, bool max_pool) {
  const std::vector<std::int64_t>& shape = operation.weight("W").dims;
  const Pair kernel = {shape[2], shape[3]};
  const Pair input = {operation.input_shape[0], operation.input_shape[1]};
  const Pair strides = positive_pair(operation, "strides");
  const Tensor& tensor = operation.weight("pads");
  const std::string& name = operation.node.name;
  if (tensor.size != 8) {
    refuse("'pads' has " + std::to_string(tensor.size) + " numbers instead of 8 in " + name + ".");
  }
  const std::vector<std::int64_t> pads = elements<std::int64_t>(tensor);
  if (pads[0] != 0 || pads[1] != 0 || pads[4] != 0 || pads[5] != 0) {
    refuse("Unrecognized " + print(pads) + " pads in " + name + ".");
  }
  const Pads found = {pads[2], pads[3], pads[6], pads[7]};
  const SamePads same = same_pads(input, kernel, strides);
  std::int32_t padding = akida::kPaddingValid;
  if (found == same.lower) {
    padding = akida::kPaddingSame;
  } else if (found == same.upper || found == same.symmetric) {
    check_same_upper(operation, kernel, max_pool);
    padding = akida::kPaddingSameUpper;
  } else if (found != Pads{0, 0, 0, 0}) {
    refuse("Expect pads to be one of " + print_all(same) + " (found " + print(found) + ") in " +
               name + ".",
           "Use padding (kernel - 1) / 2, or none.");
  }
  if (max_pool) {
    Pair output{};
    for (std::size_t axis = 0; axis < 2; ++axis) {
      const std::int64_t span =
          input[axis] + to_parameter(found[axis]) + to_parameter(found[axis + 2]) - kernel[axis];
      output[axis] = span < 0 ? 0 : span / strides[axis] + 1;
    }
    check_max_pool(operation, padding, same, output);
  }
  return padding;
}

}  // namespace cnn2snn::onnx
