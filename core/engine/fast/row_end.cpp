// SPDX-License-Identifier: Apache-2.0
#include "engine/fast/row_end.h"

#include <algorithm>
#include <utility>

#include "engine/pooling.h"

namespace cnn2snn::engine {

namespace {

std::size_t positions_of(const Windows& windows) {
  return static_cast<std::size_t>(windows.x.output * windows.y.output);
}

}  // namespace

RowEnd::RowEnd(Chain chain, const Windows& windows, std::span<const std::int64_t> sums,
               std::size_t lanes)
    : chain_(std::move(chain)), channels_(chain_->channels()), positions_(positions_of(windows)) {
  // A global average is a sum of what comes before the output stage.
  if (chain_->pool_type() == akida::kPoolAverage) {
    totals_ = fast_totals(chain_->stages(), sums, positions_, lanes);
  } else {
    fast_ = fast_stages(chain_->stages(), lanes);
  }
}

RowEnd::RowEnd(Potentials potentials, const Windows& windows)
    : potentials_(std::move(potentials)),
      channels_(potentials_->channels()),
      positions_(positions_of(windows)) {}

/// Bias, ReLU and the output stage never turn the order of two values around: the maximum may be
/// taken of the output.
bool RowEnd::pools_bytes() const {
  return fast_ && chain_->pool_type() == akida::kPoolMax;
}

void RowEnd::begin(LayerState& state) const {
  if (pools_bytes()) state.bytes.resize(positions_ * channels_);
  if (totals_) {
    state.totals.assign(totals_->bias.size(), 0);
  } else if (!fast_) {
    state.map.resize(positions_ * channels_);
  }
}

void RowEnd::put(const std::int32_t* sums, std::size_t stride, std::size_t position,
                 std::size_t pixels, Tensor& output, LayerState& state,
                 const SimdKernels& simd) const {
  if (fast_) {
    std::uint8_t* bytes = pools_bytes() ? state.bytes.data() : output.bytes.data();
    simd.finish({sums, stride, pixels, channels_, fast_->bias.data(), fast_->low.data(),
                 fast_->high.data(), fast_->scale.data(), fast_->half, fast_->shift, fast_->least,
                 fast_->most, bytes + position * channels_});
    return;
  }
  if (totals_) {
    simd.add_up({sums, stride, pixels, totals_->bias.size(), totals_->bias.data(),
                 totals_->low.data(), totals_->high.data(), state.totals.data()});
    return;
  }
  for (std::size_t p = 0; p < pixels; ++p) {
    std::copy_n(sums + p * stride, channels_, &state.map[(position + p) * channels_]);
  }
}

void RowEnd::end(Tensor& output, LayerState& state) const {
  if (pools_bytes()) {
    max_pool_bytes(state.bytes, channels_, chain_->pooling(), output.bytes);
  } else if (potentials_) {
    potentials_->finish(state.map, output);
  } else if (totals_) {
    std::vector<std::int32_t> values(channels_);
    for (std::size_t f = 0; f < channels_; ++f) {
      values[f] = chain_->stages().output(state.totals[f], f);
    }
    narrow(values, output);
  } else if (!fast_) {
    chain_->finish(std::span<const std::uint32_t>(state.map), output);
  }
}

}  // namespace cnn2snn::engine
