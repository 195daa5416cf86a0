// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/layers/chain.h"
#include "engine/layers/layers.h"

namespace cnn2snn::engine {

/// The two transposed convolutions, stride 2: input (i, j) adds its products with w[u][v] to output
/// (2i + u - l, 2j + v - l), l = floor(max(K - 2, 0) / 2); what falls outside 2X x 2Y is dropped.
class Transpose : public PreparedLayer {
 public:
  explicit Transpose(const akida::Layer& layer);
  void run(std::span<const Tensor* const> inputs, Tensor& output, LayerState&) const override;

 protected:
  [[nodiscard]] const Chain& chain() const { return chain_; }
  [[nodiscard]] std::span<const std::int8_t> weights() const { return weights_; }
  [[nodiscard]] std::size_t channels() const { return input_[2]; }

 private:
  /// Adds the products of the channels x with the weights at position k = u * K + v.
  virtual void add_products(const std::int32_t* x, std::size_t k, std::uint32_t* sums) const = 0;

  akida::Shape3 input_;
  std::int64_t kernel_;
  InputShift shift_;
  std::vector<std::int8_t> weights_;
  Chain chain_;
};

}  // namespace cnn2snn::engine
