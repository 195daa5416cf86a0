// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/input_scaling.h"

#include <cmath>
#include <limits>
#include <string>

#include "convert/legacy/messages.h"

namespace cnn2snn::legacy {
namespace {

constexpr std::size_t kLayersLookedAt = 2;

// Keras: keras = scale * akida + offset.
std::optional<InputScaling> invert(const LegacyLayer& layer, Report& report) {
  const keras::Value& scale = layer.keras->config["scale"];
  const keras::Value& offset = layer.keras->config["offset"];
  const char* remedy = "Use a Rescaling layer with one number for scale and one for offset.";
  if (!scale.is_number() || !(offset.is_number() || offset.is_null())) {
    report.problems.push_back(problem_of(
        layer, ErrorId::kLayerConfig,
        "Unsupported Rescaling layer: scale " + scale.repr() + ", offset " + offset.repr() + ".",
        remedy, "TypeError"));
    return std::nullopt;
  }
  if (scale.as_double() == 0) {
    report.problems.push_back(problem_of(layer, ErrorId::kLayerConfig,
                                         "division by zero: the scale of the Rescaling layer is 0.",
                                         remedy, "ZeroDivisionError"));
    return std::nullopt;
  }
  return InputScaling{1 / scale.as_double(), -offset.as_double() / scale.as_double()};
}

// A number given as an integer is printed as one.
std::string number(double value) {
  const bool integer = std::floor(value) == value && std::fabs(value) < 1e15;
  return integer ? std::to_string(static_cast<std::int64_t>(value)) : keras::Value(value).repr();
}

void refuse(Report& report, ErrorId id, std::string reason, std::string remedy) {
  report.problems.push_back(
      {id, Step::kConversion, {}, std::move(reason), std::move(remedy), "ValueError"});
}

}  // namespace

InputScaling input_scaling(const std::vector<LegacyLayer>& layers,
                           const std::optional<std::pair<double, double>>& asked, Report& report) {
  std::optional<InputScaling> scaling;
  bool has_rescaling = false;
  for (std::size_t i = 0; i < layers.size() && i < kLayersLookedAt && !has_rescaling; ++i) {
    if (layers[i].kind != Kind::kRescaling) continue;
    has_rescaling = true;
    scaling = invert(layers[i], report);
    if (!scaling) return {};
  }
  const std::string asked_text =
      asked ? "(" + number(asked->first) + ", " + number(asked->second) + ")" : "";
  if (has_rescaling && asked) {
    refuse(report, ErrorId::kArgument,
           "If a Rescaling layer is present in the model, 'input_scaling' argument must be None. "
           "Receives " +
               asked_text + ".",
           "Leave out scale and shift: those of the Rescaling layer are used.");
    return {};
  }
  if (!scaling) scaling = asked ? InputScaling{asked->first, asked->second} : InputScaling{};
  if (scaling->scale <= 0) {
    refuse(report, has_rescaling ? ErrorId::kLayerConfig : ErrorId::kArgument,
           "The scale factor 'input_scaling[0]' must be strictly positive. Receives: "
           "input_scaling=" +
               (has_rescaling ? python_pair(scaling->scale, scaling->shift) : asked_text),
           "Use a scale above zero.");
    return {};
  }
  return *scaling;
}

}  // namespace cnn2snn::legacy
