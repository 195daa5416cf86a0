// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/system.h"
#include "cnn2snn/runner.h"

/// Where the samples of run and evaluate come from.
namespace cnn2snn::cli {

/// Pictures ready for a model.
class PictureInput {
 public:
  /// Throws ConversionError for a model that takes no pictures.
  PictureInput(System& system, const std::string& path, const Runner& runner);

  [[nodiscard]] const Pictures& pictures() const { return pictures_; }
  /// Samples of the type that the model takes. uint8: what lies behind the decimal point is cut
  /// off, as numpy's astype and tf.cast cut it; float32: as they are.
  [[nodiscard]] Array read(std::size_t first, std::size_t count) const;
  /// What was done to them, one line.
  [[nodiscard]] std::string note() const;

 private:
  Pictures pictures_;
  akida::Shape3 shape_{};  ///< Height, width, channels.
  bool floats_ = false;
  bool channels_first_ = false;
};

/// The arrays of a `.npy` or `.npz`, and the only one of them; `path` is for messages.
std::vector<Array> read_arrays(std::span<const std::uint8_t> bytes, const std::string& path);
Array only_array(std::span<const std::uint8_t> bytes, const std::string& path);

}  // namespace cnn2snn::cli
