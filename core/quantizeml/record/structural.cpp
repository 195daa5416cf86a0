// SPDX-License-Identifier: Apache-2.0
// Layers without weights that join, reshape or reduce tensors (quantizeml.layers.multi_inbounds,
// pooling, reshaping, extract_token, rescaling).
#include <algorithm>

#include "base/conversion_error.h"
#include "quantizeml/arithmetic/arithmetic.h"
#include "quantizeml/record/layer_recorder.h"
#include "quantizeml/record/reported_shape.h"

namespace cnn2snn::quantizeml {
namespace {

void expect_two_fixed_points(const LayerRecorder& r) {
  if (r.inputs.size() != 2) {
    fail(ErrorId::kQuantization, Step::kQuantization,
         r.layer.class_name + " expects two input tensors", "Chain layers of two inputs each.",
         "ValueError", Rule::kTwoInputs);
  }
  if (!r.inputs[0].is_fixed_point() || !r.inputs[1].is_fixed_point()) {
    fail(ErrorId::kQuantization, Step::kQuantization,
         r.layer.class_name + " only accepts FixedPoint inputs.",
         "Add an output quantizer to the layers before.", "TypeError");
  }
}

// QuantizedFlatten multiplies the dimensions that Keras reports, one of which may be None.
void require_reported_dimensions(const LayerRecorder& r) {
  if (!r.reported_input_shape) return;
  const keras::Shape& shape = *r.reported_input_shape;
  std::string reason = product_error(shape);
  if (reason.empty()) return;
  if (shape.size() == 1) {
    reason =
        "int() argument must be a string, a bytes-like object or a real number, not 'NoneType'";
  }
  fail(ErrorId::kModelStructure, Step::kQuantization, std::move(reason),
       "Replace the -1 in the Reshape before '" + r.layer.name + "' by the number it stands for.",
       "TypeError");
}

}  // namespace

void record_add(LayerRecorder& r) {
  expect_two_fixed_points(r);
  const FixedPoint& a = r.inputs[0].fp;
  const FixedPoint& b = r.inputs[1].fp;
  const int bits = r.config().buffer_bitwidth.value_or(31);
  const Array target =
      combine(a.frac_bits, b.frac_bits, [](float x, float y) { return std::max(x, y); });
  (void)promote(a, bits);
  (void)promote(b, bits);
  Rescaled left = upscale(a, target, bits);
  Rescaled right = upscale(b, target, bits);
  r.out.a_shift = std::move(left.shift);
  r.out.b_shift = std::move(right.shift);
  FixedPoint sum{bits, target};
  if (r.layer.config.flag("average", false)) {
    for (float& fb : sum.frac_bits.values) fb += 1.0F;
  }
  r.finish(Metadata::of(std::move(sum)));
}

void record_concatenate(LayerRecorder& r) {
  expect_two_fixed_points(r);
  const FixedPoint& a = r.inputs[0].fp;
  const FixedPoint& b = r.inputs[1].fp;
  const std::size_t rank = r.input_shapes[0] ? r.input_shapes[0]->size() + 1 : 0;
  const std::int64_t axis = r.layer.config["axis"].as_int(-1);
  FixedPoint joined{std::max(a.value_bits, b.value_bits), {}};
  const bool known = a.frac_bits.known && b.frac_bits.known;
  if (axis == -1 || axis == static_cast<std::int64_t>(rank) - 1) {
    std::vector<float> fb;
    for (std::size_t i = 0; i < 2; ++i) {
      const FixedPoint& x = i == 0 ? a : b;
      if (x.per_tensor() && !x.frac_bits.scalar) {
        // QuantizeML takes the vector of a single channel for per-tensor, then cannot spread it.
        fail(ErrorId::kQuantization, Step::kQuantization,
             "Shape must be rank 0 but is rank 1 for Fill: an input of one channel quantized "
             "per-axis cannot be concatenated",
             "Quantize the one-channel input per-tensor, or give it more channels.", "ValueError");
      }
      const std::size_t n = r.input_channels(i);
      for (std::size_t k = 0; k < n; ++k) fb.push_back(x.frac_bits[k]);
    }
    joined.frac_bits = {std::move(fb), false, known};
  } else {
    const Array equal =
        combine(a.frac_bits, b.frac_bits, [](float x, float y) { return x == y ? 1.0F : 0.0F; });
    if (!known) r.undecided = equal.size();
    assert_recorded(holds(equal, [](float same) { return same != 0.0F; }),
                    "the inputs are not aligned: their fractional bits differ");
    joined.frac_bits = a.frac_bits.size() >= b.frac_bits.size() ? a.frac_bits : b.frac_bits;
  }
  r.finish(Metadata::of(std::move(joined)));
}

void record_global_average_pooling(LayerRecorder& r) {
  const Metadata x = r.prepare(LayerRecorder::kQTensor);
  const auto& shape = r.input_shapes[0];
  if (!shape || shape->size() != 3 || (*shape)[0] < 1 || (*shape)[1] < 1) {
    fail(ErrorId::kModelStructure, Step::kQuantization, "the spatial size pooled over is not known",
         "Give the model a fixed input shape.", "TypeError");
  }
  const std::int64_t spatial = (*shape)[0] * (*shape)[1];
  if (!x.is_qfloat()) {
    assert_per_tensor(x);
    const auto rec = static_cast<float>(1.0 / static_cast<double>(spatial));
    r.finish(Metadata::of(QFloat{x.fp, Array::of(rec)}));
    return;
  }
  const float rec = reciprocal(static_cast<float>(spatial));
  Array scales = x.scales;
  for (float& s : scales.values) s *= rec;
  r.finish(Metadata::of(QFloat{x.fp, std::move(scales)}));
}

void record_flatten(LayerRecorder& r) {
  Metadata x = r.accept(LayerRecorder::kFixedPoint | LayerRecorder::kTensor);
  if (r.inputs[0].is_tensor()) (void)r.accept(LayerRecorder::kFixedPoint);
  if (!x.per_tensor()) {
    Rescaled aligned = expand(x.fp, x.fp.value_bits);
    if (!aligned.shift.known) r.undecided = aligned.shift.size();
    x.fp = std::move(aligned.fp);
    r.out.input_shift = std::move(aligned.shift);
  } else {
    require_reported_dimensions(r);
  }
  r.finish(x);
}

void record_permute(LayerRecorder& r) {
  const Metadata x = r.accept(LayerRecorder::kFixedPoint);
  const auto dims = r.layer.config["dims"].as_ints(1);
  const bool last_kept = !dims.empty() && dims.back() == static_cast<std::int64_t>(dims.size());
  if (!x.per_tensor() && !last_kept) {
    fail(ErrorId::kQuantization, Step::kQuantization,
         "the last axis must stay last: it is quantized per-axis",
         "Permute only the axes before the channels.", "InvalidArgumentError");
  }
  r.finish(x);
}

void record_unchanged(LayerRecorder& r) {
  const Metadata x = r.accept(LayerRecorder::kQTensor);
  const bool reshape = r.layer.is("QuantizedReshape");
  const bool applies = reshape || r.layer.is("QuantizedMaxPool2D");
  if (applies && !x.per_tensor() && r.input_shapes[0] && r.output_shape &&
      !r.input_shapes[0]->empty() && !r.output_shape->empty() &&
      r.input_shapes[0]->back() != r.output_shape->back()) {
    fail_unequal(r.output_shape->back(), r.input_shapes[0]->back(),
                 reshape ? "Use Flatten, or quantize the layer before per-tensor."
                         : "Build the model with data_format='channels_last'.");
  }
  r.finish(x);
}

void record_extract_token(LayerRecorder& r) {
  Metadata x = r.accept(LayerRecorder::kFixedPoint);
  const std::size_t rank = r.input_shapes[0] ? r.input_shapes[0]->size() + 1 : 0;
  const std::int64_t axis = r.layer.config["axis"].as_int(1);
  const bool last = axis == -1 || axis == static_cast<std::int64_t>(rank) - 1;
  if (last && x.fp.frac_bits.size() > 1) {
    std::int64_t token = r.layer.config["token"].as_int(0);
    const auto n = static_cast<std::int64_t>(x.fp.frac_bits.size());
    if (token < 0) token += n;
    if (token < 0 || token >= n) {
      fail(ErrorId::kLayerConfig, Step::kQuantization,
           "token " + r.layer.config["token"].repr() + " is outside the last axis",
           "Save the model again.", "InvalidArgumentError", Rule::kRecordedValues);
    }
    const float chosen = x.fp.frac_bits[static_cast<std::size_t>(token)];
    x.fp.frac_bits = {{chosen}, true, x.fp.frac_bits.known};
  }
  r.finish(x);
}

void record_rescaling(LayerRecorder& r) {
  const Metadata x = r.accept(LayerRecorder::kAny);
  const auto scale = static_cast<float>(r.layer.config["scale"].as_double(1.0));
  if (!x.is_qfloat()) {
    r.finish(Metadata::of(QFloat{x.fp, Array::of(scale)}));
    return;
  }
  Array scales = x.scales;
  for (float& s : scales.values) s *= scale;
  r.finish(Metadata::of(QFloat{x.fp, std::move(scales)}));
}

}  // namespace cnn2snn::quantizeml
