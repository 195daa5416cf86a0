// SPDX-License-Identifier: Apache-2.0
//
// A model and its input -> Runner. Four bytes with the size of the model's FlatBuffer, the
// FlatBuffer, the input's bytes (used over and over). Nothing may be thrown, and the fast kernels
// must give what the definition gives. Seeds: tests/fuzz/run_seeds.py.
#include <snappy.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>

#include "cnn2snn/runner.h"

namespace {

using namespace cnn2snn;

constexpr std::uint64_t kMostMacs = 20'000'000;
constexpr std::uint64_t kMostElements = 2'000'000;

bool is_small(const Runner& runner) {
  std::uint64_t macs = 0;
  std::uint64_t elements = 0;
  for (const akida::Layer& layer : runner.model().layers) {
    macs += akida::macs(layer);
    elements += std::uint64_t{layer.output_shape[0]} * layer.output_shape[1] *
                std::uint64_t{layer.output_shape[2]};
  }
  return macs < kMostMacs && elements < kMostElements;
}

Array input_of(const RunnerInfo& info, std::span<const std::uint8_t> bytes) {
  Array input;
  const bool floats = info.float_input && !bytes.empty() && bytes[0] % 2 == 0;
  input.type = {ElementType::Kind::kSigned, info.input_type == "int16" ? 2U : 1U};
  if (info.input_type == "uint8") input.type.kind = ElementType::Kind::kUnsigned;
  if (floats) input.type = {ElementType::Kind::kFloat, 4};
  const auto& [x, y, c] = info.input_shape;
  input.shape = {2, x, y, c};
  input.data.resize(std::size_t{2} * x * y * c * input.type.size);
  for (std::size_t i = 0; i < input.data.size() && !bytes.empty(); ++i) {
    input.data[i] = bytes[i % bytes.size()];
  }
  return input;
}

void require(const Report& report) {
  for (const Problem& problem : report.problems) {
    if (problem.id == ErrorId::kInternal) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::uint32_t payload = 0;
  if (size < sizeof payload) return 0;
  std::memcpy(&payload, data, sizeof payload);
  const std::size_t length = std::min<std::size_t>(payload, size - sizeof payload);
  std::string fbz;
  snappy::Compress(reinterpret_cast<const char*>(data) + sizeof payload, length, &fbz);
  const std::span<const std::uint8_t> bytes(reinterpret_cast<const std::uint8_t*>(fbz.data()),
                                            fbz.size());
  Report report;
  const auto fast = Runner::load(bytes, {1, false}, report);
  const auto plain = Runner::load(bytes, {1, true}, report);
  require(report);
  if ((fast == nullptr) != (plain == nullptr)) std::abort();
  if (fast == nullptr || !is_small(*fast)) return 0;
  const Array input =
      input_of(fast->info(), {data + sizeof payload + length, size - sizeof payload - length});
  ForwardOptions options;
  options.layers = true;
  options.scores = fast->info().scores;
  const ForwardResult one = fast->forward(input, options);
  const ForwardResult other = plain->forward(input, options);
  require(one.report);
  require(other.report);
  if (one.report.ok() != other.report.ok()) std::abort();
  for (std::size_t i = 0; i < one.layers.size(); ++i) {
    if (one.layers[i].data != other.layers[i].data) std::abort();
  }
  if (one.scores.data != other.scores.data) std::abort();
  return 0;
}
