// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <tuple>
#include <utility>

#include "api/call.h"
#include "api/run_input.h"
#include "api/runner_impl.h"
#include "base/conversion_error.h"
#include "cnn2snn/runner.h"

namespace cnn2snn {

namespace {

/// Rows and columns of a confusion matrix that is kept.
constexpr std::int64_t kMostConfused = 4096;

[[noreturn]] void refuse(std::string reason, std::string remedy, ErrorId id = ErrorId::kInput) {
  fail(id, Step::kInference, std::move(reason), std::move(remedy), "ValueError");
}

template <typename T>
void append(const Array& array, std::vector<std::int64_t>& labels) {
  for (std::size_t i = 0; i < array.count(); ++i) {
    T value{};
    std::memcpy(&value, array.data.data() + i * sizeof(T), sizeof(T));
    labels.push_back(static_cast<std::int64_t>(value));
  }
}

std::vector<std::int64_t> labels_of(const Array& array) {
  using Kind = ElementType::Kind;
  const bool is_signed = array.type.kind == Kind::kSigned;
  if (!is_signed && array.type.kind != Kind::kUnsigned) {
    refuse("Labels must be int32.", "Give one whole number a sample: the index of its class.");
  }
  std::vector<std::int64_t> labels;
  switch (array.type.size) {
    case 1:
      is_signed ? append<std::int8_t>(array, labels) : append<std::uint8_t>(array, labels);
      break;
    case 2:
      is_signed ? append<std::int16_t>(array, labels) : append<std::uint16_t>(array, labels);
      break;
    case 4:
      is_signed ? append<std::int32_t>(array, labels) : append<std::uint32_t>(array, labels);
      break;
    default:
      is_signed ? append<std::int64_t>(array, labels) : append<std::uint64_t>(array, labels);
      break;
  }
  return labels;
}

/// The ends of what a layer's output can be.
std::pair<std::int64_t, std::int64_t> range_of(const akida::Layer& layer, akida::DType type) {
  switch (type) {
    case akida::DType::kFloat32:
      return {0, 0};
    case akida::DType::kUInt8: {
      const int bits = std::clamp(layer.output_bits, 1, 8);
      return {0, (std::int64_t{1} << bits) - 1};
    }
    default: {
      const int bits = std::clamp(layer.output_bits, 1, 32);
      return {-(std::int64_t{1} << (bits - 1)), (std::int64_t{1} << (bits - 1)) - 1};
    }
  }
}

std::vector<LayerStatistics> statistics_of(const akida::Model& model, const engine::Plan& plan) {
  std::vector<LayerStatistics> all;
  for (std::size_t i = 0; i < model.layers.size(); ++i) {
    LayerStatistics statistics;
    statistics.name = model.layers[i].name;
    statistics.type = to_string(model.layers[i].type);
    std::tie(statistics.low, statistics.high) = range_of(model.layers[i], plan.output_type(i));
    all.push_back(std::move(statistics));
  }
  return all;
}

void count_in(const engine::Tensor& output, LayerStatistics& statistics) {
  if (output.type == akida::DType::kFloat32) {
    for (const float value : engine::floats(output)) statistics.zeros += value == 0 ? 1 : 0;
    statistics.values += engine::count(output.shape);
    return;
  }
  for (const std::int32_t value : engine::widen(output)) {
    ++statistics.values;
    if (value == 0) {
      ++statistics.zeros;
    } else if (value == statistics.low || value == statistics.high) {
      ++statistics.saturated;
    }
  }
}

std::size_t class_of(const std::vector<float>& scores) {
  return static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

}  // namespace

EvaluateResult Runner::evaluate(const Array& inputs, const Array& labels,
                                const RunProgress& progress) {
  EvaluateResult result;
  guarded(result.report, Step::kInference, [&] {
    const engine::Plan& plan = impl_->plan;
    const std::size_t last = plan.layer_count() - 1;
    if (plan.predict_rule() == engine::Predict::kActivation) {
      refuse("Only models whose last layer has no activation can be evaluated.",
             "The model must end with a Dequantizer or, in Akida 1.0, without activation.",
             ErrorId::kModelStructure);
    }
    if (plan.predict_rule() == engine::Predict::kIntegers) {
      refuse("Expected a Dequantizer as last layer.",
             "The model must end with a Dequantizer to have scores.", ErrorId::kModelStructure);
    }
    const auto& [x, y, classes] = plan.output_shape(last);
    if (x != 1 || y != 1) {
      refuse("the model gives a map of " + std::to_string(x) + " x " + std::to_string(y) +
                 " scores a sample, no classification",
             "Use run to see its outputs.", ErrorId::kModelStructure);
    }
    check_input(plan.input(), inputs);
    const std::vector<std::int64_t> wanted = labels_of(labels);
    const auto samples = static_cast<std::size_t>(inputs.shape[0]);
    if (wanted.size() != samples) {
      refuse(std::to_string(wanted.size()) + " labels for " + std::to_string(samples) + " samples",
             "Give one label a sample.");
    }
    const auto [lowest, highest] = std::minmax_element(wanted.begin(), wanted.end());
    const std::int64_t rows = std::max<std::int64_t>(*highest + 1, classes);
    if (*lowest < 0 || *highest > std::numeric_limits<std::int32_t>::max()) {
      refuse("labels of " + std::to_string(*lowest) + " to " + std::to_string(*highest) +
                 " for a model with " + std::to_string(classes) + " classes",
             "Give the index of the class, from 0.");
    }
    const auto size = static_cast<std::size_t>(rows > kMostConfused ? 0 : rows);
    std::vector<LayerStatistics> statistics = statistics_of(impl_->model, plan);
    std::vector<std::vector<std::uint64_t>> confusion(size, std::vector<std::uint64_t>(size));
    std::size_t correct = 0;
    std::size_t done = 0;
    impl_->run(inputs, [&](std::size_t n, const engine::Session& session) {
      for (std::size_t i = 0; i <= last; ++i) count_in(session.outputs[i], statistics[i]);
      const std::size_t predicted = class_of(plan.predict(session.outputs[last]));
      const auto label = static_cast<std::size_t>(wanted[n]);
      if (!confusion.empty()) ++confusion[label][predicted];
      correct += label == predicted ? 1 : 0;
      return !progress || progress(++done, samples);
    });
    result.samples = samples;
    result.correct = correct;
    result.confusion = std::move(confusion);
    result.layers = std::move(statistics);
  });
  return result;
}

void EvaluateResult::add(const EvaluateResult& part) {
  for (const auto& [from, to] : {std::pair{&part.report.problems, &report.problems},
                                 std::pair{&part.report.warnings, &report.warnings}}) {
    to->insert(to->end(), from->begin(), from->end());
  }
  const bool kept = samples == 0 || !confusion.empty();
  samples += part.samples;
  correct += part.correct;
  const std::size_t size = std::max(confusion.size(), part.confusion.size());
  if (!kept || part.confusion.empty()) {
    confusion.clear();
  } else {
    confusion.resize(size);
    for (auto& row : confusion) row.resize(size);
    for (std::size_t r = 0; r < part.confusion.size(); ++r) {
      for (std::size_t c = 0; c < part.confusion.size(); ++c) {
        confusion[r][c] += part.confusion[r][c];
      }
    }
  }
  if (layers.empty()) {
    layers = part.layers;
    return;
  }
  for (std::size_t i = 0; i < layers.size() && i < part.layers.size(); ++i) {
    layers[i].values += part.layers[i].values;
    layers[i].zeros += part.layers[i].zeros;
    layers[i].saturated += part.layers[i].saturated;
  }
}

}  // namespace cnn2snn
