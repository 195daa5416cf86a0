// SPDX-License-Identifier: Apache-2.0
#include "fbz/old_layout.h"

#include <string>

#include "base/conversion_error.h"

namespace cnn2snn::fbz {
namespace {

using Parameters = std::map<std::string, std::int32_t>;

/// A part of a layer's parameters; absent parts crash the runtime.
template <typename Table>
const Table& part(const Table* table) {
  if (table == nullptr) {
    fail(ErrorId::kFbzCorrupt, Step::kRead, "a part of the layer's parameters is missing",
         "Get the file again.");
  }
  return *table;
}

// Sizes above 2^31 become negative numbers, which the checks of the layer refuse.
std::int32_t number(std::uint32_t value) {
  return static_cast<std::int32_t>(value);
}

void add_size(const schema::OldSize& size, Parameters& out) {
  out["input_width"] = number(size.width());
  out["input_height"] = number(size.height());
}

void add_kernel(const schema::OldKernel& kernel, const schema::OldStride& stride, Parameters& out) {
  out["kernel_width"] = kernel.width();
  out["kernel_height"] = kernel.height();
  out["padding"] = kernel.padding();
  out["stride_x"] = stride.x();
  out["stride_y"] = stride.y();
}

void add_pooling(const schema::OldPooling& pooling, Parameters& out) {
  out["pool_type"] = pooling.type();
  out["pooling_width"] = pooling.width();
  out["pooling_height"] = pooling.height();
  out["pooling_stride_x"] = pooling.stride_x();
  out["pooling_stride_y"] = pooling.stride_y();
}

void add_activation(const schema::OldActivation& activation, Parameters& out) {
  out["activation"] = activation.enabled();
  out["act_bits"] = activation.act_bits();
}

void add_neurons(const schema::OldNeurons& neurons, const char* count, Parameters& out) {
  out[count] = number(neurons.units());
  out["weights_bits"] = neurons.weights_bits();
  add_activation(part(neurons.activation()), out);
}

void add_input_data(const schema::OldInputData& data, Parameters& out) {
  add_size(part(data.size()), out);
  out["input_channels"] = number(data.channels());
  out["input_bits"] = data.bits();
  out["input_signed"] = 0;
}

void add_input_convolutional(const schema::OldInputConvolutional& convolution, Parameters& out) {
  add_size(part(convolution.size()), out);
  add_kernel(part(convolution.kernel()), part(convolution.stride()), out);
  add_pooling(part(convolution.pooling()), out);
  add_activation(part(convolution.activation()), out);
  out["input_channels"] = convolution.channels();
  out["filters"] = number(convolution.filters());
  out["weights_bits"] = convolution.weights_bits();
  out["padding_value"] = convolution.padding_value();
}

void add_convolutional(const schema::OldConvolutional& convolution, Parameters& out) {
  add_neurons(part(convolution.neurons()), "filters", out);
  add_kernel(part(convolution.kernel()), part(convolution.stride()), out);
  add_pooling(part(convolution.pooling()), out);
}

const schema::OldNeurons* neurons_of(const schema::LayerParameters& stored) {
  switch (stored.old_type()) {
    case schema::OldParameters::OldFullyConnected:
      return stored.old_as_OldFullyConnected()->neurons();
    case schema::OldParameters::OldConvolutional:
      return stored.old_as_OldConvolutional()->neurons();
    case schema::OldParameters::OldSeparableConvolutional:
      return part(stored.old_as_OldSeparableConvolutional()->convolution()).neurons();
    default:
      return nullptr;
  }
}

}  // namespace

bool read_old_parameters(const schema::LayerParameters& stored, akida::Layer& layer) {
  if (stored.old() == nullptr) return false;
  Parameters& out = layer.parameters;
  switch (stored.old_type()) {
    case schema::OldParameters::OldInputData:
      add_input_data(*stored.old_as_OldInputData(), out);
      break;
    case schema::OldParameters::OldInputConvolutional:
      add_input_convolutional(*stored.old_as_OldInputConvolutional(), out);
      break;
    case schema::OldParameters::OldFullyConnected:
      add_neurons(part(stored.old_as_OldFullyConnected()->neurons()), "units", out);
      break;
    case schema::OldParameters::OldConvolutional:
      add_convolutional(*stored.old_as_OldConvolutional(), out);
      break;
    case schema::OldParameters::OldSeparableConvolutional:
      add_convolutional(part(stored.old_as_OldSeparableConvolutional()->convolution()), out);
      break;
    default:
      return false;
  }
  layer.type = static_cast<akida::LayerType>(stored.old_type());
  return true;
}

void read_old_learning(const schema::LayerParameters& stored, akida::Model& model) {
  if (stored.dict() != nullptr || stored.old() == nullptr) return;
  const schema::OldNeurons* neurons = neurons_of(stored);
  const schema::OldLearning* learning = neurons != nullptr ? neurons->learning() : nullptr;
  if (learning == nullptr || learning->compiled() != 1) return;
  model.learning = {{"learning_type", 0.},  // The one that is left.
                    {"num_weights", learning->num_weights()},
                    {"num_classes", learning->num_classes()},
                    {"initial_plasticity", learning->initial_plasticity()},
                    {"learning_competition", learning->learning_competition()},
                    {"min_plasticity", learning->min_plasticity()},
                    {"plasticity_decay", learning->plasticity_decay()}};
}

}  // namespace cnn2snn::fbz
