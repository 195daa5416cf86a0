// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/verb.h"
#include "cnn2snn/runner.h"

/// Options that run and evaluate share.
namespace cnn2snn::cli {

Option runner_model_option();
Option threads_option();
Option result_json_option();

RunnerOptions runner_options_of(const Values& values);

}  // namespace cnn2snn::cli
