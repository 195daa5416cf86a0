// SPDX-License-Identifier: Apache-2.0
#include "compatibility/remedies.h"

#include <algorithm>
#include <array>
#include <string_view>

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
    Remedy{"must have only one output layer", "Give the model one output."},
    Remedy{"Impossible to append",
           "Every branch must end in a layer Akida supports: replace the layer that joins it."},
    Remedy{"padding_value must be an uint8 value",
           "Use a Rescaling whose offset is not positive, or padding='valid' in the first layer."},
    Remedy{"cannot have per-axis padding value", "Use one Rescaling offset and scale for all "
                                                 "channels, or padding='valid'."},
    Remedy{"padding value must be zero",
           "Remove the offset of the Rescaling, or use padding='valid' after it."},
};

constexpr std::array kInstead = {
    Remedy{"AveragePooling2D", "Use MaxPooling2D, a strided convolution, or "
                               "GlobalAveragePooling2D at the end."},
    Remedy{"GlobalMaxPooling2D", "Use GlobalAveragePooling2D."},
    Remedy{"UpSampling2D", "Use Conv2DTranspose or DepthwiseConv2DTranspose with stride 2."},
    Remedy{"ELU", "Use ReLU, LeakyReLU, gelu, swish or hard_silu."},
    Remedy{"Activation", "Use ReLU, LeakyReLU, gelu, swish or hard_silu in the middle of a model."},
    Remedy{"PReLU", "Use LeakyReLU, or share one slope."},
    Remedy{"BatchNormalization",
           "Put it right after a convolution or Dense, on the last axis, with gamma and beta: it "
           "is folded then."},
    Remedy{"SpatialDropout2D", "Use Dropout."},
    Remedy{"ZeroPadding2D", "Use padding='same' in the convolution after it."},
    Remedy{"Multiply", "Use Add or Concatenate."},
    Remedy{"Subtract", "Use Add."},
    Remedy{"Conv2D", "Use groups=1, or DepthwiseConv2D."},
    Remedy{"Conv1D", "Use Conv2D with one row."},
    Remedy{"ReLU", "Use a ReLU without slope and threshold, or LeakyReLU."},
    Remedy{"Sequential", "Put the layers of the nested model into the model itself."},
    Remedy{"Functional", "Put the layers of the nested model into the model itself."},
    Remedy{"Rescaling", "Use one scale, and an offset only right before a Conv2D or Dense."},
    Remedy{"LayerNormalization", "Use BatchNormalization."},
};

}  // namespace

std::string remedy_for(const Problem& problem) {
  const auto* found =
      std::find_if(kRemedies.begin(), kRemedies.end(), [&problem](const Remedy& r) {
        return problem.reason.find(r.reason) != std::string::npos;
      });
  return found == kRemedies.end() ? problem.remedy : std::string(found->remedy);
}

bool has_better_remedy(const Problem& problem) { return remedy_for(problem) != problem.remedy; }

std::string remedy_for_float(const keras::Layer& layer) {
  const auto* found = std::find_if(kInstead.begin(), kInstead.end(), [&layer](const Remedy& r) {
    return layer.class_name == r.reason;
  });
  return found == kInstead.end() ? std::string() : std::string(found->remedy);
}

}  // namespace cnn2snn::compatibility
