// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cnn2snn/cnn2snn.h"
#include "cnn2snn/quantization_error.h"
#include "cnn2snn/samples.h"

/// Post-training quantization of float Keras models: what QuantizeML's `quantize` does.
namespace cnn2snn {

struct QuantizeOptions {
  QuantizationParams params;
  std::optional<AkidaVersion> akida_version;  ///< Absent: v2.
  /// JSON: layer name → its "quant_config", in place of the one chosen. Empty: none.
  std::string q_config;
  std::string quantize_until;             ///< What follows this layer stays float. Empty: nothing.
  std::vector<std::int64_t> input_shape;  ///< Without batch. Empty: the model's own.
  /// What the model is calibrated with, in the range that it expects. None: `num_samples` random
  /// ones, as QuantizeML makes them, with a warning.
  Samples samples;
  std::int64_t num_samples = 1024;         ///< At most; see QuantizeML's `calibrate`.
  std::optional<std::int64_t> batch_size;  ///< Absent: one sample a batch, up to num_samples.
  std::int64_t epochs = 1;
  std::uint64_t seed = 0;  ///< Of random samples.
  unsigned threads =
      1;  ///< Samples run at the same time, 0: one a processor. The result does not depend on it.
  /// Observed ranges (the JSON that a calibration gave), in place of samples.
  std::string ranges;
  FlattenShift flatten_shift = FlattenShift::kKeep;
  /// Measure the quantization error with this many samples, the first ones; 0: do not. Without
  /// samples they are random. `quantizeml analysis` takes 16.
  std::int64_t analysis_samples = 0;
  /// Version to stamp into the Akida file ("major.minor.patch"); empty: the oldest that runs it.
  std::string runtime_version;
  Progress progress;
};

struct QuantizeResult {
  Report report;
  std::optional<FileKind> file;  ///< What was given; absent: it could not be read.
  std::string ranges;            ///< JSON: what was observed, or given. Empty: not that far.
  std::vector<LayerQuantizationError> analysis;  ///< In model order, where it was asked for.
  /// The quantized model as the `.h5` that QuantizeML saves, as soon as there is one.
  std::vector<std::uint8_t> h5;
  std::vector<std::uint8_t> fbz;      ///< The Akida model. Empty unless report.ok().
  akida::Model model;                 ///< Empty unless report.ok().
  std::optional<SourceModel> source;  ///< The quantized model, as soon as there is one.
  AkidaVersion akida_version = AkidaVersion::v2;
  std::uint64_t source_bytes = 0;
};

/// Quantizes the bytes of a float Keras model (`.h5`) and converts it. Never throws for what the
/// bytes hold. Deterministic. `bytes` must stay unchanged during the call and is not copied.
QuantizeResult quantize(std::span<const std::uint8_t> bytes, const QuantizeOptions& options = {});
QuantizeResult quantize(const Source& source, const QuantizeOptions& options = {});

/// The classes that a model gives samples, before and after its quantization.
struct ClassifyResult {
  Report report;
  /// Of each sample the first highest output of the float model (with QuantizeML's rewrites, which
  /// change roundings alone).
  std::vector<std::int64_t> float_classes;
  /// The same of the quantized model as QuantizeML runs it, on integers. Absent: no ranges were
  /// given, or a part of the model is not quantized.
  std::optional<std::vector<std::int64_t>> quantized_classes;
};

/// Runs a float Keras model on `options.samples`, and with `options.ranges` the model that
/// quantize() makes of it with these options. Never throws for what the bytes hold. Samples are
/// taken on their own: temporal layers remember nothing.
ClassifyResult classify(const Source& source, const QuantizeOptions& options);

/// See docs/report.md.
std::string to_json(const QuantizeResult& result);
std::string to_json(const ClassifyResult& result);

}  // namespace cnn2snn
