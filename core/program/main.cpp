// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"
#include "program/native_system.h"
#include "program/platform.h"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments = cnn2snn::cli::platform::begin(argc, argv);
  cnn2snn::cli::NativeSystem system;
  return cnn2snn::cli::run(arguments, system);
}
