// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "api/call.h"
#include "api/keras_info.h"
#include "cnn2snn/cnn2snn.h"
#include "fbz/fbz.h"
#include "files/hdf5/file.h"
#include "keras/graph.h"

namespace cnn2snn {
namespace {

/// HDF5 allows its signature at 0 and at the powers of two from 512 on.
bool has_hdf5_signature(std::span<const std::uint8_t> bytes) {
  constexpr std::uint8_t kSignature[] = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
  for (std::size_t at = 0; at + sizeof kSignature <= bytes.size(); at = at == 0 ? 512 : at * 2) {
    bool same = true;
    for (std::size_t i = 0; i < sizeof kSignature; ++i)
      same = same && bytes[at + i] == kSignature[i];
    if (same) return true;
  }
  return false;
}

}  // namespace

InspectResult inspect(std::span<const std::uint8_t> bytes) {
  InspectResult result;
  result.file_bytes = bytes.size();
  guarded(result.report, Step::kRead, [&] {
    if (!has_hdf5_signature(bytes) && fbz::looks_like_fbz(bytes)) {
      result.is_fbz = true;
      result.model = fbz::read(bytes, &result.report.warnings);
      return;
    }
    const auto file = std::make_shared<const hdf5::File>(hdf5::File::open(bytes));
    result.keras = keras_info(keras::load_graph(file));
  });
  return result;
}

}  // namespace cnn2snn
