// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

/// Sums of products as a processor with fused multiply-add computes them one after the other:
/// s = fma(x[k], w[k], s), each step rounded once, k ascending. The same bits on every platform.
namespace cnn2snn::quantizeml {

/// Outputs of a panel of weights.
inline constexpr std::size_t kLanes = 16;
/// Rows (pixels) that are best given at once: while they are multiplied, a panel stays in the
/// nearest cache. A multiple of the rows that every kernel computes side by side.
inline constexpr std::size_t kRows = 84;

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

/// The chain over k in [first, last), and what is made of its sum.
struct Chain {
  std::size_t first = 0;
  std::size_t last = 0;
  const float* start = nullptr;  ///< Where each output's chain starts; null: at 0.
  bool onto = false;             ///< The sum is added to what `out` holds.
  const float* bias = nullptr;   ///< Is added to each output at the end; null: nothing is.
};

/// For each row r and output n, out[r · outputs + n]: the chain of the products
/// rows[r][k] · w[k][n].
void multiply_rows(std::span<const float* const> rows, const PackedMatrix& weights,
                   const Chain& chain, float* out);

/// A pixel's channels and the weights they are multiplied with.
struct Tap {
  const float* x;
  const float* w;
};

/// Pixels that follow each other, channel by channel.
struct TapRow {
  std::span<const Tap> taps;  ///< Of the first pixel.
  std::size_t step = 0;       ///< From each x to that of the next pixel.
  std::size_t pixels = 1;
  std::size_t channels = 0;
  const float* bias = nullptr;  ///< Is added to each channel at the end; null: nothing is.
};

/// out[p · channels + c]: the chain over the taps of x[p · step + c] · w[c], from 0.
void multiply_taps(const TapRow& row, float* out);

/// Whether a value other than 0 is below 2^-40. Where none of a chain's is, all its products and
/// sums are multiples of 2^-126: no sum is subnormal.
bool has_tiny(std::span<const float> values);

/// fma(a, b, c), rounded once.
float fused_multiply_add(float a, float b, float c);

}  // namespace cnn2snn::quantizeml
