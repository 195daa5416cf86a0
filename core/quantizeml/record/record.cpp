// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/record/record.h"

#include <algorithm>
#include <array>

#include "base/conversion_error.h"
#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/record/layer_recorder.h"
#include "quantizeml/record/reported_shape.h"

namespace cnn2snn::quantizeml {
namespace {

struct Entry {
  std::string_view class_name;
  void (*record)(LayerRecorder&);
};

constexpr std::array kRecorders = {
    Entry{"QuantizedConv2D", record_convolution},
    Entry{"QuantizedDepthwiseConv2D", record_depthwise_convolution},
    Entry{"QuantizedConv2DTranspose", record_convolution_transpose},
    Entry{"QuantizedDepthwiseConv2DTranspose", record_depthwise_convolution_transpose},
    Entry{"QuantizedSeparableConv2D", record_separable_convolution},
    Entry{"QuantizedDense", record_dense},
    Entry{"QuantizedStatefulProjection", record_dense},
    Entry{"QuantizedBufferTempConv", record_buffer_temp_conv},
    Entry{"QuantizedDepthwiseBufferTempConv", record_depthwise_buffer_temp_conv},
    Entry{"QuantizedReLU", record_relu},
    Entry{"QuantizedActivation", record_activation},
    Entry{"QuantizedGlobalAveragePooling2D", record_global_average_pooling},
    Entry{"QuantizedAdd", record_add},
    Entry{"QuantizedConcatenate", record_concatenate},
    Entry{"QuantizedFlatten", record_flatten},
    Entry{"QuantizedPermute", record_permute},
    Entry{"QuantizedMaxPool2D", record_unchanged},
    Entry{"QuantizedDropout", record_unchanged},
    Entry{"QuantizedReshape", record_unchanged},
    Entry{"QuantizedExtractToken", record_extract_token},
    Entry{"QuantizedRescaling", record_rescaling},
    Entry{"InputQuantizer", record_input_quantizer},
    Entry{"Dequantizer", record_dequantizer},
    Entry{"QuantizedStatefulRecurrent", record_stateful_recurrent},
    Entry{"QuantizedPicoPostProcessing", record_pico_post_processing},
};

void record_layer(LayerRecorder& r) {
  if (!is_quantizeml(r.layer)) {
    if (r.layer.is("InputLayer")) {
      r.out.metadata = Metadata::tensor(r.layer.config["dtype"].as_string("float32"));
      r.out.recorded = true;
    } else if (r.layer.is("Dropout") && r.inputs.size() == 1) {
      r.out.metadata = r.inputs[0];  // the identity at inference
      r.out.recorded = true;
    } else if (!r.inputs.empty() && std::all_of(r.inputs.begin(), r.inputs.end(),
                                                [](const Metadata& m) { return m.is_tensor(); })) {
      r.out.metadata = Metadata::tensor("float32");  // a float layer on float tensors
      r.out.recorded = true;
    }
    return;
  }
  const auto* entry = std::find_if(kRecorders.begin(), kRecorders.end(),
                                   [&r](const Entry& e) { return r.layer.is(e.class_name); });
  if (entry == kRecorders.end()) return;
  const bool known =
      std::all_of(r.inputs.begin(), r.inputs.end(), [](const Metadata& m) { return m.known(); });
  if (known && !r.inputs.empty()) entry->record(r);
}

// TensorFlow's assertions only fire when the sample passes; everything else while the model loads.
bool found_at_run(const Problem& problem) {
  return problem.rule == Rule::kRecordedValues || problem.error_class.empty();
}

}  // namespace

Recording record(const keras::Graph& graph, const std::vector<std::optional<keras::Shape>>& shapes,
                 const RecordOptions& options) {
  Recording recording;
  recording.layers.resize(graph.layers.size());
  std::vector<float> buffer;
  const std::size_t end = std::min(options.end, graph.layers.size());
  for (std::size_t i = 0; i < end; ++i) {
    const keras::Layer& layer = graph.layers[i];
    QuantizedLayer& out = recording.layers[i];
    try {
      out.config = parse_config(layer);
      LayerRecorder r{graph, layer, {}, {}, shapes[i], {}, options.read_values, out, buffer};
      for (const keras::Inbound& in : layer.inbounds()) {
        // A Dequantizer gives floats, whatever it recorded.
        const bool floats = graph.layers[in.layer].is("Dequantizer");
        r.inputs.push_back(floats ? Metadata::tensor("float32")
                                  : recording.layers[in.layer].metadata);
        r.input_shapes.push_back(shapes[in.layer]);
      }
      if (!layer.inbounds().empty()) {
        r.reported_input_shape = reported_shape(graph, shapes, layer.inbounds()[0].layer);
      }
      record_layer(r);
      if (r.undecided != 0) recording.undecided.push_back({i, r.undecided});
    } catch (ConversionError& error) {
      error.at_layer(layer.name, layer.class_name);
      out.recorded = false;
      out.metadata = Metadata{};
      Report& report = found_at_run(error.problem()) ? recording.at_run : recording.at_load;
      report.problems.push_back(error.problem());
    }
    if (options.progress) options.progress(i + 1);
  }
  return recording;
}

}  // namespace cnn2snn::quantizeml
