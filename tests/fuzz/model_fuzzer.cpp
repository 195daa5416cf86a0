// SPDX-License-Identifier: Apache-2.0
//
// A model in the form of model_form.h -> the file -> convert(), check, quantize() or inspect(),
// which must not throw. Seeds: the .h5 and .keras files under tests/, through model_seeds.cpp.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "base/conversion_error.h"
#include "cnn2snn/quantize.h"
#include "fuzz/model_form.h"
#include "fuzz/mutate_model.h"
#include "keras/costs.h"

namespace {

using namespace cnn2snn;
using fuzz::Form;

constexpr std::uint64_t kMostMacs = 500'000;
constexpr std::int64_t kMostElements = 20'000;
constexpr int kTries = 8;

template <class T>
T option(const Form& options, const char* name, T otherwise) {
  const auto found = options.find(name);
  if (found == options.end()) return otherwise;
  if constexpr (std::is_same_v<T, std::string>) {
    return found->is_string() ? found->get<std::string>() : otherwise;
  } else {
    if (found->is_boolean()) return static_cast<T>(found->template get<bool>());
    if (!found->is_number()) return otherwise;
    // To cast what the type cannot hold is undefined.
    const auto value = found->template get<double>();
    const bool holds = value >= static_cast<double>(std::numeric_limits<T>::lowest()) &&
                       value < static_cast<double>(std::numeric_limits<T>::max());
    return holds ? static_cast<T>(value) : otherwise;
  }
}

std::vector<double> numbers(const Form& options, const char* name) {
  std::vector<double> out;
  const auto found = options.find(name);
  if (found == options.end() || !found->is_array()) return out;
  for (const Form& value : *found) {
    if (value.is_number()) out.push_back(value.get<double>());
  }
  return out;
}

std::optional<AkidaVersion> akida_version(const Form& options) {
  const int version = option(options, "akida_version", 0);
  if (version == 0) return std::nullopt;
  return version == 1 ? AkidaVersion::v1 : AkidaVersion::v2;
}

void require_sound(const Report& report) {
  for (const Problem& problem : report.problems) {
    if (problem.id != ErrorId::kInternal) continue;
    std::cerr << problem.reason << '\n';
    std::abort();
  }
}

// Whether the model runs within a moment: what takes long by its size says nothing.
bool is_small(std::span<const std::uint8_t> file) {
  try {
    const keras::Graph graph = keras::load_model(file);
    std::uint64_t macs = 0;
    for (const keras::Cost& cost : keras::layer_costs(graph, graph.shapes())) {
      macs += std::min(cost.macs, kMostMacs);
    }
    for (const auto& shape : graph.shapes()) {
      std::int64_t elements = 1;
      for (const std::int64_t extent : shape.value_or(keras::Shape{})) {
        if (extent > kMostElements) return false;
        elements *= std::max<std::int64_t>(extent, 1);
        if (elements > kMostElements) return false;
      }
    }
    return macs < kMostMacs && graph.layers.size() < 200;
  } catch (const ConversionError&) {
    return true;  // It is not going to be run.
  }
}

void run_convert(std::span<const std::uint8_t> file, const Form& options) {
  ConvertOptions chosen;
  chosen.akida_version = akida_version(options);
  const std::vector<double> scaling = numbers(options, "input_scaling");
  if (scaling.size() == 2) chosen.input_scaling = {scaling[0], scaling[1]};
  if (option(options, "keep_shift", false)) chosen.flatten_shift = FlattenShift::kKeep;
  const ConversionResult result = convert(file, chosen);
  // All or nothing: a file exactly when nothing is wrong, and never a defect of our own.
  if (result.report.ok() == result.fbz.empty()) std::abort();
  require_sound(result.report);
  (void)to_json(result);
  // What is written can be read.
  if (result.report.ok() && !inspect(result.fbz).report.ok()) std::abort();
}

void run_check(std::span<const std::uint8_t> file, const Form& options) {
  CompatibilityOptions chosen;
  chosen.akida_version = akida_version(options);
  chosen.device = option(options, "device", std::string());
  const std::string type = option(options, "input_dtype", std::string("uint8"));
  if (type == "int8") chosen.input_dtype = InputDType::kInt8;
  if (type == "int16") chosen.input_dtype = InputDType::kInt16;
  const CompatibilityResult result = check_model_compatibility(file, chosen);
  require_sound(result.report);
  (void)to_json(result);
}

void run_quantize(std::span<const std::uint8_t> file, const Form& options) {
  QuantizeOptions chosen;
  chosen.num_samples = 2;
  chosen.batch_size = 2;
  chosen.akida_version = akida_version(options);
  QuantizationParams& params = chosen.params;
  params.activation_bits = option(options, "activation_bits", params.activation_bits);
  params.per_tensor_activations = option(options, "per_tensor", false);
  params.weight_bits = option(options, "weight_bits", params.weight_bits);
  params.output_bits = option(options, "output_bits", params.output_bits);
  params.input_weight_bits = option(options, "input_weight_bits", params.input_weight_bits);
  params.input_dtype = option(options, "input_dtype", params.input_dtype);
  params.buffer_bits = option(options, "buffer_bits", params.buffer_bits);
  if (options.contains("last_output_bits")) {
    params.last_output_bits = option(options, "last_output_bits", 8);
  }
  for (const double extent : numbers(options, "input_shape")) {
    chosen.input_shape.push_back(static_cast<std::int64_t>(std::clamp(extent, -2.0, 16.0)));
  }
  const QuantizeResult result = quantize(file, chosen);
  if (result.report.ok() == result.fbz.empty()) std::abort();
  if (result.report.ok() && result.h5.empty()) std::abort();
  require_sound(result.report);
  (void)to_json(result);
}

std::size_t put(const Form& form, std::uint8_t* data, std::size_t most) {
  const std::string text = form.dump(-1, ' ', false, Form::error_handler_t::replace);
  if (text.size() > most) return 0;
  std::memcpy(data, text.data(), text.size());
  return text.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Form form = fuzz::parse_form({data, size});
  if (form.is_null()) return 0;
  std::vector<std::uint8_t> file;
  try {
    file = fuzz::write_model(form);
  } catch (const ConversionError&) {
    return 0;
  }
  const std::string call = option(form, "call", std::string("convert"));
  const auto found = form.find("options");
  const Form options = found != form.end() && found->is_object() ? *found : Form::object();
  if (call == "inspect") {
    const InspectResult result = inspect(file);
    require_sound(result.report);
    (void)to_json(result);
  } else if (call == "check") {
    if (is_small(file)) run_check(file, options);
  } else if (call == "quantize") {
    if (is_small(file)) run_quantize(file, options);
  } else {
    run_convert(file, options);
  }
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned int seed) {
  const Form form = fuzz::parse_form({data, size});
  if (form.is_null()) return 0;
  fuzz::Random random(seed);
  for (int attempt = 0; attempt < kTries; ++attempt) {
    Form changed = form;
    for (std::size_t changes = 1 + random() % 3; changes > 0; --changes) {
      fuzz::mutate(changed, random);
    }
    if (const std::size_t written = put(changed, data, most)) return written;
  }
  return size;
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* data, std::size_t size,
                                                 const std::uint8_t* other, std::size_t other_size,
                                                 std::uint8_t* out, std::size_t most,
                                                 unsigned int seed) {
  Form form = fuzz::parse_form({data, size});
  const Form from = fuzz::parse_form({other, other_size});
  if (form.is_null() || from.is_null()) return 0;
  fuzz::Random random(seed);
  fuzz::cross_over(form, from, random);
  return put(form, out, most);
}
