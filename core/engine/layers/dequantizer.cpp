// SPDX-License-Identifier: Apache-2.0
#include "akida/fields.h"
#include "engine/layers/layers.h"

namespace cnn2snn::engine {

namespace {

/// Two roundings: int32 to float32 (half to even), then the product.
class Dequantizer final : public PreparedLayer {
 public:
  explicit Dequantizer(const akida::Layer& layer) : scales_(values(layer, akida::kScales)) {}

  void run(std::span<const Tensor* const> inputs, Tensor& output, LayerState&) const override {
    const std::vector<std::int32_t> values = widen(*inputs[0]);
    std::vector<float> products(values.size());
    for (std::size_t i = 0; i < values.size();) {
      for (std::size_t c = 0; c < scales_.size(); ++c, ++i) {
        products[i] = static_cast<float>(values[i]) * scales_[c];
      }
    }
    set_floats(products, output);
  }

 private:
  std::vector<float> scales_;
};

}  // namespace

LayerPointer prepare_dequantizer(const akida::Layer& layer) {
  return std::make_unique<Dequantizer>(layer);
}

}  // namespace cnn2snn::engine
