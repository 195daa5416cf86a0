// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cnn2snn {

/// The stages a model goes through, in order. A problem belongs to the stage that found it.
enum class Step { kRead, kParse, kQuantization, kConversion, kVerification, kInference };

/// The name of a step as reports print it: "read", "parse", "quantization", "conversion",
/// "verification", "inference".
std::string_view to_string(Step step);

/// Stable identifiers of what can go wrong. A string id (`E_…`; `W_…` only warns) never changes
/// once released; it is the same in C++, in JSON reports and in JavaScript
/// (`ConversionError.code`).
#define CNN2SNN_ERROR_IDS(X)                                                                    \
  X(kNotHdf5, "E_NOT_HDF5", "the bytes are not an HDF5 file")                                   \
  X(kHdf5Corrupt, "E_HDF5_CORRUPT", "the HDF5 file is damaged or truncated")                    \
  X(kHdf5Unsupported, "E_HDF5_UNSUPPORTED", "an HDF5 feature that is refused or not supported") \
  X(kLimit, "E_LIMIT", "a size in the file exceeds the documented limits")                      \
  X(kNoModelConfig, "E_NO_MODEL_CONFIG", "the file holds no Keras model (weights only?)")       \
  X(kModelConfig, "E_MODEL_CONFIG", "the Keras model description cannot be understood")         \
  X(kMissingWeight, "E_MISSING_WEIGHT", "a weight is missing or has an unexpected shape")       \
  X(kUnknownLayer, "E_UNKNOWN_LAYER", "a layer class that the toolkit cannot load")             \
  X(kLayerConfig, "E_LAYER_CONFIG", "a layer's configuration is refused when it is loaded")     \
  X(kNotQuantized, "E_NOT_QUANTIZED", "the model is a float model: quantize it first")          \
  X(kModelStructure, "E_MODEL_STRUCTURE", "inputs, outputs, ranks or links Akida cannot have")  \
  X(kInvalidBlock, "E_INVALID_BLOCK", "layers that form no Akida layer")                        \
  X(kIgnoredLayers, "W_IGNORED_LAYERS", "layers after the first Dequantizer: the host's part")  \
  X(kFlattenShift, "W_FLATTEN_SHIFT", "channels of different scales behind a Flatten")          \
  X(kBlockParameter, "E_BLOCK_PARAMETER", "a layer parameter outside what Akida supports")      \
  X(kQuantization, "E_QUANTIZATION", "the recorded quantization cannot be expressed")           \
  X(kLostLayers, "W_LOST_LAYERS", "what the official conversion leaves out without a word")     \
  X(kAkidaLayer, "E_AKIDA_LAYER", "the Akida runtime would refuse the layer")                   \
  X(kArgument, "E_ARGUMENT", "an option with a value it cannot take")                           \
  X(kFile, "E_FILE", "a file cannot be read or written")                                        \
  X(kNotFbz, "E_NOT_FBZ", "the bytes are not an Akida model file")                              \
  X(kFbzCorrupt, "E_FBZ_CORRUPT", "the Akida model file is damaged")                            \
  X(kSamples, "W_SAMPLES", "samples that make the quantization less accurate")                  \
  X(kArchive, "E_ARCHIVE", "the zip archive is damaged or of a kind that is refused")           \
  X(kArray, "E_ARRAY", "an array (.npy, .npz) is damaged or of a kind that is refused")         \
  X(kPicture, "E_PICTURE", "a picture is damaged or of a kind that is not read")                \
  X(kVerification, "E_VERIFICATION", "the file made does not read back as the model in memory") \
  X(kOnnxCorrupt, "E_ONNX_CORRUPT", "the ONNX file is damaged, or is no ONNX model")            \
  X(kOnnxModel, "E_ONNX_MODEL", "an ONNX graph that ONNX's own checker refuses")                \
  X(kInput, "E_INPUT", "an input that the model cannot take")                                   \
  X(kCancelled, "E_CANCELLED", "the conversion was cancelled")                                  \
  X(kOutOfMemory, "E_OUT_OF_MEMORY", "not enough memory")                                       \
  X(kInternal, "E_INTERNAL", "a defect of this program: please report it")

enum class ErrorId {
#define CNN2SNN_ENUM(name, id, meaning) name,
  CNN2SNN_ERROR_IDS(CNN2SNN_ENUM)
#undef CNN2SNN_ENUM
};

/// The stable string id, e.g. "E_INVALID_BLOCK".
std::string_view to_string(ErrorId id);
/// One line that says what the id means.
std::string_view meaning(ErrorId id);

/// The single rules that other parts of the program speak of, or that a program may want to tell
/// apart: finer than ErrorId. Like those, a string id never changes once released.
#define CNN2SNN_RULES(X)                                                                       \
  X(kInputSign, "input_sign", "InputData takes the sign of the Quantizer before it")           \
  X(kQuantizerBits, "quantizer_bits", "a Quantizer gives 4 or 8 bits")                         \
  X(kSingleOutput, "single_output", "a model has one output")                                  \
  X(kNoBlock, "no_block", "each layer's output feeds a layer that Akida has")                  \
  X(kPaddingValueRange, "padding_value_range", "a padding value fits an unsigned byte")        \
  X(kPaddingValuePerAxis, "padding_value_per_axis", "one padding value for all channels")      \
  X(kPaddingValueZero, "padding_value_zero", "layers after the first pad with zeros")          \
  X(kOddKernel, "odd_kernel", "kernels are of odd size")                                       \
  X(kStride, "stride", "strides after the first layer are 1 or 2")                             \
  X(kStride2Kernel, "stride_2_kernel", "stride 2 needs a kernel of size 1 or 3")               \
  X(kStrideAboveKernel, "stride_above_kernel", "strides do not exceed the kernel")             \
  X(kPoolStride, "pool_stride", "strides of a pooling do not exceed its size")                 \
  X(kEmptyOutput, "empty_output", "an output holds at least one element")                      \
  X(kSameOutputSize, "same_output_size", "tensors that are added have one shape")              \
  X(kConcatenateAxis, "concatenate_axis", "tensors are concatenated on the last axis")         \
  X(kInputBitsV1, "input_bits_v1", "layers of Akida 1.0 take at most 4 bits")                  \
  X(kUnsignedInputV1, "unsigned_input_v1", "Convolutional takes unsigned values")              \
  X(kBoundedReLUV1, "bounded_relu_v1", "ReLUs of Akida 1.0 have a bound")                      \
  X(kTwoInputs, "two_inputs", "a layer that joins takes two tensors")                          \
  X(kEqualDimensions, "equal_dimensions", "scales per channel fit the channels")               \
  X(kBatchSize, "batch_size", "calibration of a temporal model needs a batch size")            \
  X(kActivityRegularizer, "activity_regularizer", "quantized layers have no such regularizer") \
  X(kObservedTensor, "observed_tensor", "one tensor is observed per channel, not two at once") \
  X(kWeightShape, "weight_shape", "a weight keeps its shape when the model is quantized")      \
  X(kRecordedValues, "recorded_values", "what TensorFlow asserts of values when a sample passes")

enum class Rule {
  kNone,  ///< No rule with a name of its own.
#define CNN2SNN_ENUM(name, id, meaning) name,
  CNN2SNN_RULES(CNN2SNN_ENUM)
#undef CNN2SNN_ENUM
};

/// The stable string id, e.g. "odd_kernel"; empty for kNone.
std::string_view to_string(Rule rule);

/// A layer that a problem speaks of.
struct LayerName {
  std::string name;        ///< As in the model.
  std::string class_name;  ///< Keras class (ONNX operator, Akida type), e.g. "QuantizedConv2D".
  friend bool operator==(const LayerName&, const LayerName&) = default;
};

/// One reason why a model is not, or not wholly, converted; or a warning.
struct Problem {
  Problem() = default;
  Problem(ErrorId error, Step found_at, std::vector<LayerName> where, std::string why,
          std::string what_to_do, std::string error_type, Rule broken = Rule::kNone)
      : id(error),
        step(found_at),
        layers(std::move(where)),
        reason(std::move(why)),
        remedy(std::move(what_to_do)),
        error_class(std::move(error_type)),
        rule(broken) {}
  /// Of one layer; of the file as a whole where both are empty.
  Problem(ErrorId error, Step found_at, std::string layer, std::string layer_class, std::string why,
          std::string what_to_do, std::string error_type, Rule broken = Rule::kNone)
      : Problem(error, found_at, {}, std::move(why), std::move(what_to_do), std::move(error_type),
                broken) {
    if (layer.empty() && layer_class.empty()) return;
    layers.push_back({std::move(layer), std::move(layer_class)});
  }

  ErrorId id = ErrorId::kInternal;
  Step step = Step::kConversion;
  std::vector<LayerName> layers;  ///< In the model's order; empty: the file as a whole.
  std::string reason;             ///< What is wrong, one line, the gist of the official message.
  std::string remedy;             ///< What to do about it; may be empty for warnings.
  std::string error_class;  ///< The Python exception class of the official converter, or empty.
  Rule rule = Rule::kNone;  ///< The rule broken, where it has a name.
};

/// `layers (classes): reason remedy` as the command line prints it; names are comma separated.
std::string describe(const Problem& problem);

/// Everything found. Problems are in the order in which the official converter would meet them, so
/// the first one is the one it reports.
struct Report {
  std::vector<Problem> problems;
  std::vector<Problem> warnings;
  [[nodiscard]] bool ok() const { return problems.empty(); }
};

}  // namespace cnn2snn
