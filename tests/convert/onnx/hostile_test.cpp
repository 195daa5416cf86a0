// SPDX-License-Identifier: Apache-2.0
// Graphs that no exporter writes. What they cost is bounded by the size of the file: told here by
// what is refused, and by what is looked at before it, never by the clock.
#include <gtest/gtest.h>

#include <protozero/pbf_writer.hpp>
#include <string>

#include "akida/builder.h"
#include "base/conversion_error.h"
#include "convert/onnx/convert.h"
#include "onnx/model.h"

namespace cnn2snn::onnx {
namespace {

using protozero::pbf_writer;

constexpr int kInt8 = 3;
constexpr int kInts = 7;

/// A ModelProto as onnx.proto lays it out, written part by part.
class File {
 public:
  File() {
    graph_.add_string(2, "hostile");
    tensor("scale", 1, {1}, std::string(4, '\x01'));
    tensor("zp", kInt8, {1}, std::string(1, '\x00'));
    value_info(11, "x", {1, 1, 1});
    function("InputQuantizer", {"X", "scale", "zp"});
    function("QuantizedDense1D", {"X", "W"});
    function("QuantizedConcat", {"X", "Y"});
    node("InputQuantizer", "q", {"x", "scale", "zp"}, "q_out", {0, 1, 2});
  }

  void tensor(const std::string& name, int type, const std::vector<std::int64_t>& dims,
              const std::string& raw) {
    std::string bytes;
    pbf_writer writer(bytes);
    for (const std::int64_t dim : dims) writer.add_int64(1, dim);
    writer.add_int32(2, type);
    writer.add_string(8, name);
    writer.add_bytes(9, raw);
    graph_.add_message(5, bytes);
  }

  void node(const std::string& op_type, const std::string& name,
            const std::vector<std::string>& inputs, const std::string& output,
            const std::vector<std::int64_t>& perm = {}) {
    std::string bytes;
    pbf_writer writer(bytes);
    for (const std::string& input : inputs) writer.add_string(1, input);
    writer.add_string(2, output);
    writer.add_string(3, name);
    writer.add_string(4, op_type);
    if (!perm.empty()) writer.add_message(5, attribute("perm", perm));
    writer.add_string(7, "com.brainchip");
    graph_.add_message(1, bytes);
  }

  static std::string attribute(const std::string& name, const std::vector<std::int64_t>& ints) {
    std::string bytes;
    pbf_writer writer(bytes);
    writer.add_string(1, name);
    writer.add_packed_int64(8, ints.begin(), ints.end());
    writer.add_int32(20, kInts);
    return bytes;
  }

  /// The whole file; its output is `output`.
  std::string bytes(const std::string& output) {
    value_info(12, output, {1, 1, 1});
    std::string bytes;
    pbf_writer writer(bytes);
    writer.add_int64(1, 11);
    writer.add_message(7, graph_bytes_);
    std::string opset;
    pbf_writer(opset).add_string(1, "com.brainchip");
    writer.add_message(8, opset);
    return bytes + functions_;
  }

  void function(const std::string& name, const std::vector<std::string>& inputs) {
    std::string bytes;
    pbf_writer writer(bytes);
    writer.add_string(1, name);
    for (const std::string& input : inputs) writer.add_string(4, input);
    writer.add_string(10, "com.brainchip");
    pbf_writer(functions_).add_message(25, bytes);
  }

 private:
  void value_info(protozero::pbf_tag_type tag, const std::string& name,
                  const std::vector<std::int64_t>& dims) {
    std::string shape;
    for (const std::int64_t dim : dims) {
      std::string dimension;
      pbf_writer(dimension).add_int64(1, dim);
      pbf_writer(shape).add_message(1, dimension);
    }
    std::string tensor_type;
    pbf_writer writer(tensor_type);
    writer.add_int32(1, 1);
    writer.add_message(2, shape);
    std::string type;
    pbf_writer(type).add_message(1, tensor_type);
    std::string bytes;
    pbf_writer value(bytes);
    value.add_string(1, name);
    value.add_message(2, type);
    graph_.add_message(tag, bytes);
  }

  std::string graph_bytes_;
  pbf_writer graph_{graph_bytes_};
  std::string functions_;
};

/// Name of output or node number `n`.
std::string numbered(const std::string& prefix, int n) {
  return prefix + std::to_string(n);
}

Report convert(const std::string& bytes) {
  Report report;
  try {
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const Model model = read_model({data, bytes.size()});
    convert(model, {}, report);
  } catch (const ConversionError& error) {
    report.problems.push_back(error.problem());
  }
  return report;
}

TEST(Hostile, AChainOfLayersEndsAtTheMostThatAModelCanHave) {
  File file;
  file.tensor("w", kInt8, {1, 1}, "\x01");
  std::string before = "q_out";
  const int layers = static_cast<int>(akida::kMaxLayers) + 1000;
  for (int i = 0; i < layers; ++i) {
    const std::string output = numbered("t", i);
    file.node("QuantizedDense1D", numbered("n", i), {before, "w"}, output);
    before = output;
  }
  const Report report = convert(file.bytes(before));
  ASSERT_EQ(report.problems.size(), 1U) << describe(report.problems[0]);
  EXPECT_EQ(report.problems[0].id, ErrorId::kLimit);
  EXPECT_NE(report.problems[0].reason.find("4096 layers"), std::string::npos);
}

TEST(Hostile, NodesThatFailAreToldOnceEach) {
  File file;
  file.tensor("w", kInt8, {1, 1}, "\x01");
  const int nodes = 20'000;
  for (int i = 0; i < nodes; ++i) {
    file.node("QuantizedConcat", numbered("n", i), {"q_out", "w"}, numbered("t", i));
  }
  const Report report = convert(file.bytes("t0"));
  // The quantizer, which feeds many; whatever follows it depends on it.
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_NE(report.problems[0].reason.find("connected to only one node"), std::string::npos);
}

TEST(Hostile, AWeightThatFitsNoLayerIsNotRead) {
  File file;
  // No elements at all: reading them would say so first.
  file.tensor("w", kInt8, {1, 1 << 28}, "\x01");
  file.node("QuantizedDense1D", "dense", {"q_out", "w"}, "t");
  const Report report = convert(file.bytes("t"));
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_NE(report.problems[0].reason.find("Unexpected tensor shape"), std::string::npos)
      << report.problems[0].reason;
}

TEST(Hostile, LongNamesAreNotCopiedForEveryNodeThatRefersToThem) {
  File file;
  file.node("QuantizedConcat", std::string(1 << 20, 'n'), {"q_out", "scale"}, "long");
  for (int i = 0; i < 100; ++i) {
    file.node("QuantizedConcat", numbered("n", i), {"long", "scale"}, numbered("t", i));
  }
  const Report report = convert(file.bytes("t0"));
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems[0].id, ErrorId::kLimit);
  EXPECT_NE(report.problems[0].reason.find("names"), std::string::npos);
}

TEST(Hostile, ANodeOfManyInputsIsRefusedByTheirNumber) {
  File file;
  std::vector<std::string> inputs;
  std::string before = "q_out";
  file.tensor("w", kInt8, {1, 1}, "\x01");
  for (int i = 0; i < 3000; ++i) {
    const std::string output = numbered("t", i);
    file.node("QuantizedDense1D", numbered("n", i), {before, "w"}, output);
    inputs.push_back(output);
    before = output;
  }
  file.function("QuantizedConcatAll", inputs);
  file.node("QuantizedConcatAll", "all", inputs, "end");
  const Report report = convert(file.bytes("end"));
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_NE(report.problems[0].reason.find("must have exactly 2 inbound layers"), std::string::npos)
      << report.problems[0].reason;
}

}  // namespace
}  // namespace cnn2snn::onnx
