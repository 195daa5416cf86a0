// SPDX-License-Identifier: Apache-2.0
#include "cnn2snn/report.h"

namespace cnn2snn {

std::string_view to_string(Step step) {
  switch (step) {
    case Step::kRead:
      return "read";
    case Step::kParse:
      return "parse";
    case Step::kQuantization:
      return "quantization";
    case Step::kConversion:
      return "conversion";
    case Step::kVerification:
      return "verification";
    case Step::kInference:
      return "inference";
  }
  return "conversion";
}

std::string_view to_string(ErrorId id) {
  switch (id) {
#define CNN2SNN_CASE(name, text, explanation) \
  case ErrorId::name:                         \
    return text;
    CNN2SNN_ERROR_IDS(CNN2SNN_CASE)
#undef CNN2SNN_CASE
  }
  return "E_INTERNAL";
}

std::string_view meaning(ErrorId id) {
  switch (id) {
#define CNN2SNN_CASE(name, text, explanation) \
  case ErrorId::name:                         \
    return explanation;
    CNN2SNN_ERROR_IDS(CNN2SNN_CASE)
#undef CNN2SNN_CASE
  }
  return {};
}

std::string_view to_string(Rule rule) {
  switch (rule) {
    case Rule::kNone:
      break;
#define CNN2SNN_CASE(name, text, explanation) \
  case Rule::name:                            \
    return text;
      CNN2SNN_RULES(CNN2SNN_CASE)
#undef CNN2SNN_CASE
  }
  return {};
}

std::string describe(const Problem& problem) {
  std::string text;
  std::string classes;
  for (const LayerName& layer : problem.layers) {
    text += (text.empty() ? "" : ", ") + layer.name;
    classes += (classes.empty() ? "" : ", ") + layer.class_name;
  }
  if (!classes.empty()) text += text.empty() ? classes : " (" + classes + ")";
  if (!text.empty()) text += ": ";
  text += problem.reason.empty() ? std::string(meaning(problem.id)) : problem.reason;
  if (!problem.remedy.empty()) text += " " + problem.remedy;
  return text;
}

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
