// SPDX-License-Identifier: Apache-2.0
#include "cnn2snn/runner.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <utility>

#include "api/call.h"
#include "api/run_input.h"
#include "api/runner_impl.h"
#include "base/conversion_error.h"
#include "base/parallel.h"
#include "engine/plan.h"
#include "fbz/fbz.h"
#include "files/kind/signatures.h"

namespace cnn2snn {

namespace {

using engine::Predict;
using engine::Session;
using engine::Tensor;

/// More than a result may take: several gigabytes are asked for by mistake.
constexpr std::size_t kMostResultBytes = std::size_t{1} << 30;

Array make_array(std::string name, akida::DType type, const akida::Shape3& shape,
                 std::size_t samples, std::size_t& total) {
  Array array;
  array.name = std::move(name);
  array.type = element_type_of(type);
  array.shape = {static_cast<std::int64_t>(samples), shape[0], shape[1], shape[2]};
  const std::size_t bytes = engine::count(shape) * akida::element_size(type);
  if (samples > (kMostResultBytes - total) / bytes) {
    fail(ErrorId::kLimit, Step::kInference, "the outputs would take more than 1 GiB",
         "Give fewer samples in a call, or ask for no layer outputs.");
  }
  total += bytes * samples;
  array.data.resize(bytes * samples);
  return array;
}

void put(Array& array, std::size_t sample, std::span<const std::uint8_t> bytes) {
  std::copy(bytes.begin(), bytes.end(),
            array.data.begin() + static_cast<std::ptrdiff_t>(sample * bytes.size()));
}

void check_scores(Predict rule) {
  const char* reason = nullptr;
  const char* remedy = nullptr;
  if (rule == Predict::kActivation) {
    reason = "Only models whose last layer has no activation can be evaluated.";
    remedy = "Use forward: this model gives integers.";
  } else if (rule == Predict::kIntegers) {
    reason = "Expected a Dequantizer as last layer.";
    remedy = "Use forward: this model gives integers.";
  }
  if (reason != nullptr) {
    fail(ErrorId::kModelStructure, Step::kInference, reason, remedy, "RuntimeError");
  }
}

void warn_of_strange_floats(const Array& inputs, Report& report) {
  if (inputs.type.kind != ElementType::Kind::kFloat) return;
  std::size_t strange = 0;
  for (std::size_t i = 0; i < inputs.count(); ++i) {
    float value = 0;
    std::memcpy(&value, &inputs.data[i * sizeof value], sizeof value);
    strange += std::isfinite(value) ? 0 : 1;
  }
  if (strange == 0) return;
  Problem warning;
  warning.id = ErrorId::kInput;
  warning.step = Step::kInference;
  warning.reason =
      std::to_string(strange) +
      " input values are infinite or no number: they are taken for the smallest number, "
      "as the Akida runtime takes them";
  report.warnings.push_back(std::move(warning));
}

RunnerInfo describe(const akida::Model& model, const engine::Plan& plan) {
  const engine::InputRule& rule = plan.input();
  RunnerInfo info;
  info.input_shape = rule.shape;
  info.input_type = to_string(rule.type);
  info.float_input = rule.or_float;
  info.input_low = rule.low;
  info.input_high = rule.high;
  info.output_shape = plan.output_shape(plan.layer_count() - 1);
  info.output_type = to_string(plan.output_type(plan.layer_count() - 1));
  info.scores =
      plan.predict_rule() == Predict::kOutput || plan.predict_rule() == Predict::kPotentials;
  info.state = plan.has_state();
  for (std::size_t i = 0; i < plan.layer_count(); ++i) {
    info.layers.push_back({model.layers[i].name, std::string(to_string(model.layers[i].type)),
                           plan.output_shape(i), std::string(to_string(plan.output_type(i)))});
  }
  return info;
}

}  // namespace

Runner::Impl::Impl(akida::Model given, const RunnerOptions& options)
    : model(std::move(given)),
      plan(model, options.scalar ? engine::Kernels::kScalar : engine::Kernels::kFast),
      info(describe(model, plan)),
      threads(info.state ? 1 : thread_count(options.threads)) {
  sessions.push_back(plan.start());
}

void Runner::Impl::run_range(const Array& inputs, std::size_t first, std::size_t last,
                             Session& session, const Visit& visit) const {
  const std::size_t size = inputs.data.size() / static_cast<std::size_t>(inputs.shape[0]);
  Tensor sample{*dtype_of(inputs.type), plan.input().shape, {}};
  for (std::size_t n = first; n < last; ++n) {
    const auto from = inputs.data.begin() + static_cast<std::ptrdiff_t>(n * size);
    sample.bytes.assign(from, from + static_cast<std::ptrdiff_t>(size));
    plan.run(sample, session);
    if (!visit(n, session)) {
      fail(ErrorId::kCancelled, Step::kInference, "the run was cancelled");
    }
  }
}

void Runner::Impl::run(const Array& inputs, const Visit& visit) {
  check_input(plan.input(), inputs);
  const auto samples = static_cast<std::size_t>(inputs.shape[0]);
  const std::size_t workers = std::min<std::size_t>(threads, samples);
  if (workers <= 1) {
    // A call that fails leaves no trace.
    const RunnerState before = memory();
    try {
      run_range(inputs, 0, samples, sessions[0], visit);
    } catch (...) {
      remember(before);
      throw;
    }
    return;
  }
  run_threads(inputs, workers, visit);
}

void Runner::Impl::run_threads(const Array& inputs, std::size_t workers, const Visit& visit) {
  while (sessions.size() < workers) sessions.push_back(plan.start());
  std::mutex lock;
  const auto samples = static_cast<std::size_t>(inputs.shape[0]);
  run_parallel(static_cast<unsigned>(workers), samples, [&](std::size_t thread, std::size_t n) {
    run_range(inputs, n, n + 1, sessions[thread], [&](std::size_t sample, const Session& done) {
      const std::scoped_lock guard(lock);
      return visit(sample, done);
    });
  });
}

RunnerState Runner::Impl::memory() const {
  RunnerState state;
  for (const engine::LayerState& layer : sessions[0].states) state.memory.push_back(layer.memory);
  return state;
}

void Runner::Impl::remember(const RunnerState& state) {
  std::vector<engine::LayerState>& layers = sessions[0].states;
  for (std::size_t i = 0; i < layers.size(); ++i) layers[i].memory = state.memory[i];
}

Runner::Runner(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Runner::~Runner() = default;

std::unique_ptr<Runner> Runner::make(akida::Model model, const RunnerOptions& options,
                                     Report& report) {
  std::unique_ptr<Runner> runner;
  guarded(report, Step::kInference,
          [&] { runner.reset(new Runner(std::make_unique<Impl>(std::move(model), options))); });
  return runner;
}

std::unique_ptr<Runner> Runner::load(std::span<const std::uint8_t> bytes,
                                     const RunnerOptions& options, Report& report) {
  akida::Model model;
  guarded(report, Step::kRead, [&] {
    // What else it may be takes much code to tell, for which a page that only runs models does
    // not wait.
    if (!files::is_akida({reinterpret_cast<const char*>(bytes.data()), bytes.size()})) {
      fail(ErrorId::kNotFbz, Step::kRead, "The file is no Akida model.",
           "Give an Akida model (.fbz): convert makes one of quantized Keras and ONNX models.");
    }
    model = fbz::read(bytes);
  });
  return report.ok() ? make(std::move(model), options, report) : nullptr;
}

const akida::Model& Runner::model() const {
  return impl_->model;
}

const RunnerInfo& Runner::info() const {
  return impl_->info;
}

ForwardResult Runner::forward(const Array& inputs, const ForwardOptions& options) {
  ForwardResult result;
  guarded(result.report, Step::kInference, [&] {
    const engine::Plan& plan = impl_->plan;
    if (options.scores) check_scores(plan.predict_rule());
    check_input(plan.input(), inputs);
    warn_of_strange_floats(inputs, result.report);
    const auto samples = static_cast<std::size_t>(inputs.shape[0]);
    const std::size_t last = plan.layer_count() - 1;
    std::size_t total = 0;
    Array output = make_array(impl_->model.layers[last].name, plan.output_type(last),
                              plan.output_shape(last), samples, total);
    Array scores;
    if (options.scores) {
      scores = make_array({}, akida::DType::kFloat32, plan.output_shape(last), samples, total);
    }
    std::vector<Array> layers;
    for (std::size_t i = 0; options.layers && i <= last; ++i) {
      layers.push_back(make_array(impl_->model.layers[i].name, plan.output_type(i),
                                  plan.output_shape(i), samples, total));
    }
    std::size_t done = 0;
    impl_->run(inputs, [&](std::size_t n, const Session& session) {
      put(output, n, session.outputs[last].bytes);
      for (std::size_t i = 0; i < layers.size(); ++i) put(layers[i], n, session.outputs[i].bytes);
      if (options.scores) {
        const std::vector<float> row = plan.predict(session.outputs[last]);
        std::memcpy(scores.data.data() + n * row.size() * sizeof(float), row.data(),
                    row.size() * sizeof(float));
      }
      return !options.progress || options.progress(++done, samples);
    });
    result.output = std::move(output);
    result.layers = std::move(layers);
    result.scores = std::move(scores);
  });
  return result;
}

ForwardResult Runner::predict(const Array& inputs) {
  ForwardOptions options;
  options.scores = true;
  return forward(inputs, options);
}

ClassesResult Runner::predict_classes(const Array& inputs, std::int64_t num_classes) {
  ForwardResult scores = predict(inputs);
  ClassesResult result;
  result.report = std::move(scores.report);
  if (result.report.ok()) result.classes = classes_of(scores.scores, num_classes);
  return result;
}

void Runner::reset() {
  for (Session& session : impl_->sessions) session = impl_->plan.start();
}

RunnerState Runner::state() const {
  return impl_->memory();
}

void Runner::restore(const RunnerState& state) {
  impl_->remember(state);
}

std::vector<std::int64_t> classes_of(const Array& scores, std::int64_t num_classes) {
  std::vector<std::int64_t> classes;
  const ElementType float32{ElementType::Kind::kFloat, 4};
  if (scores.shape.empty() || scores.shape.back() <= 0 || scores.type != float32) return classes;
  const auto row = static_cast<std::size_t>(scores.shape.back());
  std::vector<float> values(scores.count());
  std::memcpy(values.data(), scores.data.data(), scores.data.size());
  const std::int64_t neurons = num_classes > 0 ? scores.shape.back() / num_classes : 1;
  for (std::size_t i = 0; i < values.size(); i += row) {
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(i);
    const auto best = std::max_element(first, first + static_cast<std::ptrdiff_t>(row));
    classes.push_back(neurons == 0 ? 0 : (best - first) / neurons);
  }
  return classes;
}

std::vector<std::vector<ClassScore>> top_classes(const Array& scores, std::size_t most) {
  std::vector<std::vector<ClassScore>> rows;
  if (scores.shape.empty() || scores.shape.back() <= 0) return rows;
  const auto classes = static_cast<std::size_t>(scores.shape.back());
  for (std::size_t first = 0; first < scores.count(); first += classes) {
    std::vector<ClassScore> row(classes);
    for (std::size_t c = 0; c < classes; ++c) {
      row[c].index = static_cast<std::int64_t>(c);
      std::memcpy(&row[c].score, &scores.data[(first + c) * sizeof(float)], sizeof(float));
    }
    std::stable_sort(row.begin(), row.end(), [](const ClassScore& one, const ClassScore& other) {
      return one.score > other.score;
    });
    row.resize(std::min(most, classes));
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace cnn2snn
