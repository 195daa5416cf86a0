// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/classes/layer_classes.h"

#include <algorithm>
#include <array>

#include "quantizeml/classes/layer_tests.h"

namespace cnn2snn::quantizeml {
namespace {

using C = LayerClass;

constexpr bool kOwn = true;
constexpr bool kAligned = true;
constexpr bool kOutput = true;

// quantizeml.layers 1.2.5: register_quantize_target, register_aligned_inputs,
// register_no_output_quantizer, and the constructors.
constexpr std::array kClasses = {
    C{"Conv2D", "QuantizedConv2D", false, kAligned, kOutput, C::kOneKernel, C::kLimited},
    C{"PaddedConv2D", "QuantizedConv2D", kOwn, kAligned, kOutput, C::kOneKernel, C::kLimited},
    C{"Conv2DTranspose", "QuantizedConv2DTranspose", false, kAligned, kOutput, C::kOneKernel,
      C::kLimited},
    C{"DepthwiseConv2D", "QuantizedDepthwiseConv2D", false, kAligned, kOutput, C::kOneKernel,
      C::kLimited},
    C{"DepthwiseConv2DTranspose", "QuantizedDepthwiseConv2DTranspose", kOwn, kAligned, kOutput,
      C::kOneKernel, C::kLimited},
    C{"SeparableConv2D", "QuantizedSeparableConv2D", false, kAligned, kOutput, C::kTwoKernels,
      C::kSigned},
    C{"Dense", "QuantizedDense", false, kAligned, kOutput, C::kOneKernel, C::kLimited},
    C{"StatefulProjection", "QuantizedStatefulProjection", kOwn, kAligned, kOutput, C::kOneKernel,
      C::kLimited},
    C{"BufferTempConv", "QuantizedBufferTempConv", kOwn, kAligned, kOutput, C::kOneKernel,
      C::kSigned},
    C{"DepthwiseBufferTempConv", "QuantizedDepthwiseBufferTempConv", kOwn, kAligned, kOutput,
      C::kOneKernel, C::kSigned},
    C{"Add", "QuantizedAdd", kOwn, kAligned, kOutput, C::kNoWeights, C::kSigned},
    C{"Concatenate", "QuantizedConcatenate", false, kAligned},
    C{"ReLU", "QuantizedReLU", false, false, kOutput, C::kNoWeights, C::kUnsigned},
    C{"Activation", "QuantizedActivation", kOwn, kAligned, kOutput},
    C{"MaxPooling2D", "QuantizedMaxPool2D", false, false, false, C::kNoWeights, C::kNoBuffer,
      C::kTaken},
    C{"GlobalAveragePooling2D", "QuantizedGlobalAveragePooling2D", false, false, kOutput,
      C::kNoWeights, C::kUnsigned},
    C{"Flatten", "QuantizedFlatten", false, kAligned, false, C::kNoWeights, C::kNoBuffer,
      C::kRefused},
    C{"Reshape", "QuantizedReshape", false, false, false, C::kNoWeights, C::kNoBuffer, C::kRefused},
    C{"Permute", "QuantizedPermute", false, kAligned, false, C::kNoWeights, C::kNoBuffer,
      C::kRefused},
    C{"Dropout", "QuantizedDropout", false, false, false, C::kNoWeights, C::kNoBuffer, C::kTaken},
    C{"Rescaling", "QuantizedRescaling", false, false, false, C::kNoWeights, C::kNoBuffer,
      C::kTaken},
    C{"ExtractToken", "QuantizedExtractToken", kOwn, kAligned},
    C{"StatefulRecurrent", "QuantizedStatefulRecurrent", kOwn, false, kOutput, C::kStates,
      C::kSigned},
    C{"PicoPostProcessing", "QuantizedPicoPostProcessing", kOwn, false, kOutput, C::kNoWeights,
      C::kPico},
    C{"", "InputQuantizer"},
    C{"", "Dequantizer"},
    C{"PleiadesLayer", "", kOwn},
    C{"OutputObserver", "", kOwn},
};

template <class Test>
const LayerClass* find_class(Test test) {
  const auto* found = std::find_if(kClasses.begin(), kClasses.end(), test);
  return found == kClasses.end() ? nullptr : found;
}

}  // namespace

const LayerClass* class_of_float(const keras::Layer& layer) {
  if (is_keras_activation(layer)) return nullptr;
  return find_class([&layer](const LayerClass& c) {
    return layer.class_name == c.float_class && !c.quantized_class.empty();
  });
}

const LayerClass* class_of_quantized(std::string_view class_name) {
  return find_class([class_name](const LayerClass& c) { return class_name == c.quantized_class; });
}

bool is_known_class(std::string_view class_name) {
  return class_of_quantized(class_name) != nullptr ||
         find_class([class_name](const LayerClass& c) {
           return c.own_float && class_name == c.float_class;
         }) != nullptr;
}

}  // namespace cnn2snn::quantizeml
