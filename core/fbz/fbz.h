// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "cnn2snn/report.h"

/// The `.fbz` file: a FlatBuffer (akida_model.fbs) compressed with raw Snappy.
namespace cnn2snn::fbz {

/// Serializes and compresses; then decompresses, verifies and compares with `model` before handing
/// the bytes over (throws ConversionError Step::kVerification if they differ).
std::vector<std::uint8_t> write(const akida::Model& model);

/// Reads a file of any writer (trailing padding ignored) and derives shapes. Sizes are limited
/// before anything is allocated. Throws ConversionError (Step::kRead, kNotFbz or kFbzCorrupt).
akida::Model read(std::span<const std::uint8_t> bytes);

/// The same for looking at a file: where the runtime would refuse a layer, the reason is added to
/// `refused` and the layers are given as they are stored.
akida::Model read(std::span<const std::uint8_t> bytes, std::vector<Problem>* refused);

}  // namespace cnn2snn::fbz
