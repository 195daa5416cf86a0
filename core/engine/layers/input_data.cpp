// SPDX-License-Identifier: Apache-2.0
#include "engine/layers/layers.h"

namespace cnn2snn::engine {

namespace {

class InputData final : public PreparedLayer {
 public:
  void run(std::span<const Tensor* const> inputs, Tensor& output, LayerState&) const override {
    output.bytes = inputs[0]->bytes;
  }
};

}  // namespace

LayerPointer prepare_input_data(const akida::Layer& /*layer*/) {
  return std::make_unique<InputData>();
}

}  // namespace cnn2snn::engine
