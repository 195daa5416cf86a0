// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "engine/stages.h"
#include "engine/tensor.h"
#include "engine/window.h"

namespace cnn2snn::engine {

/// The windows of an Akida 2.0 convolution: of its kernel, and of its pooling on the result (only
/// meaningful with max pooling).
Windows convolution_windows(const akida::Layer& layer);
Windows pooling_windows(const akida::Layer& layer, const Windows& convolution);

/// Step 1 of the common chain: x' = sat(x << input_shift[c], buffer_bits).
class InputShift {
 public:
  explicit InputShift(const akida::Layer& layer);
  /// Values repeat every `input_shift` elements.
  [[nodiscard]] std::vector<std::int32_t> operator()(const Tensor& input) const;

 private:
  std::vector<std::uint8_t> shift_;
  int buffer_bits_;
};

/// Steps 2 to 6: from the sums of products of all positions to the output.
class Chain {
 public:
  Chain(const akida::Layer& layer, BiasRule rule, const Windows& convolution = {});

  /// `sums` is [X][Y][f].
  template <typename Sum>
  void finish(std::span<const Sum> sums, Tensor& output) const;

  [[nodiscard]] const Stages& stages() const { return stages_; }
  [[nodiscard]] std::int32_t pool_type() const { return pool_type_; }
  [[nodiscard]] const Windows& pooling() const { return pooling_; }
  [[nodiscard]] std::size_t channels() const { return channels_; }

 private:
  void finish_map(std::vector<std::int32_t> map, Tensor& output) const;

  Stages stages_;
  std::int32_t pool_type_;
  Windows pooling_;
  std::size_t channels_;
};

}  // namespace cnn2snn::engine
