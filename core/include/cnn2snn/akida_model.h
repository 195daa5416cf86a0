// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The Akida model in memory: plain data, the same whether it was converted or read from a `.fbz`.
namespace cnn2snn::akida {

/// Values are those stored in a `.fbz` (parameter "layer_type").
enum class LayerType : std::int32_t {
  kInputData = 1,
  kInputConvolutional = 2,
  kFullyConnected = 3,
  kConvolutional = 4,
  kSeparableConvolutional = 5,
  kAdd = 6,
  kConcatenate = 12,
  kConv2D = 14,
  kInputConv2D = 15,
  kDepthwiseConv2D = 16,
  kConv2DTranspose = 17,
  kDequantizer = 19,
  kDepthwiseConv2DTranspose = 20,
  kBufferTempConv = 21,
  kDepthwiseBufferTempConv = 22,
  kDense1D = 25,
  kStatefulRecurrent = 26,
  kQuantizer = 27,
  kPicoPostProcessing = 28,
};

/// Akida's own name of a layer type, e.g. "InputConv2D"; empty when unknown.
std::string_view to_string(LayerType type);

/// Element types of variables; values are those stored in a `.fbz`. 1, 2 and 4-bit elements take
/// one signed byte each.
enum class DType : std::int8_t {
  kInt32 = 0,
  kFloat32 = 1,
  kUInt8 = 2,
  kInt8 = 3,
  kBit = 6,
  kInt4 = 7,
  kInt2 = 8,
  kInt16 = 9,
  kUInt16 = 10,
};

/// "int32", "float32", …; empty when unknown.
std::string_view to_string(DType type);
/// Bytes one element takes in a file (1, 2 or 4).
std::size_t element_size(DType type);

enum Padding : std::int32_t { kPaddingValid = 0, kPaddingSame = 1, kPaddingSameUpper = 2 };
enum PoolType : std::int32_t { kNoPooling = 0, kPoolMax = 1, kPoolAverage = 2 };
enum ActivationType : std::int32_t { kNoActivation = 0, kActivationReLU = 1, kActivationLUT = 2 };

struct Variable {
  std::string name;
  std::vector<std::uint32_t> shape;  ///< As the Akida API shows it (C order).
  DType dtype = DType::kInt8;
  std::vector<std::uint8_t> data;  ///< Little-endian elements, C order.
};

/// (width or x, height or y, channels): Keras's (H, W, C) is passed on as it is, so Keras's height
/// is Akida's first dimension.
using Shape3 = std::array<std::uint32_t, 3>;

struct Layer {
  std::string name;
  LayerType type = LayerType::kInputData;
  std::map<std::string, std::int32_t> parameters;  ///< Without "layer_type".
  std::map<std::string, Variable> variables;       ///< By name.
  std::vector<std::string> inbounds;               ///< Names, in order.
  // Derived when the layer is added to a model, not stored in a file:
  Shape3 input_shape{};  ///< Of the first inbound (or the model's input).
  Shape3 output_shape{};
  std::int32_t output_bits = 0;
  bool output_signed = false;
};

struct Model {
  std::vector<Layer> layers;
  std::string version;                     ///< Runtime version stamped, e.g. "2.14.0".
  std::map<std::string, double> learning;  ///< Edge learning options; empty when not compiled.
  [[nodiscard]] const Layer* find(std::string_view name) const;
};

/// "v1", "v2", "pico" or "none" (only InputData, Quantizer, Dequantizer): follows from the layers.
std::string_view ip_version(const Model& model);

/// Multiply-accumulates of one inference of a layer (0 where it has no weights).
std::uint64_t macs(const Layer& layer);
/// Number of trained parameters: elements of weights, projections, recurrent states and biases.
std::uint64_t parameter_count(const Layer& layer);
/// Smallest width that holds all elements: as akida's to_dict() reports it (0 for float32).
int bitwidth(const Variable& variable);

/// The oldest published runtime that can run what the model holds ("2.4.0", "2.14.0", "2.18.2",
/// "2.19.1").
std::string oldest_runtime(const Model& model);

/// A table like `akida.Model.summary()`: name (type), output shape, kernel shape, and totals.
std::string summary(const Model& model);

}  // namespace cnn2snn::akida
