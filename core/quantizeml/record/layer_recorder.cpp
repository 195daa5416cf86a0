// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/record/layer_recorder.h"

#include <algorithm>
#include <utility>

#include "base/conversion_error.h"

namespace cnn2snn::quantizeml {
namespace {

constexpr std::string_view kRequantize = "Quantize the model again with QuantizeML.";

std::string to_text(const keras::Shape& shape) {
  std::string out = "(";
  for (const auto n : shape) out += (out.size() > 1 ? ", " : "") + std::to_string(n);
  return out + ")";
}

[[noreturn]] void unknown_shape(const keras::Layer& layer) {
  fail(ErrorId::kModelStructure, Step::kQuantization,
       "the number of channels of '" + layer.name + "' cannot be derived",
       "Give the model a fully defined input shape.", "ValueError");
}

std::size_t channels_of(const keras::Layer& layer, const std::optional<keras::Shape>& shape) {
  if (!shape || shape->empty() || shape->back() <= 0) unknown_shape(layer);
  return static_cast<std::size_t>(shape->back());
}

int bits_of_dtype(std::string_view dtype) {
  if (dtype == "int8") return 7;
  if (dtype == "int16") return 15;
  if (dtype == "int32") return 31;
  if (dtype == "int64") return 63;
  if (dtype == "uint16") return 16;
  if (dtype == "uint32") return 32;
  return 8;  // uint8, and floats, which count as uint8
}

std::string_view kind_name(const Metadata& m) {
  switch (m.kind) {
    case Metadata::Kind::kTensor:
      return "Tensor";
    case Metadata::Kind::kFixedPoint:
      return "FixedPoint";
    case Metadata::Kind::kQFloat:
      return "QFloat";
    case Metadata::Kind::kUnknown:
      break;
  }
  return "unknown";
}

// Of elements with the last two axes of `shape` swapped: in the order of `shape`.
std::vector<float> swap_last_axes(std::span<const float> stored, const keras::Shape& shape) {
  const auto rows = static_cast<std::size_t>(shape[shape.size() - 2]);
  const auto columns = static_cast<std::size_t>(shape.back());
  std::vector<float> out(stored.size());
  for (std::size_t base = 0; base + rows * columns <= stored.size(); base += rows * columns) {
    for (std::size_t c = 0; c < columns; ++c) {
      for (std::size_t r = 0; r < rows; ++r) {
        out[base + r * columns + c] = stored[base + c * rows + r];
      }
    }
  }
  return out;
}

// A layer that is loaded is built from the shape that Keras reports for its input; one that was
// just quantized has its weights already.
void require_reported_channels(const LayerRecorder& r) {
  const auto& shape = r.reported_input_shape;
  if (!shape || shape->empty() || shape->back() >= 0) return;
  std::string text = "(None";
  for (const std::int64_t n : *shape) text += n < 0 ? ", None" : ", " + std::to_string(n);
  text += ")";
  fail(ErrorId::kModelStructure, Step::kParse,
       r.layer.is("QuantizedDense")
           ? "The last dimension of the inputs to a Dense layer should be defined. Found None. "
             "Full input shape received: " +
                 text
           : "The channel dimension of the inputs should be defined. The input_shape received is " +
                 text +
                 ", where axis -1 (0-based) is the channel dimension, which found to be "
                 "`None`.",
       "Replace the -1 in the Reshape before '" + r.layer.name + "' by the number it stands for.",
       "ValueError");
}

}  // namespace

std::size_t LayerRecorder::input_channels(std::size_t i) const {
  if (i >= input_shapes.size()) unknown_shape(layer);
  return channels_of(layer, input_shapes[i]);
}

std::size_t LayerRecorder::output_channels() const {
  return channels_of(layer, output_shape);
}

std::span<const float> LayerRecorder::read(std::string_view variable,
                                           const keras::Shape& expected) const {
  const keras::Weight* weight = layer.weight(variable);
  if (weight == nullptr) {
    fail(ErrorId::kMissingWeight, Step::kParse,
         "the weight '" + std::string(variable) + "' is missing",
         "Save the whole model again (model.save).", "ValueError");
  }
  if (weight->shape != expected) {
    fail(ErrorId::kMissingWeight, Step::kParse,
         "the weight '" + weight->name + "' has the shape " + to_text(weight->shape) + ", not " +
             to_text(expected),
         "Save the whole model again (model.save).", "ValueError");
  }
  return graph.read(*weight, buffer);
}

Array LayerRecorder::read_range(std::string_view variable, std::string_view owner, bool per_axis,
                                std::size_t channels) const {
  const keras::Weight* weight = layer.weight(variable, owner);
  if (weight == nullptr) weight = layer.weight(variable);
  if (!read_values && (weight == nullptr || !weight->path.empty())) {
    return Array::unknown(per_axis ? channels : 1, !per_axis);
  }
  const keras::Shape expected =
      per_axis ? keras::Shape{static_cast<std::int64_t>(channels)} : keras::Shape{};
  if (weight == nullptr || weight->shape != expected) {
    fail(ErrorId::kMissingWeight, Step::kParse,
         weight == nullptr ? "the recorded '" + std::string(variable) + "' is missing"
                           : "the recorded '" + std::string(variable) + "' has the shape " +
                                 to_text(weight->shape) + ", not " + to_text(expected),
         std::string(kRequantize), "ValueError");
  }
  return {graph.read(*weight), !per_axis};
}

Metadata LayerRecorder::accept(unsigned accepted, std::size_t i) const {
  if (i >= inputs.size()) {
    fail(ErrorId::kModelStructure, Step::kQuantization, layer.class_name + " has no input",
         std::string(kRequantize), "ValueError");
  }
  const Metadata& x = inputs[i];
  const unsigned kind = x.is_tensor() ? kTensor : x.is_fixed_point() ? kFixedPoint : kQFloat;
  if ((accepted & kind) == 0) {
    std::string list;
    if ((accepted & kFixedPoint) != 0) list += "FixedPoint";
    if ((accepted & kQFloat) != 0) list += list.empty() ? "QFloat" : ", QFloat";
    if ((accepted & kTensor) != 0) list += list.empty() ? "Tensor" : ", Tensor";
    fail(ErrorId::kQuantization, Step::kQuantization,
         layer.class_name + " only accepts [" + list + "] inputs. Receives " +
             std::string(kind_name(x)) + " inputs.",
         "Add an output quantizer to the layer before, or quantize the model again.", "TypeError");
  }
  if (x.is_tensor()) return Metadata::of(FixedPoint{bits_of_dtype(x.dtype), Array::of(0.0F)});
  return x;
}

Metadata LayerRecorder::prepare(unsigned accepted, std::size_t i) {
  Metadata x = accept(accepted, i);
  if (!config().buffer_bitwidth) return x;
  const int bits = *config().buffer_bitwidth;
  // Depthwise filters see one channel each, and ReLU none: they need no alignment.
  const bool aligns = !layer.is("QuantizedDepthwiseConv2D") && !layer.is("QuantizedReLU");
  if (aligns && !x.per_tensor()) {
    Rescaled aligned = expand(x.fp, bits);
    x.fp = std::move(aligned.fp);
    out.input_shift = std::move(aligned.shift);
  } else {
    x.fp = promote(x.fp, bits);
  }
  return x;
}

QuantizedWeights LayerRecorder::quantize_weight(const WeightQuantizer& quantizer,
                                                std::string_view variable,
                                                const keras::Shape& shape, Stored stored) const {
  if (!read_values) return quantize_unknown(quantizer, shape);
  require_reported_channels(*this);
  if (stored == Stored::kAsIs) return quantize(quantizer, read(variable, shape), shape);
  keras::Shape swapped = shape;
  std::swap(swapped[shape.size() - 2], swapped[shape.size() - 1]);
  return quantize(quantizer, swap_last_axes(read(variable, swapped), shape), shape);
}

void LayerRecorder::record_bias(const Metadata& outputs) {
  if (!config().use_bias || !read_values) return;
  const auto channels = static_cast<std::int64_t>(output_channels());
  const std::span<const float> bias = read("bias", {channels});
  out.bias = quantize(config().bias, bias, false, outputs.qfloat());
}

void LayerRecorder::finish(const Metadata& outputs, std::string_view owner) {
  out.metadata = outputs;
  out.recorded = true;
  if (!config().output) return;
  const OutputQuantizer& quantizer = *config().output;
  const std::size_t rank = output_shape ? output_shape->size() + 1 : 0;
  if (quantizer.per_axis && rank < 3) {
    fail(ErrorId::kLayerConfig, Step::kParse,
         "OutputQuantizer cannot quantize per-axis tensors with 2 dimensions or less.",
         "Quantize this layer's output per-tensor.", "ValueError");
  }
  const std::size_t channels = quantizer.per_axis ? output_channels() : 1;
  const Array range_max = read_range("range_max", owner, quantizer.per_axis, channels);
  const Array rate = read_range("rescaling_rate", owner, quantizer.per_axis, channels);
  out.output = quantize(quantizer, outputs, range_max, rate);
  out.metadata = Metadata::of(out.output->fp);
}

std::string unequal_dimensions(std::int64_t a, std::int64_t b) {
  return "Dimensions must be equal, but are " + std::to_string(a) + " and " + std::to_string(b) +
         ".";
}

void fail_unequal(std::int64_t a, std::int64_t b, std::string remedy) {
  fail(ErrorId::kQuantization, Step::kQuantization, unequal_dimensions(a, b), std::move(remedy),
       "ValueError", Rule::kEqualDimensions);
}

void assert_per_tensor(const Metadata& x) {
  assert_recorded(x.per_tensor(), "the inputs of this layer must be quantized per-tensor");
}

}  // namespace cnn2snn::quantizeml
