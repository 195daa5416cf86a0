// SPDX-License-Identifier: Apache-2.0
//
// Bytes -> the arrays of a .npy or .npz, joined, and the first and last of them as samples. What is
// read must come out again as it was written. Seeds: the .npz and .npy files under tests/.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "base/conversion_error.h"
#include "cnn2snn/samples.h"
#include "files/npz/npz.h"

namespace {

void read_ends(const cnn2snn::Samples& samples) {
  std::size_t size = 1;
  for (const std::int64_t extent : samples.shape) size *= static_cast<std::size_t>(extent);
  if (samples.count == 0) return;
  std::vector<float> values(size);
  samples.read(0, values);
  samples.read(samples.count - 1, values);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnn2snn;
  try {
    const std::vector<Array> arrays = npz::read_arrays(std::span(data, size));
    for (const Array& array : arrays) {
      const std::vector<std::uint8_t> written = npz::write_npy(array);
      const Array again = npz::read_npy(written);
      if (again.shape != array.shape || again.data != array.data || again.type != array.type) {
        std::abort();
      }
    }
    read_ends(samples_of(npz::concatenate(arrays)));
  } catch (const ConversionError& error) {
    if (error.problem().id == ErrorId::kInternal) std::abort();
  }
  return 0;
}
