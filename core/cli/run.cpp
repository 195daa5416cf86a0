// SPDX-License-Identifier: Apache-2.0
#include <exception>
#include <new>

#include "cli/command_line.h"
#include "cli/exit_codes.h"
#include "cli/help.h"
#include "cli/text.h"

namespace cnn2snn::cli {
namespace {

int run(const Command& command, System& system) {
  if (command.version) {
    system.out(text::version());
  } else if (command.help) {
    system.out(command.verb != nullptr ? help(*command.verb) : program_help());
  } else {
    const Verb& verb = command.method != nullptr ? *command.method : *command.verb;
    return verb.run(command.values, system);
  }
  return kSuccess;
}

}  // namespace

int run(const std::vector<std::string>& arguments, System& system) {
  int code = kInternalError;
  try {
    code = run(parse_command_line(arguments), system);
  } catch (const UsageError& error) {
    const std::string_view verb = error.verb() != nullptr ? error.verb()->name : "";
    system.err(text::usage_error(verb, error.what()));
    code = kUsage;
  } catch (const std::bad_alloc&) {
    system.err(text::kOutOfMemory);
    code = kOtherFailure;
  } catch (const std::exception& error) {
    system.err(text::defect(error.what()));
  }
  if (system.output_lost() && code == kSuccess) {
    system.err(text::kStandardOutputLost);
    code = kFileError;
  }
  return code;
}

}  // namespace cnn2snn::cli
