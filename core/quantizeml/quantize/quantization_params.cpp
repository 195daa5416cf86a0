// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/quantize/quantization_params.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/conversion_error.h"

namespace cnn2snn::quantizeml {
namespace {

struct NamedType {
  std::string_view name;
  IntegerType type;
};

constexpr std::array kTypes = {
    NamedType{"uint8", {8, false}},   NamedType{"int8", {8, true}},
    NamedType{"uint16", {16, false}}, NamedType{"int16", {16, true}},
    NamedType{"uint32", {32, false}}, NamedType{"int32", {32, true}},
    NamedType{"uint64", {64, false}}, NamedType{"int64", {64, true}},
};

}  // namespace

IntegerType integer_type(const std::string& dtype) {
  const auto* found = std::find_if(kTypes.begin(), kTypes.end(),
                                   [&dtype](const NamedType& t) { return t.name == dtype; });
  if (found == kTypes.end()) {
    fail(ErrorId::kArgument, Step::kQuantization,
         "Unsupported " + dtype + " input dtype: it should be a integer subdtype.",
         "Give one of uint8, int8, uint16, int16, uint32, int32, uint64, int64.", "ValueError");
  }
  return found->type;
}

QuantizationRequest QuantizationRequest::of_check(AkidaVersion version, InputDType input_dtype) {
  QuantizationRequest out;
  if (version == AkidaVersion::v1) {
    out.params.activation_bits = out.params.weight_bits = out.params.input_weight_bits = 4;
    out.params.per_tensor_activations = true;
  }
  out.params.input_dtype = input_dtype == InputDType::kUInt8  ? "uint8"
                           : input_dtype == InputDType::kInt8 ? "int8"
                                                              : "int16";
  return out;
}

}  // namespace cnn2snn::quantizeml
