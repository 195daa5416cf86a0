// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/fold_batchnorms.h"

#include <algorithm>
#include <cmath>

#include "quantizeml/classes/layer_tests.h"
#include "quantizeml/sanitize/rewrite.h"
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {
namespace {

using keras::EditFailure;

/// What to do in a normalization that cannot be folded; empty: nothing.
std::string remedy_for(const keras::Graph& graph, std::size_t normalization) {
  const keras::Layer& layer = graph.layers[normalization];
  if (layer.weights.size() != 4) return "use gamma and beta (scale=True, center=True)";
  const std::vector<float> gamma = graph.read(layer.weights[0]);
  if (std::any_of(gamma.begin(), gamma.end(), [](float g) { return g == 0; })) {
    return "let no gamma be 0 (prune the filter instead)";
  }
  const auto rank = static_cast<std::int64_t>(input_shape(graph, normalization).size()) + 1;
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
    throw EditFailure("BatchNormalization weights of different sizes");
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
  if (shape.size() != 4) throw EditFailure("not a kernel");
  return static_cast<std::size_t>(shape[3]);
}

void fold(const keras::Graph& graph, const keras::Layer& normalization, keras::Layer& layer) {
  const std::size_t position = is_separable_conv2d(layer) ? 1 : 0;
  const bool temporal = is_buffer_temp_conv(layer) || is_depthwise_buffer_temp_conv(layer);
  const bool had_bias = layer.config.flag("use_bias", !temporal);
  if (layer.weights.size() <= position + (had_bias ? 1U : 0U)) {
    throw EditFailure("a layer without weights");
  }
  const Normalization n = read_normalization(graph, normalization);
  // No reference: a bias may be added to the weights.
  const std::string variable(layer.weights[position].variable());
  const keras::Shape shape = layer.weights[position].shape;
  std::vector<float> values = graph.read(layer.weights[position]);
  const std::size_t stride = channel_stride(layer, shape);
  const std::size_t channels = n.scale.size();
  const std::size_t axis =
      shape.size() -
      (stride == 1 && !is_depthwise_conv2d(layer) && !is_conv2d_transpose(layer) ? 1 : 2);
  if (channels == 0 || shape.size() < 2 || shape[axis] != static_cast<std::int64_t>(channels)) {
    throw EditFailure("a BatchNormalization of another number of channels");
  }
  for (std::size_t i = 0; i < values.size(); ++i) values[i] *= n.scale[i / stride % channels];
  std::vector<float> bias(channels, 0.0F);
  if (had_bias) bias = graph.read(layer.weights[position + 1]);
  if (bias.size() != channels) throw EditFailure("a bias of another size");
  for (std::size_t i = 0; i < channels; ++i) {
    bias[i] = n.beta[i] + (bias[i] - n.mean[i]) * n.scale[i];
  }
  set_weight(layer, variable, shape, std::move(values));
  set_weight(layer, "bias", {static_cast<std::int64_t>(channels)}, std::move(bias));
  layer.config.set("use_bias", keras::Value(true));
}

bool fold_all(keras::Graph& graph) {
  const keras::Neighbours neighbours(graph);
  const Pairs pairs = find_pairs(graph, neighbours, is_foldable, is_batch_normalization);
  if (pairs.empty()) return false;
  if (const auto culprit = first_unfoldable(graph, neighbours)) throw EditFailure(culprit->remedy);
  keras::Edit edit(graph);
  for (const auto& [target, normalization] : pairs) {
    fold(graph, graph.layers[normalization], edit.layer(target));
    const auto& outbounds = neighbours.outbounds(normalization);
    edit.bypass(normalization, outbounds);
    if (outbounds.empty()) edit.move_output(normalization, target);
  }
  edit.finish();
  return true;
}

}  // namespace

bool is_foldable(const keras::Layer& layer) {
  return is_conv2d(layer) || is_separable_conv2d(layer) || is_depthwise_conv2d(layer) ||
         is_dense(layer) || is_buffer_temp_conv(layer) || is_depthwise_buffer_temp_conv(layer);
}

std::optional<Unfoldable> first_unfoldable(const keras::Graph& graph,
                                           const keras::Neighbours& neighbours) {
  for (const auto& pair : find_pairs(graph, neighbours, is_foldable, is_batch_normalization)) {
    std::string remedy = remedy_for(graph, pair.second);
    if (!remedy.empty()) return Unfoldable{pair.second, std::move(remedy)};
  }
  return std::nullopt;
}

bool fold_batchnorms(keras::Graph& graph) {
  return attempt(graph, fold_all);
}

}  // namespace cnn2snn::quantizeml
