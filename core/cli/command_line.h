// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cnn2snn/cnn2snn.h"

namespace cnn2snn::cli {

struct ConvertCommand {
  std::vector<std::string> models;
  std::string output;  ///< Empty: beside the model.
  std::optional<AkidaVersion> target;
  std::string runtime_version;
  std::optional<int> scale;
  std::optional<int> shift;
  bool json = false;
};

struct CheckCommand {
  std::vector<std::string> models;
  std::optional<AkidaVersion> target;
  InputDType input_dtype = InputDType::kUInt8;
  bool json = false;
};

struct InfoCommand {
  std::string file;
  bool json = false;
};

struct PatternsCommand {
  std::optional<AkidaVersion> target;
  bool json = false;
};

/// Actions of the official command line that QuantizeML replaced, with their official options.
struct QuantizeCommand {
  std::string model;
  int weight_bits = 4;
  int activation_bits = 4;
  int input_weight_bits = -1;  ///< -1: as weight_bits.
};

struct ReshapeCommand {
  std::string model;
  int height = 0;
  int width = 0;
};

struct CalibrateCommand {
  std::string method;  ///< "bc", "adaround" or empty.
  std::string model;
  std::string samples;
  std::optional<int> batch_size;
};

/// Something to print and an exit code: help, the version, a usage error.
struct Message {
  std::string text;
  int exit_code = 0;
};

using Command = std::variant<Message, ConvertCommand, CheckCommand, InfoCommand, PatternsCommand,
                             QuantizeCommand, ReshapeCommand, CalibrateCommand>;

/// Understands the arguments after the program's name.
Command parse_command_line(const std::vector<std::string>& arguments);

}  // namespace cnn2snn::cli
