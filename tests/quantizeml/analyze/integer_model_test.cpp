// SPDX-License-Identifier: Apache-2.0
// The quantized Keras model on its integers against the Akida model made of it, which runs as the
// official runtime does: two ways of their own to the same outputs.
#include "quantizeml/analyze/integer_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "cnn2snn/quantize.h"
#include "cnn2snn/runner.h"
#include "fixtures.h"
#include "quantizeml/quantize/quantize.h"
#include "quantizeml/quantize/set_ranges.h"

namespace cnn2snn::quantizeml {
namespace {

using nlohmann::json;

constexpr std::size_t kSamples = 3;

struct Case {
  std::vector<std::uint8_t> bytes;
  QuantizeOptions options;
};

Case read_case(const std::string& name) {
  const std::string path = std::string(CNN2SNN_FIXTURES) + "/quantize/" + name;
  Case out;
  out.bytes = fixtures::read_file(path + ".h5");
  const std::vector<std::uint8_t> text = fixtures::read_file(path + ".json");
  const json table = json::parse(text.begin(), text.end());
  const json& q = table.at("qparams");
  out.options.params.activation_bits = q.value("activation_bits", 8);
  out.options.params.weight_bits = q.value("weight_bits", 8);
  out.options.params.input_dtype = q.value("input_dtype", "uint8");
  out.options.ranges = json({{"observed", table.at("observed")}}).dump();
  return out;
}

// Pictures of slopes, 0 to 255.
Tensor picture(const keras::Shape& shape, std::size_t number) {
  Tensor out(shape);
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    out.values[i] = static_cast<float>((i * (7 + number) + i / 16 * 3) % 256);
  }
  return out;
}

cnn2snn::Array floats(const std::vector<Tensor>& samples) {
  cnn2snn::Array out;
  out.shape = samples[0].shape;
  out.shape.insert(out.shape.begin(), static_cast<std::int64_t>(samples.size()));
  for (const Tensor& sample : samples) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(sample.values.data());
    out.data.insert(out.data.end(), bytes, bytes + sample.values.size() * sizeof(float));
  }
  return out;
}

class IntegersOf : public testing::TestWithParam<const char*> {};

TEST_P(IntegersOf, TheKerasModelAreThoseOfTheAkidaModel) {
  const Case c = read_case(GetParam());
  const QuantizeResult result = quantize(c.bytes, c.options);
  ASSERT_TRUE(result.report.ok());
  Report report;
  const auto runner = Runner::load(result.fbz, {}, report);
  ASSERT_NE(runner, nullptr);

  QuantizationRequest request;
  request.params = c.options.params;
  auto quantization = begin_quantization(keras::load_model(c.bytes), request, report);
  ASSERT_TRUE(quantization.has_value());
  set_ranges(quantization->quantized, ranges_from_json(c.options.ranges));
  const keras::Graph& graph = quantization->quantized;
  const IntegerModel model(quantization->sanitized, graph);

  std::vector<Tensor> samples;
  const auto& shape = graph.shapes()[graph.inputs[0].layer];
  ASSERT_TRUE(shape.has_value());
  for (std::size_t i = 0; i < kSamples; ++i) samples.push_back(picture(*shape, i));
  const ForwardResult akida = runner->forward(floats(samples));
  ASSERT_TRUE(akida.report.ok()) << describe(akida.report.problems[0]);

  std::size_t last = 0;
  while (!graph.layers[last].is("Dequantizer")) ++last;
  last = graph.layers[last].inbounds()[0].layer;
  double difference = 0;
  double size = 0;
  for (std::size_t i = 0; i < kSamples; ++i) {
    const std::vector<Tensor> integers = model.run(samples[i], {i, kSamples});
    const Tensor outputs = to_float(integers[last], model.record(last).metadata);
    std::vector<float> expected(outputs.values.size());
    to_floats(akida.output, i * expected.size(), expected);
    for (std::size_t k = 0; k < expected.size(); ++k) {
      difference += std::fabs(outputs.values[k] - expected[k]);
      size += std::fabs(expected[k]);
    }
  }
  EXPECT_GT(size, 0);
  EXPECT_LT(difference, 0.002 * size);  // Akida's scales are rounded once more.
}

// Not those where a shift of a Flatten saturates: in the Keras model alone it does.
INSTANTIATE_TEST_SUITE_P(Models, IntegersOf,
                         testing::Values("act_gelu", "act_swish", "bn_pool", "conv_a4w8",
                                         "conv_k5_s2_valid", "concat", "depthwise", "residual",
                                         "transposed", "groups_even_kernels"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace cnn2snn::quantizeml
