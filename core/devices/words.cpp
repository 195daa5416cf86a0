// SPDX-License-Identifier: Apache-2.0
#include "devices/words.h"

#include <algorithm>
#include <array>

namespace cnn2snn::mapping {
namespace {

struct Noun {
  std::string_view rule;
  std::string_view words;
};

/// The rules whose names are not the words themselves.
constexpr std::array kNouns = {Noun{"input-size", "input"},
                               Noun{"input-channels", "input channels"},
                               Noun{"input-bits", "input of"},
                               Noun{"weights-bits", "weights of"},
                               Noun{"activation-bits", "activation of"},
                               Noun{"output-bits", "output of"},
                               Noun{"pool-size", "max pooling"},
                               Noun{"pool-stride", "max pooling"},
                               Noun{"pool-next", "max pooling"},
                               Noun{"average-pooling", "global average pooling"},
                               Noun{"gap-size", "global average pooling over"},
                               Noun{"gap-rows", "global average pooling over"},
                               Noun{"lut", "activation by"},
                               Noun{"lut-pool", "activation by"},
                               Noun{"temporal-processors", "processors"},
                               Noun{"generation", "a model for"},
                               Noun{"layers", "StatefulRecurrent layers:"},
                               Noun{"packed-input", "input of"},
                               Noun{"state-channels", "state channels:"},
                               Noun{"subsample", "subsampling of"},
                               Noun{"max-value", "activation by"},
                               Noun{"time-steps", "time steps:"}};

}  // namespace

std::string in_words(std::string_view rule, std::string_view value) {
  const auto* noun = std::find_if(kNouns.begin(), kNouns.end(),
                                  [rule](const Noun& candidate) { return candidate.rule == rule; });
  return std::string(noun == kNouns.end() ? rule : noun->words) + ' ' + std::string(value);
}

}  // namespace cnn2snn::mapping
