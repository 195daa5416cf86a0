// SPDX-License-Identifier: Apache-2.0
#include "devices/check_device.h"

#include <algorithm>
#include <map>
#include <string>

#include "devices/limits.h"
#include "devices/pages.h"
#include "devices/words.h"

namespace cnn2snn::mapping {
namespace {

std::string generation(std::string_view ip_version) {
  if (ip_version == "pico") return "Akida Pico";
  return ip_version == "v1" ? "Akida 1.0" : "Akida 2.0";
}

/// A model of another generation; nothing else can be said of it then.
DeviceLimit other_generation(std::string_view model, const Device& device) {
  std::string remedy = "Choose a device of " + generation(model) + ".";
  if (model == "v1" && device.ip_version == "v2") {
    remedy +=
        " Or convert for Akida 2.0: QuantizeML quantizes models for it; those of the older CNN2SNN "
        "quantization always become Akida 1.0 models.";
  } else if (model == "v2" && device.ip_version == "v1") {
    remedy +=
        " Or convert for Akida 1.0: a Keras model that was quantized for it; ONNX models always "
        "become Akida 2.0 models.";
  }
  return {"",
          "",
          "generation",
          generation(model),
          in_words("generation", generation(model)),
          generation(device.ip_version) + " models alone",
          std::string(pages::kUserGuide),
          std::move(remedy)};
}

/// The layers by name with who feeds whom.
class Neighbours {
 public:
  explicit Neighbours(const akida::Model& model) {
    for (const akida::Layer& layer : model.layers) by_name_.emplace(layer.name, &layer);
    for (const akida::Layer& layer : model.layers) {
      for (const std::string& name : layer.inbounds) {
        const auto found = by_name_.find(name);
        if (found == by_name_.end()) continue;
        inbounds_[&layer].push_back(found->second);
        outbounds_[found->second].push_back(&layer);
      }
    }
  }

  Place place(const akida::Model& model, const akida::Layer& layer, const Device& device) {
    return {model, layer, device, inbounds_[&layer], outbounds_[&layer]};
  }

 private:
  using Links = std::map<const akida::Layer*, std::vector<const akida::Layer*>>;
  std::map<std::string_view, const akida::Layer*> by_name_;
  Links inbounds_;
  Links outbounds_;
};

enum class Finding { kInside, kAccepted, kBroken };

Finding judge(const Limit& limit, const Quantity& quantity) {
  Finding worst = Finding::kInside;
  for (const std::int64_t number : quantity.numbers) {
    if (limit.documented.has(number)) continue;
    worst = std::max(worst, limit.accepted.has(number) ? Finding::kAccepted : Finding::kBroken);
  }
  return worst;
}

}  // namespace

DeviceVerdict check_device(const akida::Model& model, const Device& device, bool whole) {
  DeviceVerdict verdict;
  verdict.name = device.name;
  const std::string_view ip = akida::ip_version(model);
  if (ip != "none" && ip != device.ip_version) {
    verdict.limits.push_back(other_generation(ip, device));
  } else {
    Neighbours neighbours(model);
    for (const akida::Layer& layer : model.layers) {
      const Place place = neighbours.place(model, layer, device);
      for (const Limit& limit : limits()) {
        if (!contains(limit.layers, layer.type) || (limit.looks_behind && !whole)) continue;
        if (limit.condition != nullptr && !limit.condition(place)) continue;
        const Quantity quantity = limit.quantity(place);
        const Finding finding = judge(limit, quantity);
        if (finding == Finding::kInside) continue;
        DeviceLimit found{
            limit.of_model ? std::string() : layer.name,
            limit.of_model ? std::string() : std::string(akida::to_string(layer.type)),
            std::string(limit.rule),
            quantity.words,
            in_words(limit.rule, quantity.words),
            std::string(limit.words),
            std::string(limit.page),
            std::string(limit.remedy)};
        auto& list = finding == Finding::kAccepted ? verdict.warnings : verdict.limits;
        list.push_back(std::move(found));
      }
    }
  }
  if (!verdict.limits.empty()) verdict.answer = DeviceVerdict::Answer::kNo;
  return verdict;
}

}  // namespace cnn2snn::mapping
