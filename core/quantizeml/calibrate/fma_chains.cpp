// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/calibrate/fma_chains.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "quantizeml/calibrate/fma_kernels.h"

namespace cnn2snn::quantizeml {
namespace {

// The product of two floats is exact in double; the sum is then rounded twice, to double and to
// float. That differs from one rounding only where the double lies exactly between two floats, or
// where the float is subnormal.
bool rounds_twice(double sum) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &sum, sizeof(bits));
  const std::uint64_t magnitude = bits << 1U;
  constexpr std::uint64_t kSmallestNormal = std::uint64_t{0x381} << 53U;  // 2^-126
  return (bits & 0x1FFFFFFFU) == 0x10000000U || (magnitude != 0 && magnitude < kSmallestNormal);
}

void portable_chain(const float* x, const float* w, std::size_t depth, float* sums) {
  float s[kLanes];
  std::copy_n(sums, kLanes, s);
  bool twice = false;
  for (std::size_t k = 0; k < depth; ++k) {
    const double a = x[k];
    for (std::size_t n = 0; n < kLanes; ++n) {
      const double sum = a * static_cast<double>(w[k * kLanes + n]) + static_cast<double>(s[n]);
      twice |= rounds_twice(sum);
      s[n] = static_cast<float>(sum);
    }
  }
  if (twice) {
    exact_chain(x, w, depth, sums);
  } else {
    std::copy_n(s, kLanes, sums);
  }
}

// Rows times the last panel, whose last lanes are no outputs.
void multiply_edge(void (*multiply)(const Tile&, std::size_t, std::size_t), const Tile& tile,
                   std::size_t rows, std::size_t lanes) {
  float start[kLanes] = {};
  float bias[kLanes] = {};
  std::vector<float> out(rows * kLanes);
  if (tile.start != nullptr) std::copy_n(tile.start, lanes, start);
  if (tile.bias != nullptr) std::copy_n(tile.bias, lanes, bias);
  for (std::size_t r = 0; tile.onto && r < rows; ++r) {
    std::copy_n(tile.out + r * tile.out_step, lanes, out.data() + r * kLanes);
  }
  Tile whole = tile;
  whole.start = tile.start == nullptr ? nullptr : start;
  whole.bias = tile.bias == nullptr ? nullptr : bias;
  whole.out = out.data();
  whole.out_step = kLanes;
  multiply(whole, rows, 1);
  for (std::size_t r = 0; r < rows; ++r) {
    std::copy_n(out.data() + r * kLanes, lanes, tile.out + r * tile.out_step);
  }
}

// For each tile of `tile_rows` rows, whether it needs another kernel than the processor's own.
std::vector<bool> tiny_tiles(const FmaKernels& kernels, std::span<const float* const> rows,
                             const PackedMatrix& weights, const Chain& chain) {
  const bool all =
      weights.has_tiny() || (chain.start != nullptr && has_tiny({chain.start, weights.outputs()}));
  std::vector<bool> tiny((rows.size() + kernels.tile_rows - 1) / kernels.tile_rows, all);
  for (std::size_t r = 0; r < rows.size() && !all; ++r) {
    if (has_tiny({rows[r] + chain.first, chain.last - chain.first})) {
      tiny[r / kernels.tile_rows] = true;
    }
  }
  return tiny;
}

}  // namespace

void exact_chain(const float* x, const float* w, std::size_t depth, float* sums) {
  for (std::size_t k = 0; k < depth; ++k) {
    for (std::size_t n = 0; n < kLanes; ++n) sums[n] = std::fma(x[k], w[k * kLanes + n], sums[n]);
  }
}

void finish_row(const Tile& tile, std::size_t r, const float* sums) {
  float* out = tile.out + r * tile.out_step;
  for (std::size_t n = 0; n < kLanes; ++n) {
    float sum = tile.onto ? out[n] + sums[n] : sums[n];
    if (tile.bias != nullptr) sum = sum + tile.bias[n];
    out[n] = sum;
  }
}

bool has_tiny(std::span<const float> values) {
  constexpr std::uint32_t kBound = 87U << 23U;  // 2^-40
  std::uint32_t tiny = 0;
  for (const float value : values) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof(bits));
    tiny |= static_cast<std::uint32_t>((bits & 0x7FFFFFFFU) - 1 < kBound - 1);
  }
  return tiny != 0;
}

void portable_rows(const Tile& tile, std::size_t rows, std::size_t /*panels*/) {
  for (std::size_t r = 0; r < rows; ++r) {
    float sums[kLanes] = {};
    if (tile.start != nullptr) std::copy_n(tile.start, kLanes, sums);
    portable_chain(tile.rows[r], tile.w, tile.depth, sums);
    finish_row(tile, r, sums);
  }
}

void portable_taps(const TapRow& row, float* out) {
  for (std::size_t p = 0; p < row.pixels; ++p, out += row.channels) {
    std::fill_n(out, row.channels, 0.0F);
    for (const Tap& tap : row.taps) {
      const float* x = tap.x + p * row.step;
      for (std::size_t c = 0; c < row.channels; ++c) {
        out[c] = fused_multiply_add(x[c], tap.w[c], out[c]);
      }
    }
    for (std::size_t c = 0; row.bias != nullptr && c < row.channels; ++c) {
      out[c] = out[c] + row.bias[c];
    }
  }
}

float fused_multiply_add(float a, float b, float c) {
  const double sum = static_cast<double>(a) * static_cast<double>(b) + static_cast<double>(c);
  return rounds_twice(sum) ? std::fma(a, b, c) : static_cast<float>(sum);
}

PackedMatrix::PackedMatrix(std::span<const float> weights, std::size_t depth, std::size_t outputs)
    : depth_(depth), outputs_(outputs), has_tiny_(quantizeml::has_tiny(weights)) {
  const std::size_t panels = (outputs + kLanes - 1) / kLanes;
  values_.assign(panels * depth * kLanes, 0.0F);
  for (std::size_t n = 0; n < outputs; ++n) {
    float* to = values_.data() + (n / kLanes) * depth * kLanes + n % kLanes;
    for (std::size_t k = 0; k < depth; ++k) to[k * kLanes] = weights[k * outputs + n];
  }
}

void multiply_rows(const FmaKernels& kernels, std::span<const float* const> rows,
                   const PackedMatrix& weights, const Chain& chain, float* out) {
  const std::size_t outputs = weights.outputs();
  std::vector<bool> tiny;
  if (!kernels.rows_take_tiny) tiny = tiny_tiles(kernels, rows, weights, chain);
  std::vector<const float*> from(rows.begin(), rows.end());
  for (const float*& row : from) row += chain.first;
  Tile tile;
  tile.depth = chain.last - chain.first;
  tile.panel_step = weights.depth() * kLanes;
  tile.onto = chain.onto;
  tile.out_step = outputs;
  std::size_t panels = 1;
  for (std::size_t n = 0; n < outputs; n += panels * kLanes) {
    panels = std::clamp<std::size_t>((outputs - n) / kLanes, 1, kernels.tile_panels);
    tile.w = weights.panel(n / kLanes, chain.first);
    tile.start = chain.start == nullptr ? nullptr : chain.start + n;
    tile.bias = chain.bias == nullptr ? nullptr : chain.bias + n;
    for (std::size_t r = 0; r < rows.size(); r += kernels.tile_rows) {
      const std::size_t count = std::min(kernels.tile_rows, rows.size() - r);
      const bool slow = !tiny.empty() && tiny[r / kernels.tile_rows];
      const auto multiply = slow ? portable_rows : kernels.rows;
      tile.rows = from.data() + r;
      tile.out = out + r * outputs + n;
      if (outputs - n < kLanes) {
        multiply_edge(multiply, tile, count, outputs - n);
      } else {
        multiply(tile, count, panels);
      }
    }
  }
}

void multiply_rows(std::span<const float* const> rows, const PackedMatrix& weights,
                   const Chain& chain, float* out) {
  multiply_rows(fma_kernels().front(), rows, weights, chain, out);
}

void multiply_taps(const TapRow& row, float* out) {
  fma_kernels().front().taps(row, out);
}

}  // namespace cnn2snn::quantizeml
