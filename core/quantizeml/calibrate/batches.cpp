// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/calibrate/batches.h"

#include <algorithm>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"

namespace cnn2snn::quantizeml {
namespace {

[[noreturn]] void refuse(std::string reason, std::string remedy, std::string error_class) {
  fail(ErrorId::kArgument, Step::kQuantization, std::move(reason), std::move(remedy),
       std::move(error_class));
}

std::size_t round_up(std::size_t a, std::size_t b) {
  return a / b + (a % b != 0 ? 1 : 0);
}

void check_temporal(std::size_t count, const CalibrationOptions& options) {
  if (!options.batch_size) {
    refuse(
        "batch_size not specified. With spatiotemporal TENN models batch_size must be given: "
        "it is the number of sequences whose frames the samples are.",
        "Give the number of sequences as batch size.", "ValueError");
  }
  if (count % static_cast<std::size_t>(*options.batch_size) != 0) {
    refuse(
        "When calibrating spatiotemporal TENN, num_samples must be a multiple of batch_size, "
        "got " +
            std::to_string(count) + " and " + std::to_string(*options.batch_size) + ".",
        "Give as many frames of each sequence.", "ValueError");
  }
}

}  // namespace

Batches plan_batches(std::size_t count, bool temporal, const CalibrationOptions& options) {
  if (options.batch_size && *options.batch_size < 1) {
    refuse("The batch size should be strictly positive.", "Give a batch size of 1 or more.",
           "AssertionError");
  }
  if (options.epochs < 1 || options.num_samples < 1 || count == 0) {
    refuse("Calibration needs at least one sample and one epoch.", "Give more samples.",
           "ValueError");
  }
  Batches batches;
  batches.epochs = static_cast<std::size_t>(options.epochs);
  const auto asked = static_cast<std::uint64_t>(options.num_samples);
  const std::size_t most = static_cast<std::size_t>(std::min<std::uint64_t>(asked, count));
  if (temporal) {
    check_temporal(count, options);
    batches.size = static_cast<std::size_t>(*options.batch_size);
    batches.samples = count;
  } else if (options.batch_size) {
    const auto size = static_cast<std::uint64_t>(*options.batch_size);
    batches.size = static_cast<std::size_t>(std::min<std::uint64_t>(size, count));
    // At most ceil(num_samples / size) whole batches.
    const std::size_t used = size >= count ? count : round_up(most, batches.size) * batches.size;
    batches.samples = std::min(used, count);
  } else {
    batches.size = round_up(count, most);
    batches.samples = count;
  }
  return batches;
}

}  // namespace cnn2snn::quantizeml
