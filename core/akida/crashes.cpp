// SPDX-License-Identifier: Apache-2.0
#include "akida/crashes.h"

#include <cmath>
#include <string_view>
#include <utility>

#include "akida/fields.h"
#include "akida/layer_table.h"

namespace cnn2snn::akida {
namespace {

std::string text_of(std::string_view name, int shift, bool left) {
  return std::string(name) + " holds " + std::to_string(shift) + ", outside " +
         (left ? "0" : "-31") + "…31";
}

std::string step_without_divisor(const Layer& layer) {
  const Variable* steps = find_variable(layer, kActStep.name);
  if (steps == nullptr || parameter(layer, "activation") == 0) return {};
  for (const float step : elements<float>(*steps)) {
    // One below 1/16 is refused when it is loaded.
    if (step < 1.F / 16 || step_divisor(step) != 0) continue;
    return "act_step is " + std::to_string(step) + ", which the potentials cannot be divided by";
  }
  return {};
}

}  // namespace

std::uint32_t step_divisor(float act_step) {
  // Also false for NaN.
  if (!(act_step >= 0 && act_step < 134217728.F)) return 0;
  const auto sixteenths = static_cast<std::uint64_t>(std::floor(act_step * 16.F));
  return static_cast<std::uint32_t>(sixteenths << 4);
}

std::optional<ShiftBeyond> shift_beyond(const Layer& layer) {
  constexpr int kMostShift = 31;
  std::optional<ShiftBeyond> unknown;
  const LayerRule* rule = find_rule(layer.type);
  if (rule == nullptr) return unknown;
  for (const VariableRow& row : rule->variables) {
    const bool left = row.elements == Elements::kLeftShift;
    if (row.elements != Elements::kShift && !left) continue;
    const Variable* variable = find_variable(layer, row.name);
    if (variable == nullptr) continue;
    for (const std::uint8_t byte : variable->data) {
      const int shift = left ? byte : static_cast<std::int8_t>(byte);
      if (shift >= (left ? 0 : -kMostShift) && shift <= kMostShift) continue;
      // Bytes with the highest bit alone, and left shifts that are negative as signed bytes, run.
      const bool crashes = left ? shift < 128 : shift != -128;
      ShiftBeyond found{text_of(row.name, shift, left), crashes};
      if (crashes) return found;
      if (!unknown) unknown = std::move(found);
    }
  }
  return unknown;
}

std::string crash_of(const Layer& layer) {
  if (const auto shift = shift_beyond(layer); shift && shift->crashes) return shift->text;
  return step_without_divisor(layer);
}

}  // namespace cnn2snn::akida
