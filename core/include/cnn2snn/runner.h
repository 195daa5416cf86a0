// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "cnn2snn/array.h"
#include "cnn2snn/report.h"

/// Runs Akida models: every integer is that of the Akida software runtime (akida 2.19.3).
namespace cnn2snn {

struct RunnerOptions {
  /// Threads that samples are shared out to; 0: one a processor. Models with temporal layers run on
  /// one, and so does everything in WebAssembly.
  unsigned threads = 1;
  /// Plain code only, as slow as it is readable: what the fast kernels are tested against.
  bool scalar = false;
};

/// Called now and then with the number of samples done and of all; return false to cancel: the call
/// ends with E_CANCELLED and the model's state is as before it.
using RunProgress = std::function<bool(std::size_t done, std::size_t all)>;

struct ForwardOptions {
  bool layers = false;  ///< Keep the outputs of all layers.
  bool scores = false;  ///< Fill ForwardResult::scores; a problem where the model has none.
  RunProgress progress;
};

struct ForwardResult {
  Report report;
  /// Of the last layer, (N, x, y, c): uint8, int8, int16, int32 or float32.
  Array output;
  /// With ForwardOptions::layers: of every layer in file order.
  std::vector<Array> layers;
  /// With ForwardOptions::scores: float32, the shape of `output`. What predict() returns.
  Array scores;
};

struct ClassesResult {
  Report report;
  std::vector<std::int64_t> classes;
};

struct LayerStatistics {
  std::string name;
  std::string type;             ///< "Conv2D"
  std::uint64_t values = 0;     ///< Output elements of all samples.
  std::uint64_t zeros = 0;      ///< Of them, zeros.
  std::uint64_t saturated = 0;  ///< Of them, at an end of the layer's output range (not zeros).
  std::int64_t low = 0;         ///< That range; 0, 0 for floats, which have none.
  std::int64_t high = 0;
};

struct EvaluateResult {
  Report report;
  std::size_t samples = 0;
  std::size_t correct = 0;
  /// confusion[label][predicted], as many classes as the model gives or the labels name; none
  /// above 4096.
  std::vector<std::vector<std::uint64_t>> confusion;
  std::vector<LayerStatistics> layers;  ///< In file order.
  /// Counts another part of the data in, of the same model.
  void add(const EvaluateResult& part);
  [[nodiscard]] double accuracy() const {
    return samples == 0 ? 0.0 : static_cast<double>(correct) / static_cast<double>(samples);
  }
};

/// A layer of a model that runs.
struct RunnerLayer {
  std::string name;
  std::string type;              ///< "Conv2D"
  akida::Shape3 output_shape{};  ///< Of one sample.
  std::string output_type;       ///< "uint8", "int8", "int16", "int32" or "float32".
};

/// What a model takes and gives.
struct RunnerInfo {
  akida::Shape3 input_shape{};  ///< Of one sample. For a channels_first Quantizer: (c, x, y).
  std::string input_type;       ///< "uint8", "int8" or "int16".
  bool float_input = false;     ///< float32 is taken as well (the model begins with a Quantizer).
  std::int32_t input_low = 0;   ///< Range of integer inputs.
  std::int32_t input_high = 0;
  akida::Shape3 output_shape{};     ///< Of one sample.
  std::string output_type;          ///< Also "int32" or "float32".
  bool scores = false;              ///< Whether predict() is defined.
  bool state = false;               ///< Whether results depend on earlier samples.
  std::vector<RunnerLayer> layers;  ///< In file order.
};

/// What the temporal layers of a model remember: one list a layer, empty for the others.
struct RunnerState {
  std::vector<std::vector<std::int32_t>> memory;
};

/// A model that is ready to run. Temporal layers remember the samples given so far, from call to
/// call, until reset(). Not to be used by two threads at once.
class Runner {
 public:
  /// nullptr, and problems in `report`, for what the runtime refuses or crashes on.
  static std::unique_ptr<Runner> make(akida::Model model, const RunnerOptions& options,
                                      Report& report);
  /// The same from the bytes of an `.fbz`.
  static std::unique_ptr<Runner> load(std::span<const std::uint8_t> fbz,
                                      const RunnerOptions& options, Report& report);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  [[nodiscard]] const akida::Model& model() const;
  [[nodiscard]] const RunnerInfo& info() const;

  /// (N, x, y, c) samples, one after the other. Bad input is a problem (E_INPUT) that says what was
  /// expected and what came; it leaves the state alone.
  ForwardResult forward(const Array& inputs, const ForwardOptions& options = {});
  /// `forward` with scores: float32, dequantized.
  ForwardResult predict(const Array& inputs);
  /// Index of the first maximum of every row of scores; with num_classes > 0 divided by the number
  /// of neurons a class has, as edge learning wants it.
  ClassesResult predict_classes(const Array& inputs, std::int64_t num_classes = 0);
  /// Runs `inputs` and compares with one integer label a sample. Keeps no outputs.
  EvaluateResult evaluate(const Array& inputs, const Array& labels,
                          const RunProgress& progress = {});
  /// Temporal layers forget.
  void reset();
  /// What they remember now, and a return to it: `state` must come from a Runner of the same model.
  [[nodiscard]] RunnerState state() const;
  void restore(const RunnerState& state);

 private:
  struct Impl;
  explicit Runner(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// The Runner of the bytes of an `.fbz`, or of a model that convert() takes, converted on the way.
std::unique_ptr<Runner> open_runner(std::span<const std::uint8_t> bytes,
                                    const RunnerOptions& options, Report& report);

/// Index of the first maximum of every row (last axis) of float32 scores.
std::vector<std::int64_t> classes_of(const Array& scores, std::int64_t num_classes = 0);

struct ClassScore {
  std::int64_t index = 0;
  float score = 0;
};
/// The `most` classes with the highest scores of every row, the highest first; the lower index
/// first where they are equal.
std::vector<std::vector<ClassScore>> top_classes(const Array& scores, std::size_t most);

/// Adds the sample dimension to an array of one sample of `shape`; others are returned as they are.
Array as_batch(Array inputs, const akida::Shape3& shape);

/// JSON forms (see docs/report.md). `labels` name the classes, as far as they go.
std::string to_json(const Report& report);
std::string to_json(const RunnerInfo& info);
std::string to_json(const ForwardResult& result, std::size_t most,
                    std::span<const std::string> labels = {});
std::string to_json(const EvaluateResult& result);

}  // namespace cnn2snn
