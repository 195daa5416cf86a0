// SPDX-License-Identifier: Apache-2.0
// Verbs of the official command line that QuantizeML replaced: they say what to use instead.
#include <string_view>

#include "cli/exit_codes.h"
#include "cli/outputs.h"
#include "cli/shell_word.h"
#include "cli/verb.h"
#include "cli/verbs/quantize_replaced.h"

namespace cnn2snn::cli {
namespace {

constexpr std::string_view kDescription =
    "Deprecated: this action is not provided. Given its options, it names the command that\n"
    "replaces it, and fails.";

std::string replaced(std::string_view action, std::string_view why,
                     const std::vector<std::string>& commands, std::string_view note) {
  std::string result = "cnn2snn " + std::string(action) +
                       ": error: this action is deprecated and not provided: " + std::string(why) +
                       ". Use instead:\n";
  for (const std::string& command : commands) result += "  " + command + "\n";
  return result + std::string(note) + "\n";
}

int reshape(const Values& values, System& system) {
  const auto size = [&](std::string_view name) {
    return std::to_string(values.integer(name).value_or(0));
  };
  system.err(
      replaced("reshape", "the input shape is set while the float model is quantized",
               {"cnn2snn quantize -m " + shell_word(values.text("model")) + " --input_shape " +
                size("input_height") + "," + size("input_width") + ",CHANNELS"},
               "CHANNELS is the number of input channels of the model."));
  return kOtherFailure;
}

int replace_calibrate(const std::string& model, const std::string& samples,
                      const std::string& batch, System& system) {
  system.err(
      replaced("calibrate", "models are calibrated while they are quantized",
               {"cnn2snn quantize -m " + shell_word(model) + " -sa " + shell_word(samples) + batch},
               "Give it the float model, not a quantized one."));
  return kOtherFailure;
}

int calibrate_without_method(const Values&, System& system) {
  return replace_calibrate("MODEL", "SAMPLES.npz", {}, system);
}

int calibrate(const Values& values, System& system) {
  const std::optional<int> batch = values.integer("batch_size");
  return replace_calibrate(values.text("model"), values.text("samples"),
                           batch ? " -bs " + std::to_string(*batch) : std::string(), system);
}

Option model_option() {
  return {.names = "-m, --model", .value = "MODEL", .required = true};
}

Option integer_option(std::string_view names, bool required = false) {
  return {.names = names, .value = "N", .kind = ValueKind::kInteger, .required = required};
}

std::vector<Option> calibrate_options() {
  return {model_option(),
          {.names = "-sa, --samples", .value = "SAMPLES", .required = true},
          integer_option("-bs, --batch_size")};
}

std::vector<Option> adaround_options() {
  std::vector<Option> options = calibrate_options();
  options.push_back(integer_option("-e, --epochs"));
  options.push_back({.names = "-lr, --learning_rate", .value = "RATE", .kind = ValueKind::kNumber});
  options.push_back({.names = "-act, --include_activation"});
  return options;
}

}  // namespace

std::vector<Option> replaced_options() {
  const auto old = [](std::string_view names, std::string_view now) {
    return Option{
        .names = names, .value = "N", .help = now, .kind = ValueKind::kInteger, .deprecated = true};
  };
  return {old("-wq, --weight_quantization", "see -w"),
          old("-aq, --activ_quantization", "see -a"),
          old("-iq, --input_weight_quantization", "see -i"),
          {.names = "--no-fold-BN", .help = "batch normalizations are folded", .deprecated = true}};
}

bool is_replaced(const Values& values) {
  return values.integer("weight_quantization") || values.integer("activ_quantization") ||
         values.integer("input_weight_quantization") || values.flag("no-fold-BN");
}

int name_new_options(const Values& values, System& system) {
  const int weight_bits = values.integer("weight_quantization").value_or(4);
  const int input_bits = values.integer("input_weight_quantization").value_or(-1);
  const std::string weights = std::to_string(weight_bits);
  const std::string activations = std::to_string(values.integer("activ_quantization").value_or(4));
  const std::string input = std::to_string(input_bits == -1 ? weight_bits : input_bits);
  const std::string model = values.text("model");
  system.err(
      replaced("quantize", "models are quantized after training, with samples",
               {"cnn2snn quantize -m " + shell_word(model) + " -i " + input + " -w " + weights +
                " -a " + activations + " --per_tensor_activations --target v1 -sa SAMPLES --fbz " +
                shell_word(without_extension(model) + ".fbz")},
               "For Akida 2.0, leave out --per_tensor_activations and --target v1."));
  return kOtherFailure;
}

Verb reshape_verb() {
  return {.name = "reshape",
          .description = kDescription,
          .options = {model_option(), integer_option("-ih, --input_height", true),
                      integer_option("-iw, --input_width", true)},
          .run = reshape,
          .deprecated = true};
}

Verb calibrate_verb() {
  return {.name = "calibrate",
          .description = kDescription,
          .run = calibrate_without_method,
          .deprecated = true,
          .methods = {{.name = "bc", .options = calibrate_options(), .run = calibrate},
                      {.name = "adaround", .options = adaround_options(), .run = calibrate}}};
}

}  // namespace cnn2snn::cli
