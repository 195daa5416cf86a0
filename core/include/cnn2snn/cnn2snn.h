// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "cnn2snn/devices.h"
#include "cnn2snn/file_kind.h"
#include "cnn2snn/patterns.h"
#include "cnn2snn/progress.h"
#include "cnn2snn/quantization_params.h"
#include "cnn2snn/report.h"
#include "cnn2snn/samples.h"
#include "cnn2snn/source.h"
#include "cnn2snn/version.h"

/// Every call takes the bytes of a file, or a Source where several calls follow each other.
namespace cnn2snn {

/// What to do where QuantizeML aligns the channels of a Flatten by left shifts. The official
/// converter drops them: what follows then takes channels of different scales for equal ones.
/// Whether the hardware takes the shifts as the runtime does is not known.
enum class FlattenShift { kKeep, kDrop };

struct ConvertOptions {
  /// Target generation; absent: v2 (legacy models: v1, silently). ONNX models are always v2: v1 has
  /// no effect but a warning.
  std::optional<AkidaVersion> akida_version;
  /// (scale, shift) of the input of a legacy model; ignored with a warning for QuantizeML models.
  std::optional<std::pair<double, double>> input_scaling;
  /// Version to stamp into the file ("major.minor.patch"); empty: the oldest runtime that runs it.
  std::string runtime_version;
  FlattenShift flatten_shift = FlattenShift::kDrop;  ///< kDrop: equal to the official file.
  Progress progress;
};

struct ConversionResult {
  Report report;
  std::optional<FileKind> file;               ///< What was given; absent: it could not be read.
  std::vector<std::uint8_t> fbz;              ///< Empty unless report.ok().
  akida::Model model;                         ///< Empty unless report.ok().
  std::optional<SourceModel> source;          ///< Whenever the file could be parsed that far.
  std::optional<AkidaVersion> akida_version;  ///< The one converted to.
  std::uint64_t source_bytes = 0;
};

/// Converts the bytes of a quantized Keras model (`.h5`, `.keras`), or of an ONNX model that
/// QuantizeML quantized (`.onnx`), told apart by content, to an Akida model (`.fbz`). Never throws
/// for what the bytes hold: all problems found are in the report. Deterministic: the same bytes and
/// options give the same bytes. `bytes` must stay unchanged during the call and is not copied.
ConversionResult convert(std::span<const std::uint8_t> bytes, const ConvertOptions& options = {});
ConversionResult convert(const Source& source, const ConvertOptions& options = {});

struct CompatibilityOptions {
  std::optional<AkidaVersion> akida_version;  ///< Absent: the device's, else v2.
  std::string device;  ///< Name of a device the model is to run on, see devices.h; empty: any.
  InputDType input_dtype = InputDType::kUInt8;
  /// What a float model is calibrated with where its verdict depends on values. None: random
  /// samples, as the official helper takes one, from `seed`.
  Samples samples;
  std::uint64_t seed = 0;
  Progress progress;
};

/// What a part of a model costs.
struct Share {
  std::uint64_t macs = 0;
  std::uint64_t parameters = 0;
};

struct CompatibilityResult {
  Report report;                 ///< ok(): compatible.
  std::optional<FileKind> file;  ///< What was given; absent: it could not be read.
  ModelKind kind = ModelKind::kFloat;
  AkidaVersion akida_version = AkidaVersion::v2;
  /// Layers of the file that stay on the host ("partial yes"). Of one that `source` does not mark
  /// as ignored only a part does: its activation.
  std::vector<std::string> host_layers;
  Share akida_share;  ///< Of the layers that run on Akida; of a model that is not compatible: 0.
  Share host_share;   ///< Of those of `host_layers` that stay there as a whole.
  std::vector<std::string> undecided;   ///< What is not decided here, one sentence each.
  std::optional<DeviceVerdict> device;  ///< On the device asked for, when the model could be read.
  std::optional<SourceModel> source;
};

/// Says whether a float or quantized model is compatible with Akida and, if not, which layers stop
/// it, at which step, and why: the verdict of the official `check_model_compatibility`. Of ONNX
/// models only quantized ones can be: a float one is told how to quantize it. With a device, the
/// documented limits it breaks too; an `.fbz` is held against these alone.
CompatibilityResult check_model_compatibility(std::span<const std::uint8_t> bytes,
                                              const CompatibilityOptions& options = {});
CompatibilityResult check_model_compatibility(const Source& source,
                                              const CompatibilityOptions& options = {});

/// The same of a model that need not be quantized for it: any but a float Keras model, for which it
/// gives nullopt.
std::optional<CompatibilityResult> check_quantized_model(const Source& source,
                                                         const CompatibilityOptions& options = {});

struct InspectResult {
  Report report;
  std::optional<FileKind> file;       ///< What was given; absent: it could not be read.
  akida::Model model;                 ///< When an `.fbz` was given.
  std::optional<SourceModel> source;  ///< Of any file but an `.fbz`.
  std::uint64_t file_bytes = 0;
};

/// Shows what is inside a Keras model, an ONNX model or an `.fbz`, told apart by content.
InspectResult inspect(std::span<const std::uint8_t> bytes);
InspectResult inspect(const Source& source);

struct UpgradeOptions {
  /// Version to stamp into the file ("major.minor.patch"); empty: the oldest runtime that runs it.
  std::string runtime_version;
};

struct UpgradeResult {
  Report report;
  std::optional<FileKind> file;   ///< What was given; absent: it could not be read.
  std::vector<std::uint8_t> fbz;  ///< Empty unless report.ok().
  akida::Model model;             ///< Empty unless report.ok().
  std::uint64_t file_bytes = 0;
};

/// Writes an Akida model of any age (the files of Akida 2.2 and earlier have another layout) in
/// today's layout, stamped with the oldest runtime that runs it. Never throws for what the bytes
/// hold.
UpgradeResult upgrade(std::span<const std::uint8_t> bytes, const UpgradeOptions& options = {});

/// JSON forms (UTF-8, compact, deterministic), the same text in the CLI (`--json`), npm and the
/// page. No weights in them. The schema is in docs/report.md.
std::string to_json(const ConversionResult& result);
std::string to_json(const CompatibilityResult& result);
std::string to_json(const InspectResult& result);
std::string to_json(std::span<const Device> devices);
std::string to_json(const UpgradeResult& result);

}  // namespace cnn2snn
