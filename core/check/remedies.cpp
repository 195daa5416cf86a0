// SPDX-License-Identifier: Apache-2.0
#include "check/remedies.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "check/normalization_remedy.h"
#include "quantizeml/classes/layer_classes.h"
#include "quantizeml/classes/layer_tests.h"

namespace cnn2snn::check {
namespace {

struct Remedy {
  Rule rule;
  std::string_view remedy;
};

struct Instead {
  std::string_view class_name;
  std::string_view remedy;
};

constexpr std::array kRemedies = {
    Remedy{Rule::kInputSign,
           "Pass input_dtype int8, or begin the model with a Conv2D of 1 or 3 input channels "
           "followed by a ReLU (or another supported activation)."},
    Remedy{Rule::kQuantizerBits, "Pass input_dtype uint8 or int8."},
    Remedy{Rule::kSingleOutput, "Give the model one output."},
    Remedy{Rule::kNoBlock,
           "Every branch must end in a layer Akida supports: replace the layer that joins it."},
    Remedy{Rule::kPaddingValueRange,
           "Use a Rescaling whose offset is not positive, or padding='valid' in the first layer."},
    Remedy{Rule::kPaddingValuePerAxis,
           "Use one Rescaling offset and scale for all "
           "channels, or padding='valid'."},
    Remedy{Rule::kOddKernel,
           "Use a kernel of odd size, or padding='same': even kernels up to 6 are then "
           "widened."},
    Remedy{Rule::kStride, "Use strides of 1 or 2 after the first layer."},
    Remedy{Rule::kStride2Kernel, "Use a kernel of 1 or 3 with stride 2, or stride 1."},
    Remedy{Rule::kStrideAboveKernel, "Use strides no larger than the kernel."},
    Remedy{Rule::kPoolStride, "Use pooling strides no larger than pool_size."},
    Remedy{Rule::kEmptyOutput, "Use padding='same', or a smaller kernel."},
    Remedy{Rule::kSameOutputSize, "Add only tensors of the same shape."},
    Remedy{Rule::kConcatenateAxis, "Concatenate on the last axis."},
    Remedy{Rule::kInputBitsV1, "On Akida 1.0 end the layer before with a bounded ReLU."},
    Remedy{Rule::kUnsignedInputV1,
           "On Akida 1.0 begin with a Conv2D of 1 or 3 uint8 channels and a bounded ReLU."},
    Remedy{Rule::kPaddingValueZero,
           "Remove the offset of the Rescaling, or use padding='valid' after it."},
};

constexpr std::array kInstead = {
    Instead{"AveragePooling2D",
            "Use MaxPooling2D, a strided convolution, or "
            "GlobalAveragePooling2D at the end."},
    Instead{"GlobalMaxPooling2D", "Use GlobalAveragePooling2D."},
    Instead{"UpSampling2D", "Use Conv2DTranspose or DepthwiseConv2DTranspose with stride 2."},
    Instead{"ELU", "Use ReLU, LeakyReLU, gelu, swish or hard_silu."},
    Instead{"Activation",
            "Use ReLU, LeakyReLU, gelu, swish or hard_silu in the middle of a model."},
    Instead{"PReLU", "Use LeakyReLU, or share one slope."},
    Instead{"SpatialDropout2D", "Use Dropout."},
    Instead{"ZeroPadding2D", "Use padding='same' in the convolution after it."},
    Instead{"Multiply", "Use Add or Concatenate."},
    Instead{"Subtract", "Use Add."},
    Instead{"Conv1D", "Use Conv2D with a (1, k) kernel."},
    Instead{"SeparableConv1D", "Use SeparableConv2D with a (1, k) kernel."},
    Instead{"DepthwiseConv1D", "Use DepthwiseConv2D with a (1, k) kernel."},
    Instead{"ReLU", "Use a ReLU without slope and threshold, or LeakyReLU."},
    Instead{"Sequential", "Put the layers of the nested model into the model itself."},
    Instead{"Functional", "Put the layers of the nested model into the model itself."},
    Instead{"Rescaling", "Use one scale, and an offset only right before a Conv2D or Dense."},
    Instead{"LayerNormalization", "Use BatchNormalization."},
};

}  // namespace

std::string remedy_for(const Problem& problem) {
  const auto* found = std::find_if(kRemedies.begin(), kRemedies.end(),
                                   [&problem](const Remedy& r) { return r.rule == problem.rule; });
  if (found != kRemedies.end()) return std::string(found->remedy);
  if (!problem.remedy.empty()) return problem.remedy;
  return "Change these layers to a supported pattern and its limits.";
}

std::string remedy_for_rescaling(const keras::Graph& graph) {
  for (const keras::Layer& layer : graph.layers) {
    if (!layer.is("Rescaling") || !layer.package.empty()) continue;
    const keras::Value& scale = layer.config["scale"];
    const keras::Value& offset = layer.config["offset"];
    if (scale.is_number() && !(scale.as_double() > 0 && std::isfinite(scale.as_double()))) {
      return "Give '" + layer.name + "' a finite scale above 0.";
    }
    if (offset.is_number() && !std::isfinite(offset.as_double())) {
      return "Give '" + layer.name + "' a finite offset.";
    }
  }
  return {};
}

std::string remedy_for_float(const keras::Graph& graph, const keras::Neighbours& neighbours,
                             std::size_t index, bool last) {
  const keras::Layer& layer = graph.layers[index];
  if (quantizeml::is_batch_normalization(layer)) {
    return remedy_for_normalization(graph, neighbours, index);
  }
  if (quantizeml::class_of_float(layer) != nullptr) {
    if (layer.config["data_format"].as_string() == "channels_first") {
      return "Build the model with data_format='channels_last'.";
    }
    if (layer.config["groups"].as_int(1) != 1) return "Use groups=1, or DepthwiseConv2D.";
    if (layer.config["depth_multiplier"].as_int(1) != 1) return "Use depth_multiplier=1.";
  }
  const std::string activation = layer.config["activation"].as_string();
  const bool head = layer.is("Softmax") || activation == "softmax" || activation == "sigmoid";
  if (last && head) return "Nothing, for a model's head: the host computes it from the outputs.";
  const auto* found = std::find_if(kInstead.begin(), kInstead.end(), [&layer](const Instead& i) {
    return layer.class_name == i.class_name;
  });
  return found == kInstead.end() ? std::string() : std::string(found->remedy);
}

}  // namespace cnn2snn::check
