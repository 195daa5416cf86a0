// SPDX-License-Identifier: Apache-2.0
#include "cli/system.h"

#include "base/conversion_error.h"

namespace cnn2snn::cli {

Pictures System::pictures(const std::string& path, const std::vector<std::int64_t>& /*shape*/) {
  fail(ErrorId::kPicture, Step::kRead, "'" + path + "': pictures are not read here.",
       "Give the samples as .npz or .npy, or use the native program.");
}

}  // namespace cnn2snn::cli
