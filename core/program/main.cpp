// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <string>
#include <vector>

#include "cli/command_line.h"
#include "program/posix_system.h"

int main(int argc, char** argv) {
  // A limit of a file's size is an error of writing like any other.
  std::signal(SIGXFSZ, SIG_IGN);
  cnn2snn::cli::PosixSystem system;
  return cnn2snn::cli::run(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc),
                           system);
}
