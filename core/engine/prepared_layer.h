// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/tensor.h"

namespace cnn2snn::engine {

/// What one stream of samples keeps for one layer.
struct LayerState {
  std::vector<std::int32_t> memory;  ///< Temporal layers: what they remember of earlier samples.
  // Room of the fast kernels, kept to be used again.
  std::vector<std::int16_t> padded;        ///< The input with its padding, which is written once.
  std::vector<std::uint8_t> padded_bytes;  ///< The same for kernels that take bytes.
  std::vector<std::int32_t> sums;          ///< Of some output positions.
  std::vector<std::int32_t> totals;        ///< Of a global average.
  std::vector<std::uint32_t> map;          ///< Sums of all positions, modulo 2^32.
  std::vector<std::uint8_t> bytes;         ///< The output before its pooling.
};

/// One layer, ready to run. Constant: threads share it, each with a state of its own.
class PreparedLayer {
 public:
  PreparedLayer() = default;
  PreparedLayer(const PreparedLayer&) = delete;
  PreparedLayer& operator=(const PreparedLayer&) = delete;
  virtual ~PreparedLayer() = default;

  /// One sample: `inputs` are the outputs of the inbounds, in order.
  virtual void run(std::span<const Tensor* const> inputs, Tensor& output,
                   LayerState& state) const = 0;

  /// Elements of LayerState::memory, zero at first; 0: the layer keeps no state.
  [[nodiscard]] virtual std::size_t memory_size() const { return 0; }
};

using LayerPointer = std::unique_ptr<PreparedLayer>;

}  // namespace cnn2snn::engine
