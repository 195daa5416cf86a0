// SPDX-License-Identifier: Apache-2.0
// Conversion against its floor, side by side in one run. The floor is what no converter can avoid:
// reading every weight of the model through HDF5, and compressing the same payload.
//
//   cnn2snn_bench                              the DS-CNN fixture
//   CNN2SNN_BENCH_MODELS=a.h5:b.h5 cnn2snn_bench   other models
//
// `peak_MB` is the memory a conversion adds to the process, the model's bytes counted in;
// `budget_MB` is what it may: the .h5, three times the .fbz, and 16 MB.
#include <benchmark/benchmark.h>
#include <malloc.h>
#include <snappy.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "cnn2snn/cnn2snn.h"
#include "files/hdf5/file.h"
#include "keras/graph.h"

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// kB of a line of /proc/self/status, e.g. "VmHWM:"; 0 where there is no such file.
double status_kb(const std::string& key) {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) {
    if (line.rfind(key, 0) == 0) return std::atof(line.c_str() + key.size());
  }
  return 0;
}

void reset_peak() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

constexpr double kMegabyte = 1e6;

void convert(benchmark::State& state, const Bytes& h5) {
  cnn2snn::ConversionResult result;
  for (auto _ : state) {
    result = cnn2snn::convert(h5);
    benchmark::DoNotOptimize(result.fbz.data());
  }
  if (!result.report.ok()) {
    state.SkipWithError(cnn2snn::describe(result.report.problems[0]).c_str());
    return;
  }
  const double fbz = static_cast<double>(result.fbz.size());
  const double model = static_cast<double>(h5.size());
  result = {};
  malloc_trim(0);  // what earlier runs left in the heap would hide the peak
  reset_peak();
  const double before = status_kb("VmRSS:");
  result = cnn2snn::convert(h5);
  const double added = (status_kb("VmHWM:") - before) * 1024;
  state.counters["h5_MB"] = model / kMegabyte;
  state.counters["fbz_MB"] = fbz / kMegabyte;
  state.counters["peak_MB"] = (added + model) / kMegabyte;
  state.counters["budget_MB"] = (model + 3 * fbz) / kMegabyte + 16;
}

void floor(benchmark::State& state, const Bytes& h5) {
  const cnn2snn::ConversionResult result = cnn2snn::convert(h5);
  if (!result.report.ok()) {
    state.SkipWithError("the model is refused");
    return;
  }
  std::string payload;
  snappy::Uncompress(reinterpret_cast<const char*>(result.fbz.data()), result.fbz.size(), &payload);
  for (auto _ : state) {
    const auto file = std::make_shared<const cnn2snn::hdf5::File>(cnn2snn::hdf5::File::open(h5));
    const cnn2snn::keras::Graph graph = cnn2snn::keras::load_graph(file);
    for (const auto& layer : graph.layers) {
      for (const auto& weight : layer.weights) {
        benchmark::DoNotOptimize(graph.read(weight).data());
      }
    }
    std::vector<char> compressed(snappy::MaxCompressedLength(payload.size()));
    std::size_t size = 0;
    snappy::RawCompress(payload.data(), payload.size(), compressed.data(), &size);
    benchmark::DoNotOptimize(size);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string list = std::string(CNN2SNN_FIXTURES) + "/models/ds_cnn_kws_i8_w8_a8.h5";
  if (const char* given = std::getenv("CNN2SNN_BENCH_MODELS")) list = given;
  std::vector<std::pair<std::string, Bytes>> models;
  std::istringstream paths(list);
  for (std::string path; std::getline(paths, path, ':');) {
    models.emplace_back(path.substr(path.find_last_of('/') + 1), read_file(path));
  }
  for (const auto& [name, bytes] : models) {
    const Bytes* h5 = &bytes;
    benchmark::RegisterBenchmark(("floor/" + name).c_str(), [h5](benchmark::State& state) {
      floor(state, *h5);
    })->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark(("convert/" + name).c_str(), [h5](benchmark::State& state) {
      convert(state, *h5);
    })->Unit(benchmark::kMillisecond);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
