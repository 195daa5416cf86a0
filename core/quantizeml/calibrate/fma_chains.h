// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

/// Sums of products as a processor with fused multiply-add computes them one after the other:
/// s = fma(x[k], w[k], s), each step rounded once, k ascending. The same bits on every platform.
namespace cnn2snn::quantizeml {

/// Outputs that are computed side by side.
inline constexpr std::size_t kLanes = 16;
/// Rows (pixels) that are computed side by side.
inline constexpr std::size_t kRows = 6;

/// A matrix [depth][outputs] in panels of kLanes outputs, zeros behind the last.
class PackedMatrix {
 public:
  PackedMatrix() = default;
  PackedMatrix(std::span<const float> weights, std::size_t depth, std::size_t outputs);
  [[nodiscard]] std::size_t depth() const { return depth_; }
  [[nodiscard]] std::size_t outputs() const { return outputs_; }
  /// See has_tiny.
  [[nodiscard]] bool has_tiny() const { return has_tiny_; }
  [[nodiscard]] const float* panel(std::size_t number, std::size_t k) const {
    return values_.data() + (number * depth_ + k) * kLanes;
  }

 private:
  std::size_t depth_ = 0;
  std::size_t outputs_ = 0;
  bool has_tiny_ = false;
  std::vector<float> values_;
};

/// For each row r and output n: out[r][n] = the chain over k in [first, last) of
/// rows[r][k] · w[k][n], which starts at start[n] (null: 0). At most kRows rows; out[r] has room
/// for w.outputs() values.
void multiply_rows(std::span<const float* const> rows, const PackedMatrix& weights,
                   std::size_t first, std::size_t last, const float* start, float* const* out);

/// A pixel's channels and the weights they are multiplied with.
struct Tap {
  const float* x;
  const float* w;
};

/// sums[c] = the chain over the taps of x[c] · w[c], from 0, for each of `count` channels.
void multiply_taps(std::span<const Tap> taps, float* sums, std::size_t count);

/// Whether a value other than 0 is below 2^-40. Where none of a chain's is, all its products and
/// sums are multiples of 2^-126: no sum is subnormal.
bool has_tiny(std::span<const float> values);

/// fma(a, b, c), rounded once.
float fused_multiply_add(float a, float b, float c);

}  // namespace cnn2snn::quantizeml
