// SPDX-License-Identifier: Apache-2.0
#include "cli/text.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <vector>

#include "cli/files.h"
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

std::string keras_table(const KerasModelInfo& model) {
  std::vector<std::vector<std::string>> rows = {{"layer", "class", "output shape", "inbounds"}};
  for (const KerasLayerInfo& layer : model.layers) {
    rows.push_back(
        {layer.name, layer.class_name, shape(layer.output_shape), joined(layer.inbounds)});
  }
  return table(rows);
}

// As a POSIX shell takes it literally.
std::string shell_word(const std::string& word) {
  const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("_-./:=+,@%~").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (plain) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string replaced(std::string_view action, std::string_view why,
                     const std::vector<std::string>& commands, std::string_view note) {
  std::string result = "cnn2snn " + std::string(action) +
                       ": error: this action is deprecated and not provided: " + std::string(why) +
                       ". Use instead:\n";
  for (const std::string& command : commands) result += "  " + command + "\n";
  return result + std::string(note) + "\n";
}

constexpr std::string_view kEnvironment =
    "environment:\n"
    "  CNN2SNN_TARGET_AKIDA_VERSION   v1 or v2: the target when --target is not given\n";

constexpr std::string_view kTarget =
    "  --target v1|v2           Akida generation (v2, or what the environment says; models of the\n"
    "                           legacy quantization API always become v1)\n";

constexpr std::string_view kJsonAndHelp =
    "  --json                   print the JSON report to the standard output, nothing else\n"
    "  -h, --help               show this help\n";

}  // namespace

std::string help() {
  return "usage: cnn2snn [-h] [--version] {convert,check,info,patterns} ...\n"
         "\n"
         "Converts quantized Keras models (.h5) to Akida models (.fbz).\n"
         "\n"
         "actions (`cnn2snn ACTION --help` shows their options):\n"
         "  convert     convert quantized models\n"
         "  check       say whether float or quantized models can be converted\n"
         "  info        show what is inside an .h5 or an .fbz file\n"
         "  patterns    list the layer patterns a target supports\n"
         "  quantize, reshape, calibrate\n"
         "              deprecated: they name the QuantizeML command that replaces them\n"
         "\n"
         "options:\n"
         "  -h, --help  show this help\n"
         "  --version   show the version\n"
         "\n"
         "exit status (with several models, that of the first that failed):\n"
         "  0  success; check: all models are compatible\n"
         "  1  another failure; deprecated actions\n"
         "  2  wrong usage\n"
         "  3  a file cannot be read or written\n"
         "  4  not a readable model\n"
         "  5  the model is refused; check: not compatible\n"
         "  6  the file made did not pass its verification, or a defect of this program\n"
         "\n" +
         std::string(kEnvironment);
}

std::string convert_help() {
  return "usage: cnn2snn convert -m MODEL [-m MODEL ...] [-o OUTPUT] [--target v1|v2]\n"
         "                       [--runtime-version X.Y.Z] [--json] [-sc N -sh N]\n"
         "\n"
         "Converts quantized Keras models. Every problem of a model is reported; a model that "
         "fails\n"
         "leaves no file behind and does not stop the others.\n"
         "\n"
         "options:\n"
         "  -m, --model MODEL        the quantized Keras model (.h5); may be given several times\n"
         "  -o, --output OUTPUT      the file to write, or a folder; - is the standard output\n"
         "                           (MODEL with the extension .fbz, beside it)\n" +
         std::string(kTarget) +
         "  --runtime-version X.Y.Z  Akida runtime version to stamp into the file (the oldest "
         "that\n"
         "                           runs the model)\n"
         "  -sc, --scale N           deprecated: scale of the inputs of a legacy model\n"
         "  -sh, --shift N           deprecated: shift of the inputs of a legacy model\n" +
         std::string(kJsonAndHelp) + "\n" + std::string(kEnvironment);
}

std::string check_help() {
  return "usage: cnn2snn check -m MODEL [-m MODEL ...] [--target v1|v2]\n"
         "                     [--input-dtype uint8|int8|int16] [--json]\n"
         "\n"
         "Says whether models can be converted, and if not, which layers stop them and why.\n"
         "\n"
         "options:\n"
         "  -m, --model MODEL        the Keras model (.h5), float or quantized; may be given "
         "several\n"
         "                           times\n" +
         std::string(kTarget) +
         "  --input-dtype TYPE       uint8, int8 or int16: type a float model's inputs would be\n"
         "                           quantized to (uint8)\n" +
         std::string(kJsonAndHelp) + "\n" + std::string(kEnvironment);
}

std::string info_help() {
  return "usage: cnn2snn info FILE [--json]\n"
         "\n"
         "Shows what is inside a Keras model (.h5) or an Akida model (.fbz); the content decides\n"
         "which it is.\n"
         "\n"
         "options:\n" +
         std::string(kJsonAndHelp);
}

std::string patterns_help() {
  return "usage: cnn2snn patterns [--target v1|v2] [--json]\n"
         "\n"
         "Lists the sequences of quantized layers that become one Akida layer.\n"
         "\n"
         "options:\n"
         "  --target v1|v2           Akida generation (v2, or what the environment says)\n" +
         std::string(kJsonAndHelp) + "\n" + std::string(kEnvironment);
}

std::string deprecated_help(std::string_view action) {
  return "usage: cnn2snn " + std::string(action) +
         " ...\n"
         "\n"
         "Deprecated: this action is not provided. Given its options, it names the QuantizeML\n"
         "command that replaces it, and fails.\n";
}

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
         " bytes, from " + std::to_string(result.h5_bytes) + " bytes.\n" +
         "Model successfully converted and saved as " + std::string(path) + ".\n";
}

std::string compatible(std::string_view path, const CompatibilityResult& result) {
  std::string line = std::string(path) + " is " + (result.host_layers.empty() ? "" : "partially ") +
                     "compatible with Akida " + std::string(to_string(result.akida_version)) +
                     " (" + std::string(to_string(result.kind)) + " model).\n";
  if (!result.host_layers.empty()) {
    line += "  These layers stay on the host: " + joined(result.host_layers) + ".\n";
  }
  return line;
}

std::string inspected(std::string_view path, const InspectResult& result) {
  const std::string size = std::to_string(result.file_bytes) + " bytes";
  if (result.is_fbz) {
    return akida::summary(result.model) + std::string(path) + ": Akida " +
           std::string(akida::ip_version(result.model)) + " model, for Akida runtime " +
           result.model.version + " and later, " + count(result.model.layers.size(), "layer") +
           ", " + size + ".\n";
  }
  if (!result.keras) return {};
  return keras_table(*result.keras) + std::string(path) + ": Keras model \"" + result.keras->name +
         "\" (" + std::string(to_string(result.keras->kind)) + "), " +
         count(result.keras->layers.size(), "layer") + ", " + size + ".\n";
}

std::string pattern(const Pattern& pattern) {
  return pattern.akida_layer + (pattern.input ? " (first block)" : "") + ": " +
         joined(pattern.layers) + "\n";
}

std::string replacement_of_quantize(const QuantizeCommand& command) {
  const std::string input = std::to_string(
      command.input_weight_bits == -1 ? command.weight_bits : command.input_weight_bits);
  const std::string weights = std::to_string(command.weight_bits);
  const std::string activations = std::to_string(command.activation_bits);
  const std::string quantized =
      without_extension(command.model) + "_i" + input + "_w" + weights + "_a" + activations + ".h5";
  return replaced("quantize", "QuantizeML quantizes models",
                  {"quantizeml quantize -m " + shell_word(command.model) + " -i " + input + " -w " +
                       weights + " -a " + activations + " --per_tensor_activations",
                   "cnn2snn convert -m " + shell_word(quantized) + " --target v1"},
                  "For Akida 2.0, leave out --per_tensor_activations and --target v1.");
}

std::string replacement_of_reshape(const ReshapeCommand& command) {
  return replaced(
      "reshape", "QuantizeML sets the input shape while it quantizes the float model",
      {"quantizeml quantize -m " + shell_word(command.model) + " --input_shape " +
       std::to_string(command.height) + "," + std::to_string(command.width) + ",CHANNELS"},
      "CHANNELS is the number of input channels of the model.");
}

std::string replacement_of_calibrate(const CalibrateCommand& command) {
  const std::string batch =
      command.batch_size ? " -bs " + std::to_string(*command.batch_size) : std::string();
  return replaced(
      "calibrate", "QuantizeML calibrates while it quantizes the float model",
      {"quantizeml quantize -m " + shell_word(command.model.empty() ? "MODEL" : command.model) +
       " -sa " + shell_word(command.samples.empty() ? "SAMPLES.npz" : command.samples) + batch},
      "Give it the float model, not a quantized one.");
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
