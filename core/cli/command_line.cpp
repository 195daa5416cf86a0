// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#endif
#include <CLI/CLI.hpp>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#include "cli/exit_codes.h"
#include "cli/text.h"

namespace cnn2snn::cli {
namespace {

// The official options with one dash and several letters, which CLI11 does not know.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kSpellings = {{
    {"-sc", "--scale"},
    {"-sh", "--shift"},
    {"-wq", "--weight_quantization"},
    {"-aq", "--activ_quantization"},
    {"-iq", "--input_weight_quantization"},
    {"-ih", "--input_height"},
    {"-iw", "--input_width"},
    {"-sa", "--samples"},
    {"-bs", "--batch_size"},
    {"-lr", "--learning_rate"},
}};
constexpr std::pair<std::string_view, std::string_view> kIncludeActivation = {
    "-act", "--include_activation"};

std::string respelled(const std::string& argument) {
  const std::size_t equals = std::min(argument.find('='), argument.size());
  const std::string_view name = std::string_view(argument).substr(0, equals);
  for (const auto& [shorter, longer] : kSpellings) {
    if (name == shorter) return std::string(longer) + argument.substr(equals);
  }
  return name == kIncludeActivation.first ? std::string(kIncludeActivation.second) : argument;
}

/// Everything the options write to, and the parser they belong to.
class Parser {
 public:
  Parser() {
    app_.set_help_flag("-h,--help");
    app_.set_version_flag("--version", "");
    app_.require_subcommand(0, 1);
    add_convert();
    add_check();
    add_info();
    add_patterns();
    add_quantize();
    add_reshape();
    add_calibrate();
  }

  Command parse(const std::vector<std::string>& arguments);

 private:
  CLI::App* action(const char* name) {
    CLI::App* sub = app_.add_subcommand(name);
    sub->set_help_flag("-h,--help");
    return sub;
  }

  void add_models(CLI::App* sub, std::vector<std::string>& models) {
    // Each -m takes one file.
    sub->add_option("-m,--model", models)
        ->required()
        ->expected(1, CLI::detail::expected_max_vector_size)
        ->allow_extra_args(false);
  }

  void add_model(CLI::App* sub, std::string& model) {
    sub->add_option("-m,--model", model)->required()->take_last();
  }

  void add_target(CLI::App* sub) {
    sub->add_option("--target", target_)->check(CLI::IsMember({"v1", "v2"}))->take_last();
  }

  void add_convert() {
    CLI::App* sub = action("convert");
    add_models(sub, convert_.models);
    add_target(sub);
    sub->add_option("-o,--output", convert_.output)->take_last();
    sub->add_option("--runtime-version", convert_.runtime_version)->take_last();
    sub->add_option("--scale", convert_.scale)->take_last();
    sub->add_option("--shift", convert_.shift)->take_last();
    sub->add_flag("--json", convert_.json);
  }

  void add_check() {
    CLI::App* sub = action("check");
    add_models(sub, check_.models);
    add_target(sub);
    sub->add_option("--input-dtype,--input_dtype", input_dtype_)
        ->check(CLI::IsMember({"uint8", "int8", "int16"}))
        ->take_last();
    sub->add_flag("--json", check_.json);
  }

  void add_info() {
    CLI::App* sub = action("info");
    sub->add_option("FILE", info_.file)->required();
    sub->add_flag("--json", info_.json);
  }

  void add_patterns() {
    CLI::App* sub = action("patterns");
    add_target(sub);
    sub->add_flag("--json", patterns_.json);
  }

  void add_quantize() {
    CLI::App* sub = action("quantize");
    add_model(sub, quantize_.model);
    sub->add_option("--weight_quantization", quantize_.weight_bits)->take_last();
    sub->add_option("--activ_quantization", quantize_.activation_bits)->take_last();
    sub->add_option("--input_weight_quantization", quantize_.input_weight_bits)->take_last();
    sub->add_flag("--no-fold-BN");
  }

  void add_reshape() {
    CLI::App* sub = action("reshape");
    add_model(sub, reshape_.model);
    sub->add_option("--input_height", reshape_.height)->required()->take_last();
    sub->add_option("--input_width", reshape_.width)->required()->take_last();
  }

  void add_calibrate() {
    CLI::App* sub = action("calibrate");
    sub->require_subcommand(0, 1);
    for (const char* method : {"bc", "adaround"}) {
      CLI::App* sub_method = sub->add_subcommand(method);
      sub_method->set_help_flag("-h,--help");
      add_model(sub_method, calibrate_.model);
      sub_method->add_option("--samples", calibrate_.samples)->required()->take_last();
      sub_method->add_option("--batch_size", calibrate_.batch_size)->take_last();
      if (std::string_view(method) == "bc") continue;
      sub_method->add_option("-e,--epochs", ignored_int_)->take_last();
      sub_method->add_option("--learning_rate", ignored_double_)->take_last();
      sub_method->add_flag("--include_activation");
    }
  }

  [[nodiscard]] std::string chosen_action() const {
    const std::vector<CLI::App*> actions = app_.get_subcommands();
    return actions.empty() ? std::string() : actions.front()->get_name();
  }

  [[nodiscard]] Command chosen_command();

  CLI::App app_;
  ConvertCommand convert_;
  CheckCommand check_;
  InfoCommand info_;
  PatternsCommand patterns_;
  QuantizeCommand quantize_;
  ReshapeCommand reshape_;
  CalibrateCommand calibrate_;
  std::string target_;
  std::string input_dtype_ = "uint8";
  int ignored_int_ = 0;
  double ignored_double_ = 0;
};

std::string help_of(const std::string& action) {
  if (action == "convert") return text::convert_help();
  if (action == "check") return text::check_help();
  if (action == "info") return text::info_help();
  if (action == "patterns") return text::patterns_help();
  return action.empty() ? text::help() : text::deprecated_help(action);
}

Command Parser::chosen_command() {
  const std::string action = chosen_action();
  const std::optional<AkidaVersion> target = akida_version_from(target_);
  if (action == "convert") {
    convert_.target = target;
    return convert_;
  }
  if (action == "check") {
    check_.target = target;
    check_.input_dtype = input_dtype_ == "int8"    ? InputDType::kInt8
                         : input_dtype_ == "int16" ? InputDType::kInt16
                                                   : InputDType::kUInt8;
    return check_;
  }
  if (action == "info") return info_;
  if (action == "patterns") {
    patterns_.target = target;
    return patterns_;
  }
  if (action == "quantize") return quantize_;
  if (action == "reshape") return reshape_;
  if (action == "calibrate") {
    const std::vector<CLI::App*> methods = app_.get_subcommands().front()->get_subcommands();
    if (!methods.empty()) calibrate_.method = methods.front()->get_name();
    return calibrate_;
  }
  return Message{text::help(), kSuccess};
}

Command Parser::parse(const std::vector<std::string>& arguments) {
  std::vector<std::string> reversed;
  for (auto argument = arguments.rbegin(); argument != arguments.rend(); ++argument) {
    reversed.push_back(respelled(*argument));
  }
  try {
    app_.parse(std::move(reversed));
  } catch (const CLI::CallForVersion&) {
    return Message{text::version(), kSuccess};
  } catch (const CLI::CallForHelp&) {
    return Message{help_of(chosen_action()), kSuccess};
  } catch (const CLI::ParseError& error) {
    return Message{text::usage_error(chosen_action(), error.what()), kUsage};
  }
  return chosen_command();
}

}  // namespace

Command parse_command_line(const std::vector<std::string>& arguments) {
  return Parser().parse(arguments);
}

}  // namespace cnn2snn::cli
