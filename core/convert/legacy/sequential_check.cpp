// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/sequential_check.h"

#include <algorithm>
#include <string>

#include "convert/legacy/messages.h"

namespace cnn2snn::legacy {
namespace {

using Layers = std::vector<LegacyLayer>;

class SequenceCheck {
 public:
  SequenceCheck(const Layers& branch, Report& report)
      : branch_(branch), report_(report), last_activation_(&branch.front()) {}

  void check(std::size_t index) {
    const LegacyLayer& layer = branch_[index];
    if (layer.refused) {
      last_neural_ = last_activation_ = nullptr;  // Nothing follows from it.
    } else if (layer.is_neural()) {
      check_neural(layer);
    } else if (layer.is_activation()) {
      check_activation(layer);
    } else {
      check_other(layer, index);
    }
  }

 private:
  void refuse(const LegacyLayer& layer, std::string reason, std::string remedy) {
    report_.problems.push_back(problem_of(layer, ErrorId::kInvalidBlock, std::move(reason),
                                          std::move(remedy), "RuntimeError"));
  }

  void check_neural(const LegacyLayer& layer) {
    if (layer.is_dense() && layer.input_shape) {
      const keras::Shape& shape = *layer.input_shape;
      const bool flat = shape.size() == 1 || (shape.size() == 3 && shape[0] == 1 && shape[1] == 1);
      if (!flat) {
        refuse(layer,
               "The Dense layer " + layer.name() +
                   " must have an input shape of (N,) or (1,1,N). Receives " + python_tuple(shape) +
                   ".",
               "Place a Flatten layer before it.");
      }
    }
    if (last_neural_ != nullptr) {
      refuse(layer,
             "An activation layer is required between the two neural layers '" +
                 last_neural_->name() + "' and '" + layer.name() + "'.",
             "Insert a ReLU between them.");
    }
    last_neural_ = &layer;
    last_activation_ = nullptr;
  }

  void check_activation(const LegacyLayer& layer) {
    if (last_activation_ != nullptr) {
      refuse(layer,
             "A neural layer is required between the two activation layers '" +
                 last_activation_->name() + "' and '" + layer.name() + "'.",
             "Remove one of the activations, or start the model with a neural layer.");
    }
    last_neural_ = nullptr;
    last_activation_ = &layer;
  }

  void check_other(const LegacyLayer& layer, std::size_t index) {
    switch (layer.kind) {
      case Kind::kMaxPooling2D:
      case Kind::kGlobalAveragePooling2D:
        return check_pooling(layer, index);
      case Kind::kFlatten:
        return check_flatten(layer, index);
      case Kind::kReshape:
        return check_reshape(layer);
      case Kind::kRescaling:
        if (index != 0) {
          refuse(layer,
                 "A Rescaling layer must be the first layer of the model. Receives unexpected "
                 "layer " +
                     layer.name() + ".",
                 "Move it to the front.");
        }
        return;
      case Kind::kActivation:
        return check_last_activation(layer, index);
      default:
        refuse(layer,
               "Layer " + layer.name() + " of type " + layer.class_name() +
                   " is not supported for Akida conversion",
               "Remove it, or quantize the model with QuantizeML and convert it to Akida 2.0.");
    }
  }

  void check_pooling(const LegacyLayer& layer, std::size_t index) {
    if (index == 0) {
      refuse(layer,
             "Pooling layer '" + layer.name() +
                 "' cannot be the first layer of a model or sequence. It must be placed after a "
                 "convolutional layer.",
             "Place it after a convolution.");
      return;
    }
    const LegacyLayer& previous = branch_[index - 1];
    if (previous.refused) return;
    if (!previous.is_convolution()) {
      refuse(layer,
             "Pooling layer " + layer.name() +
                 " must be placed after a convolutional neural layer. Currently after " +
                 previous.name() + ".",
             "Place it between a convolution and its activation.");
      return;
    }
    if (layer.kind == Kind::kMaxPooling2D && previous.padding != layer.padding) {
      refuse(layer,
             "Pooling layer " + layer.name() + " (padding: " + layer.padding +
                 ") must have the same padding as " + previous.name() +
                 " (padding: " + previous.padding + ").",
             "Use the same padding for both.");
    }
  }

  void check_flatten(const LegacyLayer& layer, std::size_t index) {
    if (index + 1 >= branch_.size()) return;
    const LegacyLayer& next = branch_[index + 1];
    if (next.is_dense() || next.refused) return;
    refuse(layer,
           "A Flatten layer is only supported before a Dense one. Receives unsupported Flatten "
           "layer '" +
               layer.name() + "'.",
           "Move it right before the Dense layer.");
  }

  void check_reshape(const LegacyLayer& layer) {
    if (!layer.input_shape || !layer.output_shape) return;
    const keras::Shape& in = *layer.input_shape;
    const keras::Shape& out = *layer.output_shape;
    const auto flattens = [](const keras::Shape& from, const keras::Shape& to) {
      return from.size() == 3 && from[0] == 1 && from[1] == 1 && to.size() == 1 && to[0] == from[2];
    };
    if (in == out || flattens(in, out) || flattens(out, in)) return;
    refuse(layer,
           "The Reshape layer " + layer.name() +
               " can only be used to transform a tensor of shape (N,) to a tensor of shape (1, 1, "
               "N), and vice-versa. Receives input_shape " +
               python_tuple(in) + " and output_shape " + python_tuple(out) + ".",
           "Remove it, or use Flatten before a Dense layer.");
  }

  void check_last_activation(const LegacyLayer& layer, std::size_t index) {
    const auto rest = branch_.begin() + static_cast<std::ptrdiff_t>(index) + 1;
    if (std::none_of(rest, branch_.end(), [](const LegacyLayer& l) { return l.is_neural(); })) {
      return;
    }
    refuse(layer,
           "Activation layers other than ReLU and quantized activations are not supported before a "
           "neural layer. Receives activation layer '" +
               layer.name() + "' before a neural layer.",
           "Use a ReLU layer.");
  }

  const Layers& branch_;
  Report& report_;
  const LegacyLayer* last_neural_ = nullptr;
  const LegacyLayer* last_activation_;  ///< At first, the first layer: it must be a neural one.
};

}  // namespace

void check_sequence(const Layers& branch, Report& report) {
  if (branch.empty()) return;
  SequenceCheck check(branch, report);
  for (std::size_t i = 0; i < branch.size(); ++i) check.check(i);
}

}  // namespace cnn2snn::legacy
