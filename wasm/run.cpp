// SPDX-License-Identifier: Apache-2.0
//
// One Akida model, ready to run, for JavaScript: an instance of this module holds one model. Bytes
// of arrays in and out, reports as JSON text; nothing is thrown across this border.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cnn2snn/runner.h"
#include "values.h"

namespace {

using cnn2snn::Array;
using cnn2snn::ElementType;
using cnn2snn::wasm::absent;
using cnn2snn::wasm::CopiedIn;
using cnn2snn::wasm::copy_out;
using cnn2snn::wasm::vector_in;
using emscripten::val;

std::unique_ptr<cnn2snn::Runner> runner;
cnn2snn::RunnerState marked;

struct NamedType {
  std::string_view name;
  ElementType type;
};
constexpr std::array kTypes{
    NamedType{"uint8", {ElementType::Kind::kUnsigned, 1}},
    NamedType{"int8", {ElementType::Kind::kSigned, 1}},
    NamedType{"int16", {ElementType::Kind::kSigned, 2}},
    NamedType{"int32", {ElementType::Kind::kSigned, 4}},
    NamedType{"float32", {ElementType::Kind::kFloat, 4}},
};

ElementType type_of(std::string_view name) {
  for (const NamedType& row : kTypes) {
    if (row.name == name) return row.type;
  }
  return {ElementType::Kind::kFloat, 8};  // A type that no model takes.
}

// {data: Uint8Array of the elements' bytes, shape, type}
Array array_in(const val& given) {
  Array array;
  array.type = type_of(given["type"].as<std::string>());
  const val shape = given["shape"];
  for (unsigned i = 0; i < shape["length"].as<unsigned>(); ++i) {
    array.shape.push_back(static_cast<std::int64_t>(shape[i].as<double>()));
  }
  array.data = vector_in(given["data"]);
  return array;
}

val array_out(const Array& array) {
  val shape = val::array();
  for (const std::int64_t extent : array.shape) {
    shape.call<void>("push", static_cast<double>(extent));
  }
  val result = val::object();
  result.set("data", copy_out(array.data));
  result.set("shape", shape);
  result.set("type", cnn2snn::to_string(array.type));
  return result;
}

// load(bytes, scalar) -> {report: JSON, info: JSON, empty without a model}
val load(const val& bytes, bool scalar) {
  cnn2snn::RunnerOptions options;
  options.scalar = scalar;
  cnn2snn::Report report;
  runner = cnn2snn::Runner::load(CopiedIn(bytes), options, report);
  val result = val::object();
  result.set("report", to_json(report));
  result.set("info", runner == nullptr ? std::string() : to_json(runner->info()));
  return result;
}

// forward({data, shape, type}, {layers, scores, classes}, (done, all) => boolean)
//   -> {report: JSON, output, scores, layers, classes}: arrays as {data, shape, type}
// Of the output, the scores and the classes, what is wanted most is given.
val run(const val& input, const val& wanted, const val& on_progress) {
  const int num_classes = wanted["classes"].as<int>();  // Negative: no classes are wanted.
  cnn2snn::ForwardOptions options;
  options.layers = wanted["layers"].as<bool>();
  options.scores = wanted["scores"].as<bool>();
  if (!absent(on_progress)) {
    options.progress = [on_progress](std::size_t done, std::size_t all) {
      return on_progress(static_cast<double>(done), static_cast<double>(all)).as<bool>();
    };
  }
  const cnn2snn::ForwardResult given = runner->forward(array_in(input), options);
  const bool ok = given.report.ok();
  val layers = val::array();
  for (const Array& layer : given.layers) layers.call<void>("push", array_out(layer));
  val classes = val::array();
  if (options.scores && num_classes >= 0) {
    for (const std::int64_t index : cnn2snn::classes_of(given.scores, num_classes)) {
      classes.call<void>("push", static_cast<double>(index));
    }
  }
  const bool scores = ok && options.scores && num_classes < 0;
  val result = val::object();
  result.set("report", to_json(given.report));
  result.set("output", ok && !options.scores ? array_out(given.output) : val::null());
  result.set("scores", scores ? array_out(given.scores) : val::null());
  result.set("layers", layers);
  result.set("classes", classes);
  return result;
}

void reset() {
  runner->reset();
}

// What temporal layers remember is kept, and brought back: for calls in parts that are cancelled.
void mark_state() {
  marked = runner->state();
}
void return_to_mark() {
  runner->restore(marked);
}

}  // namespace

EMSCRIPTEN_BINDINGS(cnn2snn_run) {
  emscripten::function("load", &load);
  emscripten::function("forward", &run);
  emscripten::function("reset", &reset);
  emscripten::function("mark", &mark_state);
  emscripten::function("rewind", &return_to_mark);
}
