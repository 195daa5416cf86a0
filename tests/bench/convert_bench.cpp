// SPDX-License-Identifier: Apache-2.0
// Conversion against its floor (floor.h), side by side in one run.
//
//   cnn2snn_bench                                  the DS-CNN fixture
//   CNN2SNN_BENCH_MODELS=a.h5:b.h5 cnn2snn_bench   other models
//   cnn2snn_bench payload MODEL.h5 PAYLOAD         writes what the Akida file holds
//   cnn2snn_bench floor MODEL.h5 PAYLOAD FILE      the floor as a program, for table.mjs
//   cnn2snn_bench process COMMAND...               its milliseconds: processor, wall
//
// `peak_MB` is the memory a conversion adds to the process, the model's bytes counted in;
// `budget_MB` is what it may: the .h5, three times the .fbz, and 16 MB.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "bench/child.h"
#include "bench/floor.h"
#include "cnn2snn/cnn2snn.h"

namespace {

using Bytes = std::span<const std::uint8_t>;

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

void convert(benchmark::State& state, Bytes h5) {
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

void floor(benchmark::State& state, Bytes h5) {
  const std::string payload = cnn2snn::bench::payload_of(h5);
  for (auto _ : state) benchmark::DoNotOptimize(cnn2snn::bench::floor(h5, payload).data());
}

void run_benchmarks(int argc, char** argv) {
  std::string list = std::string(CNN2SNN_FIXTURES) + "/models/ds_cnn_kws_i8_w8_a8.h5";
  if (const char* given = std::getenv("CNN2SNN_BENCH_MODELS")) list = given;
  std::vector<std::pair<std::string, cnn2snn::bench::File>> models;
  std::istringstream paths(list);
  for (std::string path; std::getline(paths, path, ':');) {
    models.emplace_back(path.substr(path.find_last_of('/') + 1), cnn2snn::bench::read_file(path));
  }
  for (const auto& [name, file] : models) {
    const Bytes h5 = file.bytes();
    benchmark::RegisterBenchmark(("floor/" + name).c_str(), [h5](benchmark::State& state) {
      floor(state, h5);
    })->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark(("convert/" + name).c_str(), [h5](benchmark::State& state) {
      convert(state, h5);
    })->Unit(benchmark::kMillisecond);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}

void run(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 4 && arguments[0] == "floor") {
    cnn2snn::bench::floor_program(arguments[1], arguments[2], arguments[3]);
  } else if (arguments.size() >= 2 && arguments[0] == "process") {
    const auto time = cnn2snn::bench::time_child({arguments.begin() + 1, arguments.end()});
    std::cout << time.processor << ' ' << time.wall << '\n';
  } else if (arguments.size() == 3 && arguments[0] == "payload") {
    std::ofstream(arguments[2], std::ios::binary)
        << cnn2snn::bench::payload_of(cnn2snn::bench::read_file(arguments[1]).bytes());
  } else {
    run_benchmarks(argc, argv);
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "cnn2snn_bench: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
