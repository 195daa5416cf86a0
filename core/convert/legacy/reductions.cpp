// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/reductions.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cnn2snn::legacy {
namespace {

constexpr std::size_t kLanes = 8;         // float32 elements of an AVX register
constexpr std::size_t kAccumulators = 4;  // Eigen unrolls its reduction loops by four
constexpr std::size_t kLeaf = 1024 * kLanes;
constexpr std::size_t kMinUnrolledRows = 16;

using Lanes = std::array<float, kLanes>;

void add(Lanes& accumulator, const float* values) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) accumulator[lane] += values[lane];
}

// Adds `rows` rows of eight neighbouring elements, `stride` elements apart.
Lanes add_rows(const float* values, std::size_t rows, std::size_t stride,
               std::size_t min_unrolled) {
  std::array<Lanes, kAccumulators> accumulators{};
  std::size_t row = 0;
  if (rows >= min_unrolled) {
    for (; row + kAccumulators <= rows; row += kAccumulators) {
      for (std::size_t k = 0; k < kAccumulators; ++k) {
        add(accumulators[k], values + (row + k) * stride);
      }
    }
    for (std::size_t k = 1; k < kAccumulators; ++k) add(accumulators[0], accumulators[k].data());
  }
  for (; row < rows; ++row) add(accumulators[0], values + row * stride);
  return accumulators[0];
}

float add_leaf(std::span<const float> values) {
  const std::size_t rows = values.size() / kLanes;
  const Lanes q = add_rows(values.data(), rows, kLanes, kAccumulators);
  float tail = 0;
  for (std::size_t i = rows * kLanes; i < values.size(); ++i) tail += values[i];
  // Horizontal addition of a register: the upper half onto the lower one, then pairs two apart.
  const float even = (q[0] + q[4]) + (q[2] + q[6]);
  const float odd = (q[1] + q[5]) + (q[3] + q[7]);
  return tail + (even + odd);
}

// Eigen splits a long range in halves whose border is a multiple of eight elements, counted from
// the start of the tensor.
float add_range(std::span<const float> all, std::size_t first, std::size_t count) {
  if (count <= kLeaf) return add_leaf(all.subspan(first, count));
  const std::size_t half = first + (count + 1) / 2;
  const std::size_t split = (half + kLanes - 1) / kLanes * kLanes;
  const std::size_t left = std::min(split - first, count);
  float result = add_range(all, first, left);
  if (left < count) result += add_range(all, split, count - left);
  return result;
}

}  // namespace

float sum(std::span<const float> values) {
  return add_range(values, 0, values.size());
}

std::vector<float> column_sums(std::span<const float> values, std::size_t columns) {
  if (columns == 1) return {sum(values)};  // TensorFlow sees a reduction of everything then.
  const std::size_t rows = values.size() / columns;
  std::vector<float> sums(columns);
  std::size_t column = 0;
  for (; column + kLanes <= columns; column += kLanes) {
    const Lanes lanes = add_rows(values.data() + column, rows, columns, kMinUnrolledRows);
    std::copy(lanes.begin(), lanes.end(), sums.begin() + static_cast<std::ptrdiff_t>(column));
  }
  for (; column < columns; ++column) {
    for (std::size_t row = 0; row < rows; ++row) sums[column] += values[row * columns + column];
  }
  return sums;
}

std::vector<float> standard_deviations(std::span<const float> values, std::size_t columns) {
  if (values.empty() || columns == 0) return std::vector<float>(columns, 0.F);
  const std::size_t rows = values.size() / columns;
  const auto count = static_cast<float>(rows);
  std::vector<float> means = column_sums(values, columns);
  for (float& mean : means) mean /= count;
  std::vector<float> squares(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float difference = values[i] - means[i % columns];
    squares[i] = difference * difference;
  }
  std::vector<float> deviations = column_sums(squares, columns);
  for (float& deviation : deviations) deviation = std::sqrt(deviation / count);
  return deviations;
}

}  // namespace cnn2snn::legacy
