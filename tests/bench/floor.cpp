// SPDX-License-Identifier: Apache-2.0
#include "bench/floor.h"

#include <benchmark/benchmark.h>
#include <snappy.h>

#include <fstream>
#include <functional>
#include <numeric>
#include <stdexcept>

#include "base/conversion_error.h"
#include "cnn2snn/cnn2snn.h"
#include "files/hdf5/file.h"
#include "keras/graph.h"

namespace cnn2snn::bench {

File read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in) throw std::runtime_error("there is no file " + path);
  File file;
  file.size = static_cast<std::size_t>(in.tellg());
  file.memory.reset(new std::uint8_t[file.size]);
  in.seekg(0);
  in.read(reinterpret_cast<char*>(file.memory.get()), static_cast<std::streamsize>(file.size));
  return file;
}

std::string payload_of(std::span<const std::uint8_t> h5) {
  const ConversionResult result = convert(h5);
  if (!result.report.ok()) throw ConversionError(result.report.problems[0]);
  std::string payload;
  snappy::Uncompress(reinterpret_cast<const char*>(result.fbz.data()), result.fbz.size(), &payload);
  return payload;
}

std::vector<char> floor(std::span<const std::uint8_t> h5, std::string_view payload) {
  const auto file = std::make_shared<const hdf5::File>(hdf5::File::open(h5));
  const keras::Graph graph = keras::load_graph(file);
  for (const keras::Layer& layer : graph.layers) {
    for (const keras::Weight& weight : layer.weights) {
      const std::int64_t count = std::accumulate(weight.shape.begin(), weight.shape.end(),
                                                 std::int64_t{1}, std::multiplies<>());
      std::vector<float> values(static_cast<std::size_t>(count));
      file->read_dataset(weight.path, values);
      benchmark::DoNotOptimize(values.data());
    }
  }
  std::vector<char> compressed(snappy::MaxCompressedLength(payload.size()));
  std::size_t size = 0;
  snappy::RawCompress(payload.data(), payload.size(), compressed.data(), &size);
  compressed.resize(size);
  return compressed;
}

void floor_program(const std::string& h5, const std::string& payload, const std::string& fbz) {
  const File model = read_file(h5);
  const File plain = read_file(payload);
  const std::vector<char> compressed =
      floor(model.bytes(), {reinterpret_cast<const char*>(plain.memory.get()), plain.size});
  std::ofstream out(fbz, std::ios::binary);
  out.write(compressed.data(), static_cast<std::streamsize>(compressed.size()));
  out.close();
  if (!out) throw std::runtime_error("cannot write " + fbz);
}

}  // namespace cnn2snn::bench
