// SPDX-License-Identifier: Apache-2.0
//
// A model description -> value -> graph -> shapes. Seeds: the "model_config" of real models.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/conversion_error.h"
#include "keras/model_parts.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnn2snn;
  try {
    const keras::Value model =
        keras::parse_json(std::string_view(reinterpret_cast<const char*>(data), size));
    static_cast<void>(model.repr());
    const keras::Graph graph =
        keras::read_structure(model["class_name"].as_string(), model["config"]);
    static_cast<void>(keras::infer_shapes(graph));
  } catch (const ConversionError&) {
    // The only way in which text may be refused.
  }
  return 0;
}
