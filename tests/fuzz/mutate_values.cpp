// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

#include "fuzz/mutate_parts.h"

namespace cnn2snn::fuzz {
namespace {

// Classes and activations that have code of their own in the core.
constexpr std::array kWords =
    std::to_array<std::string_view>({"Functional",
                                     "Sequential",
                                     "InputLayer",
                                     "Conv2D",
                                     "SeparableConv2D",
                                     "DepthwiseConv2D",
                                     "Conv2DTranspose",
                                     "Dense",
                                     "Flatten",
                                     "Reshape",
                                     "Dropout",
                                     "BatchNormalization",
                                     "ReLU",
                                     "Activation",
                                     "MaxPooling2D",
                                     "AveragePooling2D",
                                     "GlobalAveragePooling2D",
                                     "Add",
                                     "Concatenate",
                                     "Rescaling",
                                     "Softmax",
                                     "ZeroPadding2D",
                                     "Permute",
                                     "TimeDistributed",
                                     "TFOpLambda",
                                     "Lambda",
                                     "Custom>InputQuantizer",
                                     "Custom>QuantizedConv2D",
                                     "Custom>QuantizedSeparableConv2D",
                                     "Custom>QuantizedDepthwiseConv2D",
                                     "Custom>QuantizedConv2DTranspose",
                                     "Custom>QuantizedDepthwiseConv2DTranspose",
                                     "Custom>QuantizedDense",
                                     "Custom>QuantizedAdd",
                                     "Custom>QuantizedConcatenate",
                                     "Custom>QuantizedReLU",
                                     "Custom>QuantizedActivation",
                                     "Custom>QuantizedFlatten",
                                     "Custom>QuantizedReshape",
                                     "Custom>QuantizedMaxPool2D",
                                     "Custom>QuantizedGlobalAveragePooling2D",
                                     "Custom>QuantizedBatchNormalization",
                                     "Custom>QuantizedDropout",
                                     "Custom>QuantizedBufferTempConv",
                                     "Custom>QuantizedDepthwiseBufferTempConv",
                                     "Custom>StatefulRecurrent",
                                     "Custom>QuantizedStatefulRecurrent",
                                     "Custom>Dequantizer",
                                     "Custom>ActivationDiscreteRelu",
                                     "Custom>QuantizedReLU",
                                     "relu",
                                     "relu6",
                                     "linear",
                                     "softmax",
                                     "swish",
                                     "gelu",
                                     "leaky_relu",
                                     "same",
                                     "valid",
                                     "per-axis",
                                     "per-tensor",
                                     "uint8",
                                     "int8",
                                     "int16",
                                     "channels_last",
                                     "channels_first",
                                     "tf.nn.relu",
                                     "tf.nn.relu6",
                                     "tf.math.multiply",
                                     "tf.math.add",
                                     "None",
                                     "NaN",
                                     "Infinity",
                                     "-Infinity",
                                     ""});

constexpr std::array<std::int64_t, 26> kIntegers = {0,
                                                    1,
                                                    2,
                                                    3,
                                                    4,
                                                    5,
                                                    7,
                                                    8,
                                                    -1,
                                                    -2,
                                                    16,
                                                    32,
                                                    64,
                                                    127,
                                                    128,
                                                    255,
                                                    1000,
                                                    32768,
                                                    65535,
                                                    65536,
                                                    2147483647,
                                                    4294967296,
                                                    -2147483648,
                                                    1099511627776,
                                                    std::numeric_limits<std::int64_t>::max(),
                                                    std::numeric_limits<std::int64_t>::min()};

constexpr std::array kReals = {0.0,   -0.0, 0.5,  1.5,   -1.0, 1e-3,  1e-30, 1e-45,   1e38,
                               -1e38, 3e38, 1e39, 1e308, 6.0,  127.0, 255.0, 1.0 / 3, 2147483648.0};

void change_list(Form& list, Choice& choice) {
  if (list.empty()) {
    list.push_back(choice.one_of(kIntegers));
    return;
  }
  const std::size_t at = choice.below(list.size());
  switch (choice.below(5)) {
    case 0:
      list.erase(at);
      break;
    case 1:
      list.push_back(Form(list[at]));
      break;
    case 2:
      std::swap(list[at], choice.one_of(list));
      break;
    case 3:
      list = Form::array();
      break;
    default:
      list.insert(list.begin() + static_cast<std::ptrdiff_t>(at), Form(list[at]));
  }
}

void change_dict(Form& dict, Choice& choice) {
  if (dict.empty()) {
    dict[known_word(choice)] = choice.one_of(kIntegers);
    return;
  }
  auto at = dict.begin();
  std::advance(at, static_cast<std::ptrdiff_t>(choice.below(dict.size())));
  if (choice.one_in(2)) {
    dict.erase(at);
  } else {
    Form copy = at.value();
    dict[choice.one_in(2) ? at.key() + "_1" : known_word(choice)] = std::move(copy);
  }
}

}  // namespace

std::string known_word(Choice& choice) {
  return std::string(choice.one_of(kWords));
}

double special_real(Choice& choice) {
  return choice.one_of(kReals);
}

void change_number(Form& value, Choice& choice) {
  if (value.is_number_integer() && !choice.one_in(4)) {
    const auto number = static_cast<std::uint64_t>(value.get<std::int64_t>());
    const std::array<std::uint64_t, 6> near = {number + 1, number - 1, number * 2,
                                               number / 2, 0 - number, number + 8};
    value = choice.one_in(2) ? static_cast<std::int64_t>(choice.one_of(near))
                             : choice.one_of(kIntegers);
  } else if (choice.one_in(4)) {
    value = choice.one_of(kIntegers);
  } else {
    value = choice.one_in(3) && value.is_number() ? Form(value.get<double>() * 2)
                                                  : Form(choice.one_of(kReals));
  }
}

void change_text(Form& value, Choice& choice) {
  if (choice.one_in(2)) {
    value = known_word(choice);
    return;
  }
  auto text = value.get<std::string>();
  switch (choice.below(4)) {
    case 0:
      text += std::to_string(choice.below(10));
      break;
    case 1:
      text.resize(choice.below(text.size() + 1));
      break;
    case 2:
      text.insert(choice.below(text.size() + 1), 1, "/:>_\"\xC3\0 "[choice.below(8)]);
      break;
    default:
      text.assign(choice.below(300), 'x');
  }
  value = text;
}

void change_value(Form& value, Choice& choice) {
  if (choice.one_in(12)) {
    const std::array<Form, 7> others = {Form(),   Form(true),    Form(1),       Form(0.5),
                                        Form(""), Form::array(), Form::object()};
    value = choice.one_of(others);
  } else if (value.is_number()) {
    change_number(value, choice);
  } else if (value.is_boolean()) {
    value = !value.get<bool>();
  } else if (value.is_string()) {
    change_text(value, choice);
  } else if (value.is_array()) {
    change_list(value, choice);
  } else if (value.is_object()) {
    change_dict(value, choice);
  } else {
    value = choice.one_of(kIntegers);
  }
}

}  // namespace cnn2snn::fuzz
