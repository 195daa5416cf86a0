// SPDX-License-Identifier: Apache-2.0
#include "cli/analysis_text.h"

#include <algorithm>
#include <cstdio>

namespace cnn2snn::cli::text {
namespace {

constexpr double kMostSaturation = 60.0;  // Per cent; more, and the error says nothing.

std::string row(std::string name, std::size_t width, const std::string& single,
                const std::string& cumulative, const std::string& saturation) {
  name.resize(std::max(width, name.size()), ' ');
  char line[128];
  const int size = std::snprintf(line, sizeof line, "  %12s  %16s  %14s\n", single.c_str(),
                                 cumulative.c_str(), saturation.c_str());
  return name + std::string(line, static_cast<std::size_t>(std::max(size, 0)));
}

std::string four_places(double value) {
  char text[32];
  const int size = std::snprintf(text, sizeof text, "%.4f", value);
  return {text, static_cast<std::size_t>(std::max(size, 0))};
}

}  // namespace

std::string quantization_error(std::span<const LayerQuantizationError> layers) {
  if (layers.empty()) return {};
  const auto name_of = [](const LayerQuantizationError& layer) {
    const bool unreliable =
        layer.single.saturation > kMostSaturation || layer.cumulative.saturation > kMostSaturation;
    return (unreliable ? "*" : "") + layer.layer + " (" + layer.layer_class + ")";
  };
  std::size_t width = 0;
  for (const auto& layer : layers) width = std::max(width, name_of(layer).size());
  std::string text = "\nQuantization error\n" +
                     row("Layer", width, "SMAPE single", "SMAPE cumulative", "Saturation (%)");
  bool unreliable = false;
  for (const auto& layer : layers) {
    const std::string name = name_of(layer);
    unreliable = unreliable || name.front() == '*';
    text += row(name, width, four_places(layer.single.smape), four_places(layer.cumulative.smape),
                four_places(layer.cumulative.saturation));
  }
  if (unreliable) {
    text += "* These outputs saturate by more than 60 %: their error says little.\n";
  }
  return text;
}

}  // namespace cnn2snn::cli::text
