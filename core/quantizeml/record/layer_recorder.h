// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "quantizeml/record/record.h"

/// Internal to this folder: one layer being recorded, and the functions that record a class.
namespace cnn2snn::quantizeml {

struct LayerRecorder {
  const keras::Graph& graph;
  const keras::Layer& layer;
  std::vector<Metadata> inputs;
  std::vector<std::optional<keras::Shape>> input_shapes;
  std::optional<keras::Shape> output_shape;
  std::optional<keras::Shape> reported_input_shape;  ///< reported_shape of the first input.
  bool read_values = true;                           ///< RecordOptions::read_values.
  QuantizedLayer& out;
  std::vector<float>& buffer;  ///< For the elements of weights, used again by every layer.
  std::size_t undecided = 0;   ///< Undecided::values; 0: nothing is left open.

  [[nodiscard]] const LayerConfig& config() const { return out.config; }
  /// Size of the last axis of the i-th input / of the output. Throws when unknown.
  [[nodiscard]] std::size_t input_channels(std::size_t i = 0) const;
  [[nodiscard]] std::size_t output_channels() const;

  /// Elements of a weight of the layer, whose shape must be `expected`; valid until the next read.
  [[nodiscard]] std::span<const float> read(std::string_view variable,
                                            const keras::Shape& expected) const;
  /// `variable` of the layer's quantizer `owner`: a scalar, or a vector of `channels`.
  [[nodiscard]] Array read_range(std::string_view variable, std::string_view owner, bool per_axis,
                                 std::size_t channels) const;

  /// The i-th input as the layer's call receives it: plain tensors become 8-bit (or wider integer)
  /// fixed-point numbers; wider accumulators are promoted to, channels aligned where needed (then
  /// `out.input_shift` is set). Throws TypeError where the layer does not accept that kind.
  enum Accept : unsigned { kTensor = 1, kFixedPoint = 2, kQFloat = 4, kQTensor = 6, kAny = 7 };
  Metadata prepare(unsigned accepted, std::size_t i = 0);
  /// As prepare, without promotion or alignment.
  [[nodiscard]] Metadata accept(unsigned accepted, std::size_t i = 0) const;

  /// How the file has a kernel: in the order of its shape, or with the last two axes swapped.
  enum class Stored { kAsIs, kSwapped };
  /// Quantizes the kernel of this shape.
  /// Throws where Keras would not build the layer: its input's channels must be reported.
  [[nodiscard]] QuantizedWeights quantize_weight(const WeightQuantizer& quantizer,
                                                 std::string_view variable,
                                                 const keras::Shape& shape,
                                                 Stored stored = Stored::kAsIs) const;
  void record_bias(const Metadata& outputs);
  /// Applies the layer's output quantizer, when it has one, and stores the metadata.
  void finish(const Metadata& outputs, std::string_view owner = "output_quantizer");
};

/// Throws TensorFlow's ValueError: values per channel meet another number of channels.
[[noreturn]] void fail_unequal(std::int64_t a, std::int64_t b, std::string remedy);

/// Throws TensorFlow's InvalidArgumentError unless there is one value for the whole tensor.
void assert_per_tensor(const Metadata& x);

// One function a family of classes; each file holds one.
void record_convolution(LayerRecorder& r);            // QuantizedConv2D
void record_depthwise_convolution(LayerRecorder& r);  // QuantizedDepthwiseConv2D
void record_convolution_transpose(LayerRecorder& r);
void record_depthwise_convolution_transpose(LayerRecorder& r);
void record_separable_convolution(LayerRecorder& r);
void record_dense(LayerRecorder& r);  // and QuantizedStatefulProjection
void record_buffer_temp_conv(LayerRecorder& r);
void record_depthwise_buffer_temp_conv(LayerRecorder& r);
void record_relu(LayerRecorder& r);
void record_activation(LayerRecorder& r);
void record_global_average_pooling(LayerRecorder& r);
void record_add(LayerRecorder& r);
void record_concatenate(LayerRecorder& r);
void record_flatten(LayerRecorder& r);
void record_permute(LayerRecorder& r);
void record_unchanged(LayerRecorder& r);  // MaxPool2D, Dropout, Reshape
void record_extract_token(LayerRecorder& r);
void record_rescaling(LayerRecorder& r);
void record_input_quantizer(LayerRecorder& r);
void record_dequantizer(LayerRecorder& r);
void record_stateful_recurrent(LayerRecorder& r);
void record_pico_post_processing(LayerRecorder& r);

}  // namespace cnn2snn::quantizeml
