// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command_line.h"

/// The actions of the command line. Each returns the exit code. They hold no conversion logic.
namespace cnn2snn::cli {

int run(const ConvertCommand& command);
int run(const CheckCommand& command);
int run(const InfoCommand& command);
int run(const PatternsCommand& command);
int run(const QuantizeCommand& command);
int run(const ReshapeCommand& command);
int run(const CalibrateCommand& command);
int run(const Message& message);

/// Runs the program with the arguments after its name.
int run(const std::vector<std::string>& arguments);

}  // namespace cnn2snn::cli
