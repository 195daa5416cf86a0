// SPDX-License-Identifier: Apache-2.0
#include "cli/run_text.h"

#include <algorithm>
#include <cstdio>

namespace cnn2snn::cli::text {

namespace {

/// Wider confusion matrices are for --json.
constexpr std::size_t kMostColumns = 20;

std::string number(const char* format, double value) {
  char buffer[64];
  const int size = std::snprintf(buffer, sizeof buffer, format, value);
  return {buffer, static_cast<std::size_t>(std::max(size, 0))};
}

std::string percent(std::uint64_t part, std::uint64_t all) {
  return number("%6.2f%%",
                all == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(all));
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.insert(0, width - text.size(), ' ');
  return text;
}

std::string confusion(const EvaluateResult& result) {
  const std::size_t classes = result.confusion.size();
  if (classes == 0 || classes > kMostColumns) return {};
  std::size_t width = 4;
  for (const auto& row : result.confusion) {
    for (const std::uint64_t count : row) width = std::max(width, std::to_string(count).size() + 1);
  }
  std::string text = "\nClass against prediction\n" + std::string(6, ' ');
  for (std::size_t c = 0; c < classes; ++c) text += padded(std::to_string(c), width);
  text += "\n";
  for (std::size_t r = 0; r < classes; ++r) {
    text += padded(std::to_string(r), 6);
    for (const std::uint64_t count : result.confusion[r])
      text += padded(std::to_string(count), width);
    text += "\n";
  }
  return text;
}

}  // namespace

std::string not_run(std::string_view path, std::size_t problems) {
  return std::string(path) + " cannot be run" +
         (problems == 1 ? ":" : ", " + std::to_string(problems) + " problems:");
}

std::string ran(std::string_view input, std::span<const std::string> names,
                const ForwardResult& result, std::size_t most,
                std::span<const std::string> labels) {
  if (result.scores.shape.empty()) {
    std::string shape;
    for (const std::int64_t extent : result.output.shape) {
      shape += (shape.empty() ? "" : ", ") + std::to_string(extent);
    }
    return std::string(input) + ": output (" + shape + ") " + to_string(result.output.type) +
           ", no scores: the last layer is no Dequantizer. --output writes it.\n";
  }
  std::string text;
  std::size_t sample = 0;
  for (const auto& row : top_classes(result.scores, most)) {
    text += sample < names.size() ? names[sample] + "\n"
                                  : std::string(input) + " [" + std::to_string(sample) + "]\n";
    ++sample;
    for (const ClassScore& best : row) {
      const auto index = static_cast<std::size_t>(best.index);
      text += "  " + padded(std::to_string(index), 4) + "  " +
              number("%12.6g", static_cast<double>(best.score)) +
              (index < labels.size() ? "  " + labels[index] : "") + "\n";
    }
  }
  return text;
}

std::string picture_note(std::string_view path, std::string_view note) {
  return "Note: " + std::string(path) + ": " + std::string(note) + "\n";
}

std::string class_note(std::span<const std::string> names) {
  std::string text = "Note: the classes are the sub-folders in the order of their names: ";
  for (std::size_t i = 0; i < names.size() && i < kMostColumns; ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(i) + " " + names[i];
  }
  return text + (names.size() > kMostColumns ? ", …\n" : ".\n");
}

std::string outputs_written(std::string_view path, std::size_t arrays) {
  return std::to_string(arrays) + (arrays == 1 ? " array" : " arrays") + " saved as " +
         std::string(path) + "\n";
}

std::string evaluated(std::string_view path, const EvaluateResult& result) {
  std::string text = std::string(path) + ": " + std::to_string(result.correct) + " of " +
                     std::to_string(result.samples) + " right, accuracy " +
                     number("%.4f", result.accuracy()) + "\n" + confusion(result);
  std::size_t width = 5;
  for (const LayerStatistics& layer : result.layers) width = std::max(width, layer.name.size());
  text += "\nLayer" + std::string(width - 5, ' ') + "    zeros  saturated\n";
  for (const LayerStatistics& layer : result.layers) {
    text += layer.name + std::string(width - layer.name.size(), ' ') + "  " +
            percent(layer.zeros, layer.values) + "    " + percent(layer.saturated, layer.values) +
            "\n";
  }
  return text;
}

}  // namespace cnn2snn::cli::text
