// SPDX-License-Identifier: Apache-2.0
#include "akida/hardware_limits.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "akida/fields.h"

namespace cnn2snn::akida {
namespace {

struct Limits {
  float act_step;
  std::int32_t threshold;
};

Limits limits_of(const Layer& layer) {
  if (layer.type == LayerType::kInputConvolutional) return {(1 << 20) - 1, (1 << 23) - 1};
  return {(1 << 16) - 1, (1 << 19) - 1};
}

// A numpy cast of a float32 to int32 on x86-64.
std::int32_t to_int32(float value) {
  if (value >= -2147483648.F && value < 2147483648.F) return static_cast<std::int32_t>(value);
  return std::numeric_limits<std::int32_t>::min();
}

// numpy.floor_divide of float32 values, divisor >= 1.
float floor_divide(float value, float divisor) {
  const float remainder = std::fmod(value, divisor);
  float quotient = (value - remainder) / divisor;
  if (remainder < 0) quotient -= 1.F;
  const float floored = std::floor(quotient);
  return quotient - floored > 0.5F ? floored + 1.F : floored;
}

// The threshold holds half a step (see thresholds.cpp of the legacy conversion, and the v1 outputs
// of QuantizeML models): it moves with the act_step.
void move_thresholds(Layer& layer, const std::vector<float>& before,
                     const std::vector<float>& after) {
  Variable* variable = find_variable(layer, "threshold");
  if (variable == nullptr) return;
  std::vector<std::int32_t> thresholds = elements<std::int32_t>(*variable);
  const float scale = std::ldexp(1.F, parameter(layer, "act_bits") - 4);
  for (std::size_t n = 0; n < thresholds.size() && n < after.size(); ++n) {
    const float effect = std::nearbyint(0.5F * (after[n] - before[n])) / scale;
    thresholds[n] = static_cast<std::int32_t>(static_cast<std::uint32_t>(thresholds[n]) +
                                              static_cast<std::uint32_t>(to_int32(effect)));
  }
  store(*variable, std::span<const std::int32_t>(thresholds));
}

bool divide_weights(Layer& next, const std::vector<float>& ratios, Report& report) {
  Variable* weights = find_variable(next, "weights");
  if (weights == nullptr || weights->shape.size() != 4) return true;
  const std::size_t channels = weights->shape[2];
  if (ratios.size() != 1 && ratios.size() != channels) {
    Problem problem;
    problem.id = ErrorId::kQuantization;
    problem.step = Step::kConversion;
    problem.layers = {{next.name, std::string(to_string(next.type))}};
    problem.reason = "operands could not be broadcast together with shapes (1,1," +
                     std::to_string(channels) + "," + std::to_string(weights->shape[3]) +
                     ") (1,1," + std::to_string(ratios.size()) +
                     ",1): the act_step of the layer before exceeds the hardware's limit, and the "
                     "weights of a flattened map cannot make up for it.";
    problem.remedy = "Pool the layer before to one position, or reduce the scale of its weights.";
    problem.error_class = "ValueError";
    report.problems.push_back(std::move(problem));
    return false;
  }
  const std::size_t filters = weights->shape[3];
  for (std::size_t i = 0; i < weights->data.size(); ++i) {
    const std::size_t channel = i / filters % channels;
    const auto value = static_cast<float>(static_cast<std::int8_t>(weights->data[i]));
    const float quotient = floor_divide(value, ratios[ratios.size() == 1 ? 0 : channel]);
    weights->data[i] = static_cast<std::uint8_t>(static_cast<std::int8_t>(quotient));
  }
  return true;
}

bool limit_act_step(Layer& layer, Layer& next, Report& report) {
  Variable* variable = find_variable(layer, "act_step");
  if (variable == nullptr) return true;
  const float limit = limits_of(layer).act_step;
  const std::vector<float> before = elements<float>(*variable);
  std::vector<float> after = before;
  std::vector<float> ratios(before.size(), 1.F);
  bool exceeded = false;
  for (std::size_t n = 0; n < before.size(); ++n) {
    if (!(before[n] > limit)) continue;
    exceeded = true;
    ratios[n] = before[n] / limit;
    after[n] = limit;
  }
  if (!exceeded) return true;
  store(*variable, std::span<const float>(after));
  if (parameter(layer, "activation") != 0) move_thresholds(layer, before, after);
  return divide_weights(next, ratios, report);
}

void clip_thresholds(Layer& layer, Report& report) {
  Variable* variable = find_variable(layer, "threshold");
  if (variable == nullptr) return;
  const std::int32_t limit = limits_of(layer).threshold;
  std::vector<std::int32_t> thresholds = elements<std::int32_t>(*variable);
  bool clipped = false;
  for (std::int32_t& threshold : thresholds) {
    if (threshold <= limit) continue;
    threshold = limit;
    clipped = true;
  }
  if (!clipped) return;
  store(*variable, std::span<const std::int32_t>(thresholds));
  Problem warning;
  warning.id = ErrorId::kQuantization;
  warning.step = Step::kConversion;
  warning.layers = {{layer.name, std::string(to_string(layer.type))}};
  warning.reason = "The " + layer.name +
                   " layer holds very high threshold values which are not compatible with the "
                   "hardware. Those are clipped to the maximum supported value " +
                   std::to_string(limit) + ". Continuing execution.";
  report.warnings.push_back(std::move(warning));
}

}  // namespace

void apply_v1_hardware_limits(Model& model, Report& report) {
  if (ip_version(model) != "v1") return;
  // In order: the weights of a layer are divided before its own act_step is looked at. They do not
  // change that act_step.
  for (std::size_t i = 0; i + 1 < model.layers.size(); ++i) {
    if (!limit_act_step(model.layers[i], model.layers[i + 1], report)) return;
  }
  for (std::size_t i = 0; i + 1 < model.layers.size(); ++i) {
    clip_thresholds(model.layers[i], report);
  }
}

}  // namespace cnn2snn::akida
