// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cnn2snn/report.h"
#include "keras/graph.h"
#include "quantizeml/arithmetic/tensors.h"
#include "quantizeml/classes/layer_config.h"
#include "quantizeml/classes/quantizers.h"

namespace cnn2snn::quantizeml {

/// A layer's quantized variables, as QuantizeML records them while a sample passes through the
/// model. No sample is needed: they follow from weights and recorded ranges alone.
struct QuantizedLayer {
  LayerConfig config;
  bool recorded = false;  ///< False: the layer, or one before it, could not be recorded.

  QuantizedWeights weights;    ///< Kernel; depthwise kernel of a separable layer; A_real.
  QuantizedWeights pointwise;  ///< Pointwise kernel of a separable layer; A_imag.
  std::optional<AlignedValues> bias;
  std::optional<AlignedValues> max_value;      ///< QuantizedReLU with a bound.
  std::optional<AlignedValues> padding_value;  ///< QuantizedConv2D with padding values.
  std::optional<Array> input_shift;            ///< Set when the inputs had to be aligned.
  std::optional<QuantizedOutput> output;       ///< The layer's own output quantizer.
  /// QuantizedActivation, ascending inputs; zeros where its input's fractional bits are not known.
  std::vector<std::int32_t> lut_values;
  Array a_shift;  ///< QuantizedAdd.
  Array b_shift;
  std::optional<Array> new_state_scale;  ///< QuantizedStatefulRecurrent.
  Array new_state_shift;
  std::optional<Array> zero_points;  ///< Unsigned InputQuantizer.
  /// The layer's output; of an InputQuantizer its fractional bits, of a Dequantizer its input's.
  Metadata metadata;
};

/// TensorFlow's words for two sizes of which none can be repeated to be the other.
std::string unequal_dimensions(std::int64_t a, std::int64_t b);

struct RecordOptions {
  /// False: weights and ranges are unknown values (Array::known) but for the ranges that were set
  /// in memory: to judge a model that is not calibrated yet.
  bool read_values = true;
  /// Layers from this index on are not recorded (those after the first Dequantizer).
  std::size_t end = SIZE_MAX;
  /// Called after each layer with the number done; may throw to cancel.
  std::function<void(std::size_t)> progress;
};

/// An assertion on values that are not known: they decide.
struct Undecided {
  std::size_t layer = 0;   ///< Index in Graph::layers.
  std::size_t values = 0;  ///< How many they are: one, or one a channel.
};

struct Recording {
  std::vector<QuantizedLayer> layers;  ///< Index as Graph::layers.
  /// What the official loader meets while it rebuilds the graph (before any other check), and what
  /// it meets only while the sample passes.
  Report at_load;
  Report at_run;
  std::vector<Undecided> undecided;  ///< Of joins and Flatten: the ones that structure can avoid.
};

/// Records every layer of `graph`; `shapes` are keras::infer_shapes of it.
Recording record(const keras::Graph& graph, const std::vector<std::optional<keras::Shape>>& shapes,
                 const RecordOptions& options = {});

}  // namespace cnn2snn::quantizeml
