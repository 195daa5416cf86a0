// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "akida/layer_table.h"
#include "cnn2snn/akida_model.h"

namespace cnn2snn::akida {

namespace {

using Row = std::vector<std::string>;

/// Columns a UTF-8 text takes, one per code point.
std::size_t columns(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string list(const Shape3& shape) {
  return "[" + std::to_string(shape[0]) + ", " + std::to_string(shape[1]) + ", " +
         std::to_string(shape[2]) + "]";
}

std::string tuple(const std::vector<std::uint32_t>& shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (i > 0) text += ", ";
    text += std::to_string(shape[i]);
  }
  return text + (shape.size() == 1 ? ",)" : ")");
}

/// Shapes of what a layer multiplies with, one line each (a separable layer has two).
std::vector<std::string> kernel_shapes(const Layer& layer) {
  std::vector<std::string> lines;
  for (const char* name : {"weights", "weights_pw"}) {
    const auto found = layer.variables.find(name);
    if (found != layer.variables.end()) lines.push_back(tuple(found->second.shape));
  }
  if (layer.type == LayerType::kStatefulRecurrent) {
    std::string line;
    for (const char* name : {"in_proj", "A_real", "A_imag", "out_proj"}) {
      const auto found = layer.variables.find(name);
      if (found == layer.variables.end()) continue;
      line += (line.empty() ? "" : "  ") + tuple(found->second.shape);
    }
    lines.push_back(line);
  }
  if (lines.empty()) lines.emplace_back("N/A");
  return lines;
}

std::vector<std::size_t> widths(const std::vector<Row>& rows) {
  std::vector<std::size_t> all(rows.front().size(), 0);
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) all[i] = std::max(all[i], columns(row[i]));
  }
  return all;
}

std::string line(const Row& row, const std::vector<std::size_t>& width) {
  std::string text;
  for (std::size_t i = 0; i < row.size(); ++i) {
    text += row[i];
    if (i + 1 < row.size()) text += std::string(width[i] - columns(row[i]) + 2, ' ');
  }
  return text + "\n";
}

std::size_t total(const std::vector<std::size_t>& width) {
  std::size_t sum = 2 * (width.size() - 1);
  for (const std::size_t w : width) sum += w;
  return sum;
}

std::string totals_table(const Model& model) {
  std::uint64_t parameters = 0;
  for (const Layer& layer : model.layers) parameters += parameter_count(layer);
  const std::vector<Row> rows{
      {"Input shape", "Output shape", "Layers", "Parameters", "IP version"},
      {list(model.layers.front().input_shape), list(model.layers.back().output_shape),
       std::to_string(model.layers.size()), std::to_string(parameters),
       std::string(ip_version(model))}};
  const std::vector<std::size_t> width = widths(rows);
  const std::string title = "Model Summary";
  std::string text((total(width) - title.size()) / 2, ' ');
  text += title + "\n" + std::string(total(width), '_') + "\n" + line(rows[0], width);
  text += std::string(total(width), '=') + "\n" + line(rows[1], width);
  return text + std::string(total(width), '_') + "\n";
}

}  // namespace

std::string summary(const Model& model) {
  if (model.layers.empty()) return "Model Summary: no layers\n";
  std::vector<Row> rows{{"Layer (type)", "Output shape", "Kernel shape"}};
  std::vector<bool> continued{false};
  for (const Layer& layer : model.layers) {
    const LayerRule* rule = find_rule(layer.type);
    const std::string title(rule != nullptr ? rule->title : "?");
    bool first = true;
    for (const std::string& kernel : kernel_shapes(layer)) {
      rows.push_back(first ? Row{layer.name + " (" + title + ")", list(layer.output_shape), kernel}
                           : Row{"", "", kernel});
      continued.push_back(!first);
      first = false;
    }
  }
  const std::vector<std::size_t> width = widths(rows);
  const std::string rule_line(total(width), '_');
  std::string text = totals_table(model) + "\n" + rule_line + "\n" + line(rows[0], width);
  text += std::string(total(width), '=') + "\n";
  for (std::size_t i = 1; i < rows.size(); ++i) {
    text += line(rows[i], width);
    if (i + 1 == rows.size() || !continued[i + 1]) text += rule_line + "\n";
  }
  return text;
}

}  // namespace cnn2snn::akida
