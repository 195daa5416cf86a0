// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/generation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "akida/builder.h"
#include "base/conversion_error.h"
#include "convert/legacy/akida_weights.h"
#include "convert/legacy/messages.h"
#include "convert/legacy/parameter_checks.h"
#include "convert/legacy/thresholds.h"

namespace cnn2snn::legacy {
namespace {

using akida::LayerType;
using Parameters = std::map<std::string, std::int32_t>;

constexpr std::int32_t kInputBits = 4;

/// Keras layers that become one Akida layer.
struct Block {
  const LegacyLayer* neural = nullptr;
  const LegacyLayer* pooling = nullptr;
  const LegacyLayer* activation = nullptr;
  bool input_convolution = false;
  bool refused = false;
  std::vector<const LegacyLayer*> members;
};

bool takes_images(const keras::Shape& shape) {
  return shape.back() == 1 || shape.back() == 3;
}

LayerType layer_type(const Block& block) {
  if (block.input_convolution) return LayerType::kInputConvolutional;
  if (block.neural->kind == Kind::kQuantizedConv2D) return LayerType::kConvolutional;
  if (block.neural->kind == Kind::kQuantizedSeparableConv2D) {
    return LayerType::kSeparableConvolutional;
  }
  return LayerType::kFullyConnected;
}

// The input shape of `layer`, all sizes of which must be fixed.
const keras::Shape& known_shape(const LegacyLayer& layer) {
  constexpr std::int64_t kMaxSize = std::numeric_limits<std::int32_t>::max();
  const std::optional<keras::Shape>& shape = layer.input_shape;
  const auto fixed = [](std::int64_t size) { return size > 0 && size <= kMaxSize; };
  const bool known = shape && (shape->size() == 1 || shape->size() == 3) &&
                     std::all_of(shape->begin(), shape->end(), fixed);
  if (!known) {
    fail(ErrorId::kModelStructure, Step::kConversion,
         "The input shape " + (shape ? python_shape_with_batch(*shape) : "(unknown)") +
             " is not fixed.",
         "Give the model's input a fixed height, width and number of channels.", "TypeError");
  }
  return *shape;
}

// Keras's first spatial axis is Akida's x (width).
void set_input_shape(Parameters& parameters, const keras::Shape& shape) {
  const bool flat = shape.size() == 1;
  parameters["input_width"] = flat ? 1 : static_cast<std::int32_t>(shape[0]);
  parameters["input_height"] = flat ? 1 : static_cast<std::int32_t>(shape[1]);
  parameters["input_channels"] = static_cast<std::int32_t>(shape.back());
}

void set_pooling(Parameters& parameters, const LegacyLayer* pooling) {
  Pair size{-1, -1};
  Pair strides{-1, -1};
  std::int32_t type = akida::kNoPooling;
  if (pooling != nullptr && pooling->kind == Kind::kMaxPooling2D) {
    type = akida::kPoolMax;
    size = pooling->pool_size;
    strides = pooling->strides;
  } else if (pooling != nullptr) {
    type = akida::kPoolAverage;
  }
  parameters["pool_type"] = type;
  parameters["pooling_width"] = size[0];
  parameters["pooling_height"] = size[1];
  parameters["pooling_stride_x"] = strides[0];
  parameters["pooling_stride_y"] = strides[1];
}

Parameters layer_parameters(const Block& block, double input_shift) {
  const LegacyLayer& neural = *block.neural;
  Parameters parameters;
  parameters["weights_bits"] = neural.quantizer.bitwidth;
  parameters["activation"] = block.activation != nullptr ? 1 : 0;
  parameters["act_bits"] = block.activation != nullptr ? block.activation->bitwidth : 1;
  if (neural.is_dense()) {
    parameters["units"] = neural.filters;
    return parameters;
  }
  parameters["filters"] = neural.filters;
  parameters["kernel_width"] = neural.kernel[0];
  parameters["kernel_height"] = neural.kernel[1];
  parameters["stride_x"] = neural.strides[0];
  parameters["stride_y"] = neural.strides[1];
  parameters["padding"] = neural.padding == "same" ? akida::kPaddingSame : akida::kPaddingValid;
  set_pooling(parameters, block.pooling);
  if (block.input_convolution) {
    set_input_shape(parameters, known_shape(neural));
    parameters["padding_value"] = static_cast<std::int32_t>(input_shift);
  }
  return parameters;
}

// The runtime's own range of padding_value is checked here, where it is still a double.
void check_padding_value(double shift) {
  const double value = std::trunc(shift);
  if (value >= 0 && value <= 255) return;
  fail(
      ErrorId::kBlockParameter, Step::kConversion,
      "padding_value must be an uint8 value. Receives padding_value=" +
          keras::Value(static_cast<std::int64_t>(std::fmax(std::fmin(value, 1e15), -1e15))).repr() +
          ".",
      "Use a shift (or -offset / scale of the Rescaling layer) between 0 and 255.", "ValueError");
}

std::int64_t pooled_positions(const Block& block) {
  if (block.pooling == nullptr || block.pooling->kind != Kind::kGlobalAveragePooling2D) return 1;
  const keras::Shape& shape = known_shape(*block.pooling);
  return shape.at(0) * shape.at(1);
}

class Generation {
 public:
  Generation(const keras::Graph& graph, Report& report,
             std::map<std::string, std::string>& akida_layers)
      : graph_(graph), report_(report), akida_layers_(akida_layers) {}

  akida::Model run(const std::vector<LegacyLayer>& branch, const InputScaling& scaling,
                   const Progress& progress);

 private:
  void add_input_data(const keras::Shape& shape, const std::string& name);
  std::size_t start_input_convolution(const std::vector<LegacyLayer>& branch);
  void take(const LegacyLayer& layer);
  void start(const LegacyLayer& neural);
  void refuse(Problem problem);
  void finish();
  void build();
  void set_variables(akida::Layer& layer);

  const keras::Graph& graph_;
  Report& report_;
  std::map<std::string, std::string>& akida_layers_;
  akida::Model model_;
  bool lost_ = false;  ///< The shape at this place is unknown: nothing can be built any more.
  Block block_;
  double input_scale_ = 1;
  double input_shift_ = 0;
};

void Generation::add_input_data(const keras::Shape& shape, const std::string& name) {
  akida::Layer layer;
  layer.name = name;
  layer.type = LayerType::kInputData;
  layer.parameters = {{"input_bits", kInputBits}, {"input_signed", 0}};
  set_input_shape(layer.parameters, shape);
  akida::add_layer(model_, std::move(layer));
}

// Images go into a convolution of their own kind, possibly after a Rescaling.
std::size_t Generation::start_input_convolution(const std::vector<LegacyLayer>& branch) {
  const std::size_t index = branch.front().kind == Kind::kRescaling ? 1 : 0;
  if (index >= branch.size()) {
    report_.problems.push_back(problem_of(branch.front(), ErrorId::kInvalidBlock,
                                          "The model holds no layer to convert.",
                                          "Add a quantized convolution.", "IndexError"));
    lost_ = true;
    return index;
  }
  const LegacyLayer& first = branch[index];
  if (first.kind != Kind::kQuantizedConv2D) {
    report_.problems.push_back(problem_of(
        first, ErrorId::kInvalidBlock,
        "First layer " + first.name() +
            " must be QuantizedConv2D when model input shape is equal to 1 or 3. Received layer of "
            "type " +
            first.class_name(),
        "Start a model of 1 or 3 input channels with a quantized Conv2D.", "TypeError"));
    lost_ = true;
    return index + 1;
  }
  block_ = {};
  block_.neural = &first;
  block_.input_convolution = true;
  block_.members = {&first};
  if (std::optional<Problem> problem = check_weight_bits(first, true)) refuse(std::move(*problem));
  return index + 1;
}

void Generation::refuse(Problem problem) {
  report_.problems.push_back(std::move(problem));
  block_.refused = true;
}

void Generation::start(const LegacyLayer& neural) {
  block_ = {};
  block_.neural = &neural;
  block_.members = {&neural};
  if (std::optional<Problem> problem = check_weight_bits(neural, false)) {
    refuse(std::move(*problem));
  }
}

void Generation::take(const LegacyLayer& layer) {
  if (layer.is_quantized_neural()) return start(layer);
  switch (layer.kind) {
    case Kind::kMaxPooling2D:
    case Kind::kGlobalAveragePooling2D:
      block_.pooling = &layer;
      block_.members.push_back(&layer);
      return;
    case Kind::kQuantizedActivation:
      block_.activation = &layer;
      block_.members.push_back(&layer);
      if (std::optional<Problem> problem = check_activation_bits(layer)) {
        refuse(std::move(*problem));
      }
      return finish();
    case Kind::kFlatten:
    case Kind::kReshape:
    case Kind::kActivation:
      return;
    case Kind::kRescaling:
      if (input_shift_ == 0) return;
      break;
    default:
      break;
  }
  report_.problems.push_back(unsupported_type(layer));
  lost_ = true;
}

void Generation::set_variables(akida::Layer& layer) {
  const LegacyLayer& neural = *block_.neural;
  LayerWeights weights = read_layer_weights(graph_, neural);
  AkidaWeights integers = akida_weights(neural, weights, layer.type, layer.input_shape);
  ThresholdInput input;
  input.filters = static_cast<std::size_t>(neural.filters);
  input.input_scale = static_cast<float>(input_scale_);
  input.weight_scales = integers.scales;
  input.bias = weights.bias;
  input.activation = block_.activation;
  if (block_.input_convolution) input.input_weights = integers.weights;
  input.input_shift = input_shift_;
  input.pooled_positions = pooled_positions(block_);
  Thresholds thresholds = compute_thresholds(input);
  if (thresholds.out_of_range) {
    report_.warnings.push_back(
        problem_of(neural, ErrorId::kQuantization,
                   "A threshold does not fit 32 bits: it becomes the smallest one, as in the "
                   "official converter.",
                   "Check the weights of the layer and of its batch normalization.", {}));
  }
  akida::set_weights(layer, "weights", integers.weights);
  if (layer.type == LayerType::kSeparableConvolutional) {
    akida::set_weights(layer, "weights_pw", integers.pointwise);
  }
  akida::set_variable(layer, "threshold", std::move(thresholds.thresholds));
  akida::set_variable(layer, "act_step", std::move(thresholds.act_steps));
}

void Generation::build() {
  akida::Layer layer;
  layer.name = block_.neural->name();
  layer.type = layer_type(block_);
  if (block_.input_convolution) check_padding_value(input_shift_);
  layer.parameters = layer_parameters(block_, input_shift_);
  if (!model_.layers.empty()) layer.inbounds = {model_.layers.back().name};
  set_variables(akida::add_layer(model_, std::move(layer)));
  for (const LegacyLayer* member : block_.members) {
    akida_layers_[member->name()] = block_.neural->name();
    if (member->batch_normalization != nullptr) {
      akida_layers_[member->batch_normalization->name()] = block_.neural->name();
    }
  }
}

// Ends the block. Where it is refused, a model that takes what the block would give stands in for
// the one made so far, so that problems of later layers are found too.
void Generation::finish() {
  if (block_.neural == nullptr || lost_) return;
  if (!block_.refused) {
    try {
      build();
    } catch (ConversionError& error) {
      refuse(error.at_layer(block_.neural->name(), block_.neural->class_name()).problem());
    }
  }
  const std::optional<keras::Shape>& shape = block_.members.back()->output_shape;
  if (block_.refused) {
    model_ = {};
    lost_ = !shape;
    if (shape) add_input_data(*shape, "after " + block_.neural->name());
  }
  if (block_.activation != nullptr) {
    const float step = block_.activation->step;
    input_scale_ = step == 0 ? std::numeric_limits<float>::infinity() : 1.F / step;
  }
  input_shift_ = 0;
  block_ = {};
}

akida::Model Generation::run(const std::vector<LegacyLayer>& branch, const InputScaling& scaling,
                             const Progress& progress) {
  input_scale_ = scaling.scale;
  input_shift_ = scaling.shift;
  const keras::Shape& shape = known_shape(branch.front());
  std::size_t index = 0;
  if (takes_images(shape)) {
    index = start_input_convolution(branch);
  } else {
    // What Keras's counter of Sequential models gives in a fresh process.
    add_input_data(shape, graph_.sequential ? "sequential_3_input" : "sequential_4_input");
  }
  for (; index < branch.size(); ++index) {
    if (progress) {
      // Reading comes before this step, verification after it.
      const double done = static_cast<double>(index) / static_cast<double>(branch.size());
      if (!progress(.05 + .8 * done, Step::kConversion)) {
        fail(ErrorId::kCancelled, Step::kConversion, "The conversion was cancelled.");
      }
    }
    take(branch[index]);
  }
  finish();  // The last layer needs no activation.
  return std::move(model_);
}

}  // namespace

akida::Model generate(const keras::Graph& graph, const std::vector<LegacyLayer>& branch,
                      const InputScaling& scaling, const Progress& progress, Report& report,
                      std::map<std::string, std::string>& akida_layers) {
  return Generation(graph, report, akida_layers).run(branch, scaling, progress);
}

}  // namespace cnn2snn::legacy
