// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string>
#include <vector>

#include "cli/verb.h"

namespace cnn2snn::cli {

/// What the arguments ask for.
struct Command {
  const Verb* verb = nullptr;    ///< None: the program as a whole.
  const Verb* method = nullptr;  ///< Of the verb.
  Values values;
  bool help = false;
  bool version = false;
};

/// Arguments that cannot be understood.
class UsageError : public std::exception {
 public:
  UsageError(const Verb* verb, std::string reason) : verb_(verb), reason_(std::move(reason)) {}
  [[nodiscard]] const char* what() const noexcept override { return reason_.c_str(); }
  [[nodiscard]] const Verb* verb() const { return verb_; }

 private:
  const Verb* verb_;
  std::string reason_;
};

/// Understands the arguments after the program's name. Throws UsageError.
Command parse_command_line(const std::vector<std::string>& arguments);

/// Runs the program with the arguments after its name; gives the exit code.
int run(const std::vector<std::string>& arguments, System& system);

}  // namespace cnn2snn::cli
