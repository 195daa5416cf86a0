// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "cnn2snn/samples.h"
#include "keras/graph.h"
#include "quantizeml/classes/ranges.h"

namespace cnn2snn::quantizeml {

/// The arguments of QuantizeML's `calibrate`, with its defaults.
struct CalibrationOptions {
  std::int64_t num_samples = 1024;
  std::optional<std::int64_t> batch_size;
  std::int64_t epochs = 1;
  /// Samples that are run at the same time; each needs the memory of one.
  unsigned threads = 1;
  /// Called on the calling thread with samples done and samples in all; false: stop.
  std::function<bool(std::size_t done, std::size_t all)> progress;
};

/// Runs the samples through the float model, the sanitized one, and returns what the observers saw:
/// the moving average of each batch's largest values. Only what the observed layers depend on is
/// run. The result does not depend on `threads`.
///
/// Throws ConversionError (Step::kQuantization): what QuantizeML refuses; a layer that cannot be
/// run; samples of another shape; values that are not finite, naming the layer; kCancelled.
Ranges calibrate(const keras::Graph& graph, std::span<const Observer> observers,
                 const Samples& samples, const CalibrationOptions& options);

/// Samples as QuantizeML makes them up where there are none: uniform integers in [low, high]. Equal
/// for equal seeds, on every platform; not numpy's.
Samples random_samples(std::size_t count, keras::Shape shape, std::int64_t low, std::int64_t high,
                       std::uint64_t seed);

}  // namespace cnn2snn::quantizeml
