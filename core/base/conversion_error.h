// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cnn2snn/report.h"

namespace cnn2snn {

/// Thrown inside the core, caught at its public entry points and turned into a Report.
class ConversionError : public std::exception {
 public:
  explicit ConversionError(Problem problem);
  [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }
  [[nodiscard]] const Problem& problem() const { return problem_; }
  /// Names the layers where the thrower did not know them; keeps names that are there already.
  ConversionError& at(std::vector<LayerName> layers);
  ConversionError& at_layer(std::string_view layer, std::string_view layer_class) {
    return at({LayerName{std::string(layer), std::string(layer_class)}});
  }

 private:
  Problem problem_;
  std::string text_;
};

/// Shorthand: throws ConversionError. The layers may be filled in later by `at`.
[[noreturn]] void fail(ErrorId id, Step step, std::string reason, std::string remedy = {},
                       std::string error_class = {}, Rule rule = Rule::kNone);

}  // namespace cnn2snn
