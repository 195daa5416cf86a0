// SPDX-License-Identifier: Apache-2.0
#include <exception>
#include <iostream>
#include <new>

#include "cli/actions.h"
#include "cli/exit_codes.h"
#include "cli/text.h"

namespace cnn2snn::cli {

int run(const Message& message) {
  (message.exit_code == kSuccess ? std::cout : std::cerr) << message.text;
  return message.exit_code;
}

int run(const std::vector<std::string>& arguments) {
  int code = kInternalError;
  try {
    code =
        std::visit([](const auto& command) { return run(command); }, parse_command_line(arguments));
  } catch (const std::bad_alloc&) {
    std::cerr << text::kOutOfMemory << '\n';
    code = kOtherFailure;
  } catch (const std::exception& error) {
    std::cerr << text::defect(error.what());
  }
  std::cout.flush();
  if (!std::cout && code == kSuccess) {
    std::cerr << text::kStandardOutputLost << '\n';
    code = kFileError;
  }
  return code;
}

}  // namespace cnn2snn::cli
