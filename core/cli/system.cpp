// SPDX-License-Identifier: Apache-2.0
#include "cli/system.h"

#include "base/conversion_error.h"

namespace cnn2snn::cli {

std::string System::map(const std::string& path, FileBytes& file) {
  const auto bytes = std::make_shared<std::vector<std::uint8_t>>();
  std::string why = read(path, *bytes);
  file = {*bytes, bytes};
  return why;
}

Pictures System::pictures(const std::string& path, const std::vector<std::int64_t>& /*shape*/) {
  fail(ErrorId::kPicture, Step::kRead, "'" + path + "': pictures are not read here.",
       "Give the samples as .npz or .npy, or use the native program.");
}

}  // namespace cnn2snn::cli
