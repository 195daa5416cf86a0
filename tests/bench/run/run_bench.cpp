// SPDX-License-Identifier: Apache-2.0
//
//   cnn2snn_run_bench write FOLDER                 akidanet.fbz and ds_cnn.fbz
//   cnn2snn_run_bench time MODEL.fbz [THREADS] [SAMPLES] [scalar]
//
// `time` prints the milliseconds that calls took, one a line, for compare.py.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "bench/run/models.h"
#include "cnn2snn/runner.h"
#include "fbz/fbz.h"

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kSeconds = 1.5;

int write(const std::string& folder) {
  const auto save = [&folder](const char* name, const cnn2snn::akida::Model& model) {
    const std::vector<std::uint8_t> bytes = cnn2snn::fbz::write(model);
    std::ofstream out(folder + "/" + name, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
  };
  save("akidanet.fbz", cnn2snn::bench::akidanet(0.5, 224));
  save("ds_cnn.fbz", cnn2snn::bench::ds_cnn());
  return 0;
}

cnn2snn::Array noise(const cnn2snn::RunnerInfo& info, std::size_t samples) {
  cnn2snn::Array array;
  array.type = {cnn2snn::ElementType::Kind::kUnsigned, 1};
  const auto& [x, y, c] = info.input_shape;
  array.shape = {static_cast<std::int64_t>(samples), x, y, c};
  array.data.resize(samples * x * y * c);
  for (std::size_t i = 0; i < array.data.size(); ++i) {
    array.data[i] = static_cast<std::uint8_t>((i * 2654435761U) >> 13);
  }
  return array;
}

int time(const std::string& path, unsigned threads, std::size_t samples, bool scalar) {
  std::ifstream in(path, std::ios::binary);
  const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), {}};
  cnn2snn::Report report;
  const auto runner = cnn2snn::Runner::load(bytes, {threads, scalar}, report);
  if (runner == nullptr) {
    std::fprintf(stderr, "%s\n", describe(report.problems[0]).c_str());
    return 1;
  }
  const cnn2snn::Array inputs = noise(runner->info(), samples);
  runner->forward(inputs);  // Buffers and caches are warm.
  for (const auto begin = Clock::now();
       Clock::now() - begin < std::chrono::duration<double>(kSeconds);) {
    const auto start = Clock::now();
    runner->forward(inputs);
    std::printf("%.4f\n", std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  return 0;
}

}  // namespace

int main(int count, char** values) {
  const std::vector<std::string> arguments(values + 1, values + count);
  const bool scalar = !arguments.empty() && arguments.back() == "scalar";
  if (arguments.size() == 2 && arguments[0] == "write") return write(arguments[1]);
  if (arguments.size() >= 2 && arguments[0] == "time") {
    const auto number = [&arguments](std::size_t i) {
      return i < arguments.size() ? std::strtoul(arguments[i].c_str(), nullptr, 10) : 1UL;
    };
    return time(arguments[1], static_cast<unsigned>(number(2)), number(3), scalar);
  }
  std::fprintf(stderr,
               "usage: cnn2snn_run_bench write FOLDER | time MODEL [THREADS] [SAMPLES] [scalar]\n");
  return 2;
}
