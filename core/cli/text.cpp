// SPDX-License-Identifier: Apache-2.0
#include "cli/text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <vector>

#include "cnn2snn/akida_model.h"

namespace cnn2snn::cli::text {
namespace {

std::string count(std::size_t number, std::string_view noun) {
  return std::to_string(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& parts) {
  std::string result;
  for (const std::string& part : parts) result += (result.empty() ? "" : ", ") + part;
  return result;
}

/// With a word at those that run on Akida for the rest.
std::vector<std::string> host_layers(const CompatibilityResult& result) {
  std::vector<std::string> names = result.host_layers;
  if (!result.source) return names;
  for (const SourceLayer& layer : result.source->layers) {
    const auto name = std::find(names.begin(), names.end(), layer.name);
    if (name != names.end() && !layer.ignored) *name = "a part of " + layer.name;
  }
  return names;
}

std::string shape(const std::vector<std::int64_t>& sizes) {
  std::vector<std::string> parts;
  parts.reserve(sizes.size());
  for (const std::int64_t size : sizes) parts.push_back(size < 0 ? "None" : std::to_string(size));
  return parts.empty() ? "?" : "[" + joined(parts) + "]";
}

// Columns as wide as their widest cell, two blanks apart.
std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string result;
  for (const auto& row : rows) {
    std::string line = " ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += " " + row[i] + std::string(widths[i] - row[i].size() + 1, ' ');
    }
    result += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return result;
}

std::string keras_table(const SourceModel& model) {
  std::vector<std::vector<std::string>> rows = {{"layer", "class", "output shape", "inbounds"}};
  for (const SourceLayer& layer : model.layers) {
    rows.push_back(
        {layer.name, layer.class_name, shape(layer.output_shape), joined(layer.inbounds)});
  }
  return table(rows);
}

// "98.5 % (2700000 of 2741000)"; a part that is not whole is never rounded up to it.
std::string part_of(std::uint64_t part, std::uint64_t rest) {
  const double whole = static_cast<double>(part) + static_cast<double>(rest);
  const double percent = whole == 0 ? 100. : 100. * static_cast<double>(part) / whole;
  char text[64];
  std::snprintf(text, sizeof text, "%.1f", rest == 0 ? percent : std::min(percent, 99.9));
  return std::string(text) + " % (" + std::to_string(part) + " of " + std::to_string(part + rest) +
         ")";
}

}  // namespace

std::string version() {
  return "cnn2snn " + std::string(cnn2snn::version()) + "\n";
}

std::string usage_error(std::string_view action, std::string_view reason) {
  const std::string command =
      action.empty() ? std::string("cnn2snn") : "cnn2snn " + std::string(action);
  return command + ": error: " + std::string(reason) + "\n" + "Try `" + command + " --help`.\n";
}

std::string cannot_read(std::string_view path, std::string_view why) {
  return "Cannot read " + std::string(path) + ": " + std::string(why) + ".";
}

std::string cannot_write(std::string_view path, std::string_view why) {
  return "Cannot write " + std::string(path) + ": " + std::string(why) + ".";
}

std::string invalid_environment(std::string_view value) {
  return "CNN2SNN_TARGET_AKIDA_VERSION=" + std::string(value) + " must be one of ['v1', 'v2'].";
}

std::string several_outputs() {
  return "--output must be a folder when several models are given";
}

std::string same_output(std::string_view path) {
  return "two of the models would be written to " + std::string(path);
}

std::string output_is_input(std::string_view path) {
  return "the output " + std::string(path) + " is one of the models";
}

std::string named_like_another(std::string_view path, std::string_view kind,
                               std::string_view extension) {
  return "the output " + std::string(path) +
         " is named like another kind of model: " + std::string(kind) + " is a " +
         std::string(extension) + " file";
}

std::string other_kind_there(std::string_view kind) {
  return "the file there is not " + std::string(kind);
}

std::string warning(const Problem& problem) {
  return "Warning: " + describe(problem) + "\n";
}

std::string problems(std::string_view headline, const Report& report) {
  std::string result = std::string(headline) + "\n";
  std::set<std::string> lists;  // Those under a reason, one entry a line: long, and often the same.
  for (const Problem& problem : report.problems) {
    Problem shown = problem;
    shown.remedy.clear();
    const std::size_t list = shown.reason.find('\n');
    if (list != std::string::npos && !lists.insert(shown.reason.substr(list)).second) {
      shown.reason.replace(list, std::string::npos, " see above.");
    }
    result += "  " + std::string(to_string(problem.step)) + ": " + describe(shown) + " [" +
              std::string(to_string(problem.id)) + "]\n";
    if (!problem.remedy.empty()) result += "    " + problem.remedy + "\n";
  }
  return result;
}

std::string not_converted(std::string_view path, std::size_t problems) {
  return "Error: " + std::string(path) + " was not converted: " + count(problems, "problem") + ".";
}

std::string not_compatible(std::string_view path, AkidaVersion version, std::size_t problems) {
  return std::string(path) + " is not compatible with Akida " + std::string(to_string(version)) +
         ": " + count(problems, "problem") + ".";
}

std::string not_checked(std::string_view path, std::size_t problems) {
  return "Error: " + std::string(path) + " was not checked: " + count(problems, "problem") + ".";
}

std::string not_shown(std::string_view path, std::size_t problems) {
  return "Error: " + std::string(path) + " cannot be shown: " + count(problems, "problem") + ".";
}

std::string converted(const ConversionResult& result, std::string_view path) {
  return "Akida " + std::string(akida::ip_version(result.model)) + " model, for Akida runtime " +
         result.model.version + " and later: " + std::to_string(result.fbz.size()) +
         " bytes, from " + std::to_string(result.source_bytes) + " bytes.\n" +
         "Model successfully converted and saved as " + std::string(path) + ".\n";
}

std::string upgraded(const UpgradeResult& result, std::string_view path) {
  return "Akida " + std::string(akida::ip_version(result.model)) + " model, for Akida runtime " +
         result.model.version + " and later: " + std::to_string(result.fbz.size()) +
         " bytes, from " + std::to_string(result.file_bytes) + " bytes.\n" +
         "Model successfully upgraded and saved as " + std::string(path) + ".\n";
}

std::string not_upgraded(std::string_view path, std::size_t problems) {
  return "Error: " + std::string(path) + " was not upgraded: " + count(problems, "problem") + ".";
}

std::string compatible(std::string_view path, const CompatibilityResult& result) {
  if (result.file == FileKind::kAkida) return std::string(path) + " is an Akida model.\n";
  std::string line = std::string(path) + " is " + (result.host_layers.empty() ? "" : "partially ") +
                     "compatible with Akida " + std::string(to_string(result.akida_version)) +
                     " (" + std::string(to_string(result.kind)) + " model).\n";
  if (!result.host_layers.empty()) {
    line += "  These layers stay on the host: " + joined(host_layers(result)) + ".\n";
    line += "  On Akida: " + part_of(result.akida_share.macs, result.host_share.macs) +
            " of the multiply-accumulates and " +
            part_of(result.akida_share.parameters, result.host_share.parameters) +
            " of the parameters.\n";
  }
  return line;
}

std::string device_limits(std::string_view path, const DeviceVerdict& verdict) {
  const std::size_t number = verdict.limits.size();
  if (number == 0) return {};
  std::string result = std::string(path) + " cannot run as a whole on " + verdict.name + ": " +
                       count(number, "documented limit") + (number == 1 ? " is" : " are") +
                       " broken.\n";
  for (const DeviceLimit& limit : verdict.limits) {
    result += "  " + describe(limit) + "\n    " + limit.remedy + " [" + limit.page + "]\n";
  }
  return result;
}

std::string device_warnings(const DeviceVerdict& verdict) {
  std::string result;
  for (const DeviceLimit& limit : verdict.warnings) {
    result += "Warning: " + describe(limit) + " The Akida runtime maps it on " + verdict.name +
              " all the same. [" + limit.page + "]\n";
  }
  return result;
}

std::string devices() {
  std::vector<std::vector<std::string>> rows = {
      {"device", "Akida", "processors", "TNP_B", "skip DMAs", "documented limits"}};
  for (const Device& device : cnn2snn::devices()) {
    rows.push_back({std::string(device.name), std::string(device.ip_version),
                    std::to_string(device.processors), std::to_string(device.tnp_b),
                    std::to_string(device.skip_dmas), std::string(device.page)});
  }
  return table(rows) +
         "  TNP_B: those of the processors that run temporal convolutions. Skip DMAs serve skip "
         "connections.\n"
         "  `check --device` knows what is documented; which models fit is decided by the Akida "
         "runtime.\n";
}

std::string inspected(std::string_view path, const InspectResult& result) {
  const std::string size = std::to_string(result.file_bytes) + " bytes";
  if (result.file == FileKind::kAkida) {
    return akida::summary(result.model) + std::string(path) + ": Akida " +
           std::string(akida::ip_version(result.model)) + " model, " +
           (result.model.version.empty()
                ? "of Akida 2.2 or earlier (`cnn2snn upgrade` writes it in today's layout), "
                : "for Akida runtime " + result.model.version + " and later, ") +
           count(result.model.layers.size(), "layer") + ", " + size + ".\n";
  }
  if (!result.source) return {};
  return keras_table(*result.source) + std::string(path) +
         (result.file == FileKind::kOnnx ? ": ONNX model \"" : ": Keras model \"") +
         result.source->name + "\" (" + std::string(to_string(result.source->kind)) + "), " +
         count(result.source->layers.size(), "layer") + ", " + size + ".\n";
}

std::string pattern(const Pattern& pattern) {
  return pattern.akida_layer + (pattern.input ? " (first block)" : "") + ": " +
         joined(pattern.layers) + "\n";
}

std::string defect(std::string_view what) {
  return "Error: a defect of this program, please report it: " + std::string(what) + "\n";
}

std::string progress(double fraction, Step step) {
  constexpr int kWidth = 20;
  const double clamped = std::max(0., std::min(1., fraction));
  const auto filled = static_cast<std::size_t>(std::lround(clamped * kWidth));
  std::string percent = std::to_string(std::lround(clamped * 100));
  percent.insert(0, 3 - std::min<std::size_t>(3, percent.size()), ' ');
  return "[" + std::string(filled, '#') + std::string(kWidth - filled, ' ') + "] " + percent +
         "% " + std::string(to_string(step));
}

}  // namespace cnn2snn::cli::text
