// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "engine/tensor.h"
#include "engine/window.h"

namespace cnn2snn::engine {

/// The windows of an Akida 1.0 convolution.
Windows convolution_windows_v1(const akida::Layer& layer);

/// From the potentials of an Akida 1.0 layer to its output: pooling, threshold, activation.
class Potentials {
 public:
  explicit Potentials(const akida::Layer& layer, const Windows& convolution = {});

  /// `sums` is [X][Y][f], modulo 2^32.
  void finish(std::span<const std::uint32_t> sums, Tensor& output) const;

  [[nodiscard]] std::size_t channels() const { return threshold_.size(); }

 private:
  [[nodiscard]] std::int32_t activate(std::int32_t potential, std::size_t f) const;

  bool activation_;
  std::uint32_t act_bits_;
  std::int32_t pool_type_;
  Windows pooling_;
  std::vector<std::int32_t> threshold_;
  std::vector<std::uint32_t> step_;  ///< act_step in 1/256.
};

}  // namespace cnn2snn::engine
