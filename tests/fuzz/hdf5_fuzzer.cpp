// SPDX-License-Identifier: Apache-2.0
//
// Bytes -> HDF5 -> Keras graph, with every weight read. Seeds: the .h5 files under tests/.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/conversion_error.h"
#include "files/hdf5/file.h"
#include "keras/graph.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using cnn2snn::ConversionError;
  try {
    auto file = std::make_shared<const cnn2snn::hdf5::File>(
        cnn2snn::hdf5::File::open(std::span(data, size)));
    const cnn2snn::keras::Graph graph = cnn2snn::keras::load_graph(std::move(file));
    static_cast<void>(cnn2snn::keras::infer_shapes(graph));
    for (const cnn2snn::keras::Layer& layer : graph.layers) {
      for (const cnn2snn::keras::Weight& weight : layer.weights) {
        try {
          static_cast<void>(graph.read(weight));
        } catch (const ConversionError&) {
          // The next weight may still be there.
        }
      }
    }
  } catch (const ConversionError&) {
    // The only way in which bytes may be refused.
  }
  return 0;
}
