// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/classes/ranges.h"

#include <algorithm>
#include <cmath>

#include "base/conversion_error.h"
#include "base/json_writer.h"
#include "keras/value.h"

namespace cnn2snn::quantizeml {
namespace {

constexpr std::string_view kMin = "/min";
constexpr std::string_view kMax = "/max";
constexpr std::size_t kMaxNumbers = std::size_t{1} << 26;

[[noreturn]] void refuse(std::string reason) {
  fail(ErrorId::kArgument, Step::kQuantization, "The ranges cannot be used: " + std::move(reason),
       "Give a file that the quantize command wrote for this model.");
}

void write(JsonWriter& json, std::string_view name, const std::vector<float>& values) {
  json.key(name).begin_list();
  for (const float value : values) json.value(double{value});
  json.end_list();
}

std::vector<float> numbers(const std::string& name, const keras::Value& list, std::size_t& total) {
  if (!list.is_list() || list.list().empty()) refuse("'" + name + "' is not a list of numbers.");
  total += list.list().size();
  if (total > kMaxNumbers) refuse("there are too many.");
  std::vector<float> out;
  out.reserve(list.list().size());
  for (const keras::Value& value : list.list()) {
    const auto number = static_cast<float>(value.as_double(NAN));
    if (!std::isfinite(number)) refuse("'" + name + "' holds something else than finite numbers.");
    out.push_back(number);
  }
  return out;
}

ObservedRange& range_of(Ranges& ranges, std::string layer) {
  const auto found = std::find_if(ranges.layers.begin(), ranges.layers.end(),
                                  [&layer](const ObservedRange& r) { return r.layer == layer; });
  if (found != ranges.layers.end()) return *found;
  ranges.layers.push_back({std::move(layer), {}, {}});
  return ranges.layers.back();
}

}  // namespace

const ObservedRange* Ranges::find(std::string_view layer) const {
  const auto found = std::find_if(layers.begin(), layers.end(),
                                  [layer](const ObservedRange& r) { return r.layer == layer; });
  return found == layers.end() ? nullptr : &*found;
}

std::string to_json(const Ranges& ranges) {
  JsonWriter json;
  json.begin_object().key("observed").begin_object();
  for (const ObservedRange& range : ranges.layers) {
    if (range.min.empty()) {
      write(json, range.layer, range.max);
    } else {
      write(json, range.layer + std::string(kMin), range.min);
      write(json, range.layer + std::string(kMax), range.max);
    }
  }
  json.end_object().end_object();
  return json.take();
}

Ranges ranges_from_json(std::string_view text) {
  keras::Value json;
  try {
    json = keras::parse_json(text);
  } catch (const ConversionError& error) {
    refuse(error.problem().reason);
  }
  const keras::Value& observed = json.has("observed") ? json["observed"] : json;
  if (!observed.is_dict()) refuse("there is no object of layers.");
  Ranges out;
  std::size_t total = 0;
  for (const auto& [name, list] : observed.dict()) {
    if (name.ends_with(kMin)) {
      range_of(out, name.substr(0, name.size() - kMin.size())).min = numbers(name, list, total);
    } else if (name.ends_with(kMax)) {
      range_of(out, name.substr(0, name.size() - kMax.size())).max = numbers(name, list, total);
    } else {
      range_of(out, name).max = numbers(name, list, total);
    }
  }
  return out;
}

}  // namespace cnn2snn::quantizeml
