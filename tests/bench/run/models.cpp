// SPDX-License-Identifier: Apache-2.0
#include "bench/run/models.h"

#include <cmath>
#include <map>
#include <random>
#include <string>
#include <utility>

#include "akida/builder.h"
#include "akida/fields.h"

namespace cnn2snn::bench {

namespace {

using akida::LayerType;
using Parameters = std::map<std::string, std::int32_t>;

class Network {
 public:
  void input_convolution(int x, int y, int channels, int filters, int kernel) {
    akida::Layer& layer = add(LayerType::kInputConv2D, {{"input_x", x},
                                                        {"input_y", y},
                                                        {"input_channels", channels},
                                                        {"filters", filters},
                                                        {"kernel_size", kernel},
                                                        {"kernel_stride", 2},
                                                        {"padding", akida::kPaddingSame},
                                                        {"activation", akida::kActivationReLU}});
    finish(layer, kernel * kernel * channels);
  }

  void convolution(int filters, int kernel, int stride, bool average = false) {
    const int channels = static_cast<int>(model_.layers.back().output_shape[2]);
    const int positions = static_cast<int>(model_.layers.back().output_shape[0] *
                                           model_.layers.back().output_shape[1]);
    akida::Layer& layer = add(LayerType::kConv2D, {{"filters", filters},
                                                   {"kernel_size", kernel},
                                                   {"kernel_stride", stride},
                                                   {"padding", akida::kPaddingSame},
                                                   {"pool_type", average ? akida::kPoolAverage : 0},
                                                   {"activation", akida::kActivationReLU}});
    finish(layer, kernel * kernel * channels, average ? positions : 1);
  }

  void separable(int filters, int stride, bool average = false) {
    akida::Layer& layer = add(LayerType::kDepthwiseConv2D, {{"kernel_size", 3},
                                                            {"kernel_stride", stride},
                                                            {"padding", akida::kPaddingSame},
                                                            {"activation", 0}});
    finish(layer, 9);
    convolution(filters, 1, 1, average);
  }

  akida::Model classifier(int classes) {
    akida::Layer& layer = add(LayerType::kDense1D, {{"units", classes}, {"output_bits", 28}});
    randomize(layer, "weights", -127, 127);
    akida::Layer& scores = add(LayerType::kDequantizer, {});
    akida::set_variable(scores, "scales", std::vector<float>{1.0F / 65536});
    return std::move(model_);
  }

 private:
  akida::Layer& add(LayerType type, Parameters parameters) {
    akida::Layer layer;
    layer.type = type;
    layer.parameters = std::move(parameters);
    return akida::add_layer(model_, std::move(layer));
  }

  void randomize(akida::Layer& layer, const std::string& name, int low, int high) {
    const akida::Variable& variable = layer.variables.at(name);
    std::vector<std::int32_t> values(variable.data.size() / akida::element_size(variable.dtype));
    std::uniform_int_distribution<std::int32_t> distribution(low, high);
    for (std::int32_t& value : values) value = distribution(random_);
    akida::set_variable(layer, name, values);
  }

  /// Weights, and stages that bring sums of `taps` products back to 8 bits.
  void finish(akida::Layer& layer, int taps, int positions = 1) {
    randomize(layer, "weights", -127, 127);
    randomize(layer, "output_scales", 128, 255);
    // A weight is 73 on average (root mean square), a scale 192; inputs spread like 8 bits do.
    const double size = 73.0 * 192.0 * std::sqrt(taps) * positions;
    const int shift = -static_cast<int>(std::lround(std::log2(size)));
    akida::set_variable(layer, "output_shift", std::vector<std::int32_t>{shift});
    if (layer.variables.count("bias") != 0) randomize(layer, "bias", -127, 127);
    if (layer.variables.count("max_value") != 0) {
      akida::set_variable(layer, "max_value", std::vector<std::int32_t>{127});
      akida::set_variable(layer, "max_value_shift", std::vector<std::int32_t>{13});
    }
  }

  akida::Model model_;
  std::mt19937 random_{1};
};

}  // namespace

akida::Model akidanet(double alpha, int size) {
  const auto wide = [alpha](int filters) { return static_cast<int>(filters * alpha); };
  Network network;
  network.input_convolution(size, size, 3, wide(32), 3);
  network.convolution(wide(64), 3, 1);
  network.convolution(wide(128), 3, 2);
  network.convolution(wide(128), 3, 1);
  network.separable(wide(256), 2);
  network.separable(wide(256), 1);
  network.separable(wide(512), 2);
  for (int i = 0; i < 5; ++i) network.separable(wide(512), 1);
  network.separable(wide(1024), 2);
  network.separable(wide(1024), 1, true);
  return network.classifier(1000);
}

akida::Model ds_cnn() {
  Network network;
  network.input_convolution(49, 10, 1, 64, 5);
  for (int i = 0; i < 4; ++i) network.separable(64, 1, i == 3);
  return network.classifier(33);
}

}  // namespace cnn2snn::bench
