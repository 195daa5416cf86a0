// SPDX-License-Identifier: Apache-2.0
#include "cnn2snn/report.h"

#include <string_view>

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
  if (problem.remedy.empty()) return text;
  // Not every reason ends as a sentence: some are the official tools' words.
  const bool ends = std::string_view(".!?:").find(text.back()) != std::string_view::npos;
  return text + (ends ? " " : ". ") + problem.remedy;
}

}  // namespace cnn2snn
