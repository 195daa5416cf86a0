// SPDX-License-Identifier: Apache-2.0
#include "base/conversion_error.h"

namespace cnn2snn {

ConversionError::ConversionError(Problem problem)
    : problem_(std::move(problem)), text_(describe(problem_)) {}

ConversionError& ConversionError::at(std::vector<LayerName> layers) {
  if (problem_.layers.empty()) {
    problem_.layers = std::move(layers);
    text_ = describe(problem_);
  }
  return *this;
}

void fail(ErrorId id, Step step, std::string reason, std::string remedy, std::string error_class,
          Rule rule) {
  Problem problem;
  problem.id = id;
  problem.step = step;
  problem.reason = std::move(reason);
  problem.remedy = std::move(remedy);
  problem.error_class = std::move(error_class);
  problem.rule = rule;
  throw ConversionError(std::move(problem));
}

}  // namespace cnn2snn
