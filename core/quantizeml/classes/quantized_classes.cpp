// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/classes/quantized_classes.h"

#include <algorithm>
#include <array>

#include "quantizeml/classes/layer_tests.h"

namespace cnn2snn::quantizeml {
namespace {

using C = QuantizedClass;

// Register decorators of quantizeml.layers 1.2.5: register_quantize_target,
// register_aligned_inputs, register_no_output_quantizer.
constexpr std::array kClasses = {
    C{"Conv2D", "QuantizedConv2D", true, true, C::kOne, 28},
    C{"PaddedConv2D", "QuantizedConv2D", true, true, C::kOne, 28},
    C{"Conv2DTranspose", "QuantizedConv2DTranspose", true, true, C::kOne, 28},
    C{"DepthwiseConv2D", "QuantizedDepthwiseConv2D", true, true, C::kOne, 28},
    C{"DepthwiseConv2DTranspose", "QuantizedDepthwiseConv2DTranspose", true, true, C::kOne, 28},
    C{"SeparableConv2D", "QuantizedSeparableConv2D", true, true, C::kSeparable, 0},
    C{"Dense", "QuantizedDense", true, true, C::kOne, 28},
    C{"StatefulProjection", "QuantizedStatefulProjection", true, true, C::kOne, 28},
    C{"BufferTempConv", "QuantizedBufferTempConv", true, true, C::kOne, 0},
    C{"DepthwiseBufferTempConv", "QuantizedDepthwiseBufferTempConv", true, true, C::kOne, 0},
    C{"Add", "QuantizedAdd", true, true, C::kNone, 0},
    C{"Concatenate", "QuantizedConcatenate", true, false, C::kNone, -1},
    C{"ReLU", "QuantizedReLU", false, true, C::kNone, 0},
    C{"Activation", "QuantizedActivation", true, true, C::kNone, -1},
    C{"MaxPooling2D", "QuantizedMaxPool2D", false, false, C::kNone, -1, C::kTaken},
    C{"GlobalAveragePooling2D", "QuantizedGlobalAveragePooling2D", false, true, C::kNone, 0},
    C{"Flatten", "QuantizedFlatten", true, false, C::kNone, -1, C::kRefused},
    C{"Reshape", "QuantizedReshape", false, false, C::kNone, -1, C::kRefused},
    C{"Permute", "QuantizedPermute", true, false, C::kNone, -1, C::kRefused},
    C{"Dropout", "QuantizedDropout", false, false, C::kNone, -1, C::kTaken},
    C{"Rescaling", "QuantizedRescaling", false, false, C::kNone, -1, C::kTaken},
    C{"ExtractToken", "QuantizedExtractToken", true, false, C::kNone, -1},
    C{"StatefulRecurrent", "QuantizedStatefulRecurrent", false, true, C::kStates, 0},
    C{"PicoPostProcessing", "QuantizedPicoPostProcessing", false, true, C::kNone, -1},
};

}  // namespace

const QuantizedClass* quantized_class(const keras::Layer& layer) {
  if (is_keras_activation(layer)) return nullptr;
  const auto* found = std::find_if(kClasses.begin(), kClasses.end(), [&layer](const C& c) {
    return layer.class_name == c.float_class;
  });
  return found == kClasses.end() ? nullptr : found;
}

}  // namespace cnn2snn::quantizeml
