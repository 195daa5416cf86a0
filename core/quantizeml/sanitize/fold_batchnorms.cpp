// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/fold_batchnorms.h"

#include <algorithm>
#include <cmath>

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/model_config.h"

namespace cnn2snn::compatibility {
namespace {

/// What to do in a normalization that cannot be folded; empty: nothing.
std::string remedy_for(const Model& model, std::size_t normalization) {
  const keras::Layer& layer = model.layer(normalization);
  if (layer.weights.size() != 4) return "use gamma and beta (scale=True, center=True)";
  const std::vector<float> gamma = model.graph().read(layer.weights[0]);
  if (std::any_of(gamma.begin(), gamma.end(), [](float g) { return g == 0; })) {
    return "let no gamma be 0 (prune the filter instead)";
  }
  const auto rank = static_cast<std::int64_t>(model.input_shape(normalization).size()) + 1;
  const std::vector<std::int64_t> axis = layer.config["axis"].as_ints();
  const std::int64_t fallback = -1;
  const std::int64_t only = axis.empty() ? fallback : axis[0];
  if (axis.size() > 1 || (only < 0 ? only + rank : only) != rank - 1) {
    return "normalize the last axis";
  }
  return {};
}

struct Normalization {
  std::vector<float> scale, beta, mean;
};

/// scale = gamma / sqrt(var + epsilon), in float32 as numpy does.
Normalization read_normalization(const keras::Graph& graph, const keras::Layer& layer) {
  const std::vector<float> gamma = graph.read(layer.weights[0]);
  const std::vector<float> var = graph.read(layer.weights[3]);
  Normalization n{
      .scale = {}, .beta = graph.read(layer.weights[1]), .mean = graph.read(layer.weights[2])};
  if (var.size() != gamma.size() || n.beta.size() != gamma.size() ||
      n.mean.size() != gamma.size()) {
    throw TransformFailure("BatchNormalization weights of different sizes");
  }
  const auto epsilon = static_cast<float>(layer.config["epsilon"].as_double(1e-3));
  n.scale.resize(gamma.size());
  for (std::size_t i = 0; i < gamma.size(); ++i)
    n.scale[i] = gamma[i] / std::sqrt(var[i] + epsilon);
  return n;
}

/// Elements of a kernel that are followed by the next output channel's: the output channels are the
/// last axis, but the last but one of depthwise and transposed kernels.
std::size_t channel_stride(const keras::Layer& layer, const keras::Shape& shape) {
  if (!is_depthwise_conv2d(layer) && !is_conv2d_transpose(layer)) return 1;
  if (shape.size() != 4) throw TransformFailure("not a kernel");
  return static_cast<std::size_t>(shape[3]);
}

void fold(const keras::Graph& graph, const keras::Layer& layer, const keras::Layer& normalization,
          LayerConfig& target) {
  const std::size_t position = is_separable_conv2d(layer) ? 1 : 0;
  const bool temporal = is_buffer_temp_conv(layer) || is_depthwise_buffer_temp_conv(layer);
  const bool had_bias = layer.config.flag("use_bias", !temporal);
  if (layer.weights.size() <= position + (had_bias ? 1U : 0U)) {
    throw TransformFailure("a layer without weights");
  }
  const Normalization n = read_normalization(graph, normalization);
  const keras::Weight& kernel = layer.weights[position];
  std::vector<float> values = graph.read(kernel);
  const std::size_t stride = channel_stride(layer, kernel.shape);
  const std::size_t channels = n.scale.size();
  const std::size_t axis =
      kernel.shape.size() -
      (stride == 1 && !is_depthwise_conv2d(layer) && !is_conv2d_transpose(layer) ? 1 : 2);
  if (channels == 0 || kernel.shape.size() < 2 ||
      kernel.shape[axis] != static_cast<std::int64_t>(channels)) {
    throw TransformFailure("a BatchNormalization of another number of channels");
  }
  for (std::size_t i = 0; i < values.size(); ++i) values[i] *= n.scale[i / stride % channels];
  std::vector<float> bias(channels, 0.0F);
  if (had_bias) bias = graph.read(layer.weights[position + 1]);
  if (bias.size() != channels) throw TransformFailure("a bias of another size");
  for (std::size_t i = 0; i < channels; ++i) {
    bias[i] = n.beta[i] + (bias[i] - n.mean[i]) * n.scale[i];
  }
  set_weight(target, kernel.variable(), kernel.shape, std::move(values));
  set_weight(target, "bias", {static_cast<std::int64_t>(channels)}, std::move(bias));
  target.config.set("use_bias", keras::Value(true));
}

keras::Graph fold_all(const keras::Graph& graph) {
  const Model model(graph);
  const auto pairs = find_pairs(model, is_foldable, is_batch_normalization);
  if (pairs.empty()) return graph;
  if (const auto culprit = first_unfoldable(model)) throw TransformFailure(culprit->remedy);
  ModelConfig config = config_of(graph);
  for (const auto& [target, normalization] : pairs) {
    const std::string& name = graph.layers[target].name;
    fold(graph, graph.layers[target], graph.layers[normalization], config.at(name));
    const std::string& removed = graph.layers[normalization].name;
    const auto outbounds = model.outbound_names(normalization);
    bypass(config, removed, outbounds);
    if (!outbounds.empty()) continue;
    for (Link& out : config.outputs) {
      if (out.layer == removed) out.layer = name;
    }
  }
  return from_config(std::move(config), graph);
}

}  // namespace

bool is_foldable(const keras::Layer& layer) {
  return is_conv2d(layer) || is_separable_conv2d(layer) || is_depthwise_conv2d(layer) ||
         is_dense(layer) || is_buffer_temp_conv(layer) || is_depthwise_buffer_temp_conv(layer);
}

std::optional<Unfoldable> first_unfoldable(const Model& model) {
  for (const auto& pair : find_pairs(model, is_foldable, is_batch_normalization)) {
    std::string remedy = remedy_for(model, pair.second);
    if (!remedy.empty()) return Unfoldable{pair.second, std::move(remedy)};
  }
  return std::nullopt;
}

keras::Graph fold_batchnorms(keras::Graph graph) {
  return unchanged_on_failure(std::move(graph), fold_all);
}

}  // namespace cnn2snn::compatibility
