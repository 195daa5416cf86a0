// SPDX-License-Identifier: Apache-2.0
#include "cnn2snn/samples.h"

#include <memory>
#include <utility>

#include "base/conversion_error.h"

namespace cnn2snn {

Samples samples_of(Array array) {
  if (array.shape.empty()) {
    fail(ErrorId::kArray, Step::kRead, "The samples are one number.",
         "Their first axis must be their number: (128, 32, 32, 3).", "ValueError");
  }
  const auto kept = std::make_shared<const Array>(std::move(array));
  Samples samples;
  samples.count = static_cast<std::size_t>(kept->shape[0]);
  samples.shape.assign(kept->shape.begin() + 1, kept->shape.end());
  samples.read = [kept](std::size_t index, std::span<float> out) {
    to_floats(*kept, index * out.size(), out);
  };
  return samples;
}

}  // namespace cnn2snn
