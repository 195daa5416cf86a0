// SPDX-License-Identifier: Apache-2.0
#include "keras/dilation.h"

#include <algorithm>

namespace cnn2snn::keras {

std::string remedy_for_dilation(std::string_view class_name,
                                const std::vector<std::int64_t>& rate) {
  const bool dilates = std::any_of(rate.begin(), rate.end(), [](std::int64_t n) { return n != 1; });
  const std::size_t one = class_name.find("1D");
  if (one != std::string_view::npos) {
    std::string name(class_name);
    name[one] = '2';
    return "Use a " + name + " with a (1, k) kernel" +
           (dilates ? " and dilation_rate=1." : " on an input of shape (1, steps, channels).");
  }
  if (dilates || class_name.find("3D") == std::string_view::npos) return "Use dilation_rate=1.";
  return "Use two-dimensional layers: Akida has no three-dimensional convolutions.";
}

}  // namespace cnn2snn::keras
