// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/calibrate/calibrate.h"

#include <algorithm>
#include <utility>

#include "base/conversion_error.h"
#include "base/parallel.h"
#include "cnn2snn/report.h"
#include "keras/costs.h"
#include "quantizeml/calibrate/batches.h"
#include "quantizeml/calibrate/extremes.h"
#include "quantizeml/calibrate/float_model.h"
#include "quantizeml/calibrate/moving_average.h"

namespace cnn2snn::quantizeml {
namespace {

// What one sample, or one batch, showed an observer.
struct Extremes {
  std::vector<float> max;
  std::vector<float> min;  // Of the input alone.
};

void keep_largest(std::vector<float>& into, const std::vector<float>& other) {
  if (into.empty()) into = other;
  for (std::size_t i = 0; i < into.size(); ++i) into[i] = std::max(into[i], other[i]);
}

void keep_smallest(std::vector<float>& into, const std::vector<float>& other) {
  if (into.empty()) into = other;
  for (std::size_t i = 0; i < into.size(); ++i) into[i] = std::min(into[i], other[i]);
}

[[noreturn]] void fail_not_finite(const std::string& layer) {
  Problem problem;
  problem.id = ErrorId::kQuantization;
  problem.step = Step::kQuantization;
  problem.layers = {{layer, {}}};
  problem.reason = "Its output is not finite (NaN or infinity).";
  problem.remedy =
      "Look at its weights and arguments and at those of the layers before it, and at the samples.";
  problem.error_class = "InvalidArgumentError";
  throw ConversionError(problem);
}

// The observer looks at one output.
Extremes look(const Observer& observer, const Tensor& tensor) {
  const std::size_t channels = tensor.channels();
  Extremes seen;
  seen.max.resize(channels);
  if (tensor.values.empty() || !largest_magnitudes(tensor.values, seen.max)) {
    fail_not_finite(observer.layer);
  }
  if (observer.input) {
    seen.min.resize(channels);
    least_and_largest(tensor.values, seen.min, seen.max);
  }
  if (!observer.per_axis) {
    seen.max = {*std::max_element(seen.max.begin(), seen.max.end())};
    if (observer.input) seen.min = {*std::min_element(seen.min.begin(), seen.min.end())};
  }
  return seen;
}

class Calibration {
 public:
  Calibration(const keras::Graph& graph, std::span<const Observer> observers,
              const Samples& samples, const CalibrationOptions& options)
      : observers_(observers), samples_(samples), options_(options), model_(make(graph)) {
    batches_ = plan_batches(samples.count, model_.has_memory(), options);
  }

  Ranges run() {
    const std::size_t all = batches_.samples * batches_.epochs;
    const std::size_t block =
        model_.has_memory() || options_.threads <= 1 ? 1 : std::size_t{options_.threads} * 4;
    spares_.resize(std::max(options_.threads, 1U));
    memories_.resize(model_.has_memory() ? batches_.size : 0);
    std::vector<std::vector<Extremes>> seen;
    for (std::size_t done = 0; done < all;) {
      const std::size_t count = std::min(block, all - done);
      seen.assign(count, {});
      run_block(done, seen);
      for (std::size_t i = 0; i < count; ++i) take(done + i, seen[i]);
      done += count;
      if (options_.progress && !options_.progress(done, all)) {
        fail(ErrorId::kCancelled, Step::kQuantization, "The calibration was cancelled.");
      }
    }
    return ranges();
  }

 private:
  FloatModel make(const keras::Graph& graph) {
    std::vector<std::size_t> wanted;
    for (const Observer& observer : observers_) {
      auto layer = graph.find(observer.layer);
      if (observer.input)
        layer = graph.inputs.empty() ? std::nullopt : std::optional(graph.inputs[0].layer);
      if (!layer) {
        fail(ErrorId::kInternal, Step::kQuantization,
             "The layer '" + observer.layer + "' to observe is not in the model.");
      }
      wanted.push_back(*layer);
    }
    layers_ = wanted;
    return {graph, wanted};
  }

  void run_block(std::size_t first, std::vector<std::vector<Extremes>>& seen) {
    run_parallel(options_.threads, seen.size(), [&](std::size_t thread, std::size_t task) {
      seen[task] = run_sample(first + task, spares_[thread]);
    });
  }

  std::vector<Extremes> run_sample(std::size_t number, Spare& spare) {
    const std::size_t index = number % batches_.samples;
    const std::size_t batch = index / batches_.size;
    BatchPlace place;
    place.index = index % batches_.size;
    place.size = std::min(batches_.size, batches_.samples - batch * batches_.size);
    Tensor input = spare.take();
    input.resize(samples_.shape);
    samples_.read(index, input.values);
    std::vector<Extremes> seen(observers_.size());
    FloatModel::Memory none;
    FloatModel::Memory& memory = memories_.empty() ? none : memories_[place.index];
    model_.run(std::move(input), place, memory, spare,
               [&](std::size_t layer, const Tensor& tensor) {
                 for (std::size_t o = 0; o < layers_.size(); ++o) {
                   if (layers_[o] == layer) seen[o] = look(observers_[o], tensor);
                 }
               });
    return seen;
  }

  // In the order of the samples: a full batch moves the averages.
  void take(std::size_t number, std::vector<Extremes>& seen) {
    batch_.resize(observers_.size());
    max_.resize(observers_.size());
    min_.resize(observers_.size());
    for (std::size_t o = 0; o < observers_.size(); ++o) {
      keep_largest(batch_[o].max, seen[o].max);
      keep_smallest(batch_[o].min, seen[o].min);
    }
    const std::size_t index = number % batches_.samples + 1;
    if (index % batches_.size != 0 && index != batches_.samples) return;
    for (std::size_t o = 0; o < observers_.size(); ++o) {
      max_[o].add(batch_[o].max);
      if (observers_[o].input) min_[o].add(batch_[o].min);
    }
    batch_.clear();
  }

  Ranges ranges() const {
    Ranges out;
    for (std::size_t o = 0; o < observers_.size(); ++o) {
      out.layers.push_back({observers_[o].layer, max_[o].values(), min_[o].values()});
    }
    return out;
  }

  std::span<const Observer> observers_;
  const Samples& samples_;
  const CalibrationOptions& options_;
  std::vector<std::size_t> layers_;  // Of each observer.
  FloatModel model_;
  Batches batches_;
  std::vector<Spare> spares_;                 // Of each thread.
  std::vector<FloatModel::Memory> memories_;  // Of each sequence.
  std::vector<Extremes> batch_;
  std::vector<MovingAverage> max_;
  std::vector<MovingAverage> min_;
};

void check_shape(const keras::Graph& graph, const Samples& samples) {
  const bool known = std::all_of(samples.shape.begin(), samples.shape.end(),
                                 [](std::int64_t extent) { return extent > 0; });
  if (!known || graph.inputs.empty()) {
    fail(ErrorId::kArgument, Step::kQuantization, "The samples have no elements.",
         "Give samples of the shape of the model's input.", "ValueError");
  }
}

/// One output of one layer that takes more than 4 GiB is no model's but a mistake's.
void check_sizes(const keras::Graph& graph) {
  constexpr double kMostElements = std::int64_t{1} << 30;
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    if (keras::sample_elements(graph.shapes()[i]) <= kMostElements) continue;
    const keras::Layer& layer = graph.layers[i];
    throw ConversionError({ErrorId::kLimit, Step::kQuantization, layer.name, layer.class_name,
                           "Its output for one sample takes more than 4 GiB.",
                           "Give the model a smaller input.", ""});
  }
}

}  // namespace

Ranges calibrate(const keras::Graph& graph, std::span<const Observer> observers,
                 const Samples& samples, const CalibrationOptions& options) {
  if (observers.empty()) return {};
  check_shape(graph, samples);
  check_sizes(graph);
  return Calibration(graph, observers, samples, options).run();
}

}  // namespace cnn2snn::quantizeml
