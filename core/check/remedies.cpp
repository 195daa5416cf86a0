// SPDX-License-Identifier: Apache-2.0
#include "check/remedies.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "check/normalization_remedy.h"
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/classes/quantized_classes.h"

namespace cnn2snn::compatibility {
namespace {

struct Remedy {
  std::string_view reason;  ///< Part of the reason it is for.
  std::string_view remedy;
};

constexpr std::array kRemedies = {
    Remedy{"InputData sign incompatible",
           "Pass input_dtype int8, or begin the model with a Conv2D of 1 or 3 input channels "
           "followed by a ReLU (or another supported activation)."},
    Remedy{"The parameter bitwidth should be 4 or 8", "Pass input_dtype uint8 or int8."},
    Remedy{"must have only one output layer", "Give the model one output."},
    Remedy{"Impossible to append",
           "Every branch must end in a layer Akida supports: replace the layer that joins it."},
    Remedy{"padding_value must be an uint8 value",
           "Use a Rescaling whose offset is not positive, or padding='valid' in the first layer."},
    Remedy{"cannot have per-axis padding value",
           "Use one Rescaling offset and scale for all "
           "channels, or padding='valid'."},
    Remedy{"must be odd",
           "Use a kernel of odd size, or padding='same': even kernels up to 6 are then "
           "widened."},
    Remedy{"kernel_width must be strictly positive and odd",
           "Use a kernel of odd size, or padding='same': even kernels up to 6 are then widened."},
    Remedy{"stride must be equal to 1 or 2", "Use strides of 1 or 2 after the first layer."},
    Remedy{"Stride 2 is only supported", "Use a kernel of 1 or 3 with stride 2, or stride 1."},
    Remedy{"Strides > kernel size", "Use strides no larger than the kernel."},
    Remedy{"pool_stride cannot be higher than pool_size",
           "Use pooling strides no larger than pool_size."},
    Remedy{"would not be strictly positive", "Use padding='same', or a smaller kernel."},
    Remedy{"should have the same output_size", "Add only tensors of the same shape."},
    Remedy{"same first two dimensions", "Concatenate on the last axis."},
    Remedy{"requires more than 4 bits", "On Akida 1.0 end the layer before with a bounded ReLU."},
    Remedy{"only accepts unsigned inputs",
           "On Akida 1.0 begin with a Conv2D of 1 or 3 uint8 channels and a bounded ReLU."},
    Remedy{"padding value must be zero",
           "Remove the offset of the Rescaling, or use padding='valid' after it."},
};

constexpr std::array kInstead = {
    Remedy{"AveragePooling2D",
           "Use MaxPooling2D, a strided convolution, or "
           "GlobalAveragePooling2D at the end."},
    Remedy{"GlobalMaxPooling2D", "Use GlobalAveragePooling2D."},
    Remedy{"UpSampling2D", "Use Conv2DTranspose or DepthwiseConv2DTranspose with stride 2."},
    Remedy{"ELU", "Use ReLU, LeakyReLU, gelu, swish or hard_silu."},
    Remedy{"Activation", "Use ReLU, LeakyReLU, gelu, swish or hard_silu in the middle of a model."},
    Remedy{"PReLU", "Use LeakyReLU, or share one slope."},
    Remedy{"SpatialDropout2D", "Use Dropout."},
    Remedy{"ZeroPadding2D", "Use padding='same' in the convolution after it."},
    Remedy{"Multiply", "Use Add or Concatenate."},
    Remedy{"Subtract", "Use Add."},
    Remedy{"Conv1D", "Use Conv2D with a (1, k) kernel."},
    Remedy{"SeparableConv1D", "Use SeparableConv2D with a (1, k) kernel."},
    Remedy{"DepthwiseConv1D", "Use DepthwiseConv2D with a (1, k) kernel."},
    Remedy{"ReLU", "Use a ReLU without slope and threshold, or LeakyReLU."},
    Remedy{"Sequential", "Put the layers of the nested model into the model itself."},
    Remedy{"Functional", "Put the layers of the nested model into the model itself."},
    Remedy{"Rescaling", "Use one scale, and an offset only right before a Conv2D or Dense."},
    Remedy{"LayerNormalization", "Use BatchNormalization."},
};

}  // namespace

std::string remedy_for(const Problem& problem) {
  const auto* found = std::find_if(kRemedies.begin(), kRemedies.end(), [&problem](const Remedy& r) {
    return problem.reason.find(r.reason) != std::string::npos;
  });
  if (found != kRemedies.end()) return std::string(found->remedy);
  if (!problem.remedy.empty()) return problem.remedy;
  return "Change these layers to a supported pattern and its limits.";
}

std::string remedy_for_float(const Model& model, std::size_t index, bool last) {
  const keras::Layer& layer = model.layer(index);
  if (is_batch_normalization(layer)) return remedy_for_normalization(model, index);
  if (quantized_class(layer) != nullptr) {
    if (layer.config["data_format"].as_string() == "channels_first") {
      return "Build the model with data_format='channels_last'.";
    }
    if (layer.config["groups"].as_int(1) != 1) return "Use groups=1, or DepthwiseConv2D.";
    if (layer.config["depth_multiplier"].as_int(1) != 1) return "Use depth_multiplier=1.";
  }
  const std::string activation = layer.config["activation"].as_string();
  const bool head = layer.is("Softmax") || activation == "softmax" || activation == "sigmoid";
  if (last && head) return "Nothing, for a model's head: the host computes it from the outputs.";
  const auto* found = std::find_if(kInstead.begin(), kInstead.end(), [&layer](const Remedy& r) {
    return layer.class_name == r.reason;
  });
  return found == kInstead.end() ? std::string() : std::string(found->remedy);
}

}  // namespace cnn2snn::compatibility
