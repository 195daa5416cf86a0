// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cnn2snn/runner.h"

/// What the verbs run and evaluate say.
namespace cnn2snn::cli::text {

std::string not_run(std::string_view path, std::size_t problems);

/// The classes of every sample with their scores; without scores the shape of the output.
/// `names` are those of the samples; without, they have numbers.
std::string ran(std::string_view input, std::span<const std::string> names,
                const ForwardResult& result, std::size_t most, std::span<const std::string> labels);
std::string picture_note(std::string_view path, std::string_view note);
/// Which class a sub-folder is.
std::string class_note(std::span<const std::string> names);
std::string outputs_written(std::string_view path, std::size_t arrays);
std::string evaluated(std::string_view path, const EvaluateResult& result);

}  // namespace cnn2snn::cli::text
