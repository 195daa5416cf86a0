// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "cli/actions.h"
#include "cli/exit_codes.h"
#include "cli/text.h"

namespace cnn2snn::cli {

int run(const QuantizeCommand& command) {
  std::cerr << text::replacement_of_quantize(command);
  return kOtherFailure;
}

int run(const ReshapeCommand& command) {
  std::cerr << text::replacement_of_reshape(command);
  return kOtherFailure;
}

int run(const CalibrateCommand& command) {
  std::cerr << text::replacement_of_calibrate(command);
  return kOtherFailure;
}

}  // namespace cnn2snn::cli
