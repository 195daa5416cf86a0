// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cnn2snn/cnn2snn.h"

/// Everything the command line says, in one place: the npm command says the same.
namespace cnn2snn::cli::text {

std::string version();
std::string usage_error(std::string_view action, std::string_view reason);

inline constexpr const char* kNoFile = "no such file";
inline constexpr const char* kFolderRemedy = "Give the file of a model, not a folder.";
std::string cannot_read(std::string_view path, std::string_view why);
std::string cannot_write(std::string_view path, std::string_view why);
std::string invalid_environment(std::string_view value);
inline constexpr std::string_view kEnvironmentRemedy = "Set it to v1 or v2, or give --target.";

std::string several_outputs();
std::string same_output(std::string_view path);
std::string output_is_input(std::string_view path);
std::string named_like_another(std::string_view path, std::string_view kind,
                               std::string_view extension);
std::string other_kind_there(std::string_view kind);
inline constexpr const char* kOtherKindRemedy = "Choose another name, or move that file away.";
inline constexpr std::string_view kStandardOutputAndJson =
    "-o - and --json both need the standard output";

inline constexpr std::string_view kScalingDeprecated =
    "Warning: --scale and --shift are deprecated: a Rescaling layer at the start of the Keras "
    "model says the same.\n";
inline constexpr std::string_view kScalingIncomplete =
    "Warning: --scale and --shift only count together: ignored.\n";

/// "Warning: …".
std::string warning(const Problem& problem);
/// All problems of a model, one after the other.
std::string problems(std::string_view headline, const Report& report);
std::string not_converted(std::string_view path, std::size_t problems);
std::string not_compatible(std::string_view path, AkidaVersion version, std::size_t problems);
std::string not_checked(std::string_view path, std::size_t problems);
std::string not_shown(std::string_view path, std::size_t problems);

/// Of a converted model, after its summary.
std::string converted(const ConversionResult& result, std::string_view path);
std::string upgraded(const UpgradeResult& result, std::string_view path);
std::string not_upgraded(std::string_view path, std::size_t problems);
std::string compatible(std::string_view path, const CompatibilityResult& result);
/// The documented limits of a device that a model breaks, one after the other; empty: none.
std::string device_limits(std::string_view path, const DeviceVerdict& verdict);
std::string device_warnings(const DeviceVerdict& verdict);
/// A table of them.
std::string devices();
std::string inspected(std::string_view path, const InspectResult& result);
std::string pattern(const Pattern& pattern);

inline constexpr std::string_view kOutOfMemory = "Error: not enough memory.\n";
inline constexpr std::string_view kStandardOutputLost =
    "Error: the standard output cannot be written.\n";
std::string defect(std::string_view what);

/// "[##########          ]  50% conversion", for a terminal.
std::string progress(double fraction, Step step);

}  // namespace cnn2snn::cli::text
