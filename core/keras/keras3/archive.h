// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace cnn2snn::hdf5 {
class File;
}

namespace cnn2snn::keras3 {

/// What is in a .keras archive (keras/src/saving/saving_lib.py).
struct Archive {
  std::string config;                         ///< config.json: the model.
  std::string keras_version;                  ///< Of metadata.json; empty: it does not say.
  std::shared_ptr<const hdf5::File> weights;  ///< model.weights.h5, with its bytes.
};

/// Unpacks an archive. Throws ConversionError (Step::kRead or kParse) for a damaged one, one that
/// holds no model, and one that would unpack to far more than it is.
Archive read_archive(std::span<const std::uint8_t> bytes);

}  // namespace cnn2snn::keras3
