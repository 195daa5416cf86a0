// SPDX-License-Identifier: Apache-2.0
#include "keras/graph.h"

#include <algorithm>
#include <limits>

#include "base/conversion_error.h"
#include "files/hdf5/file.h"

namespace cnn2snn::keras {
namespace {

// "conv/output_quantizer/range_max:0" without the ":0".
std::string_view without_suffix(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  const std::size_t slash = name.rfind('/');
  const bool in_last_part = slash == std::string_view::npos || colon > slash;
  return colon != std::string_view::npos && in_last_part ? name.substr(0, colon) : name;
}

std::size_t element_count(const Weight& weight) {
  std::size_t count = 1;
  for (const std::int64_t extent : weight.shape) {
    const auto size = static_cast<std::size_t>(std::max<std::int64_t>(extent, 0));
    if (size != 0 && count > std::numeric_limits<std::ptrdiff_t>::max() / sizeof(float) / size) {
      fail(ErrorId::kLimit, Step::kRead, "The weight '" + weight.name + "' is too large.");
    }
    count *= size;
  }
  return count;
}

}  // namespace

std::string_view Weight::variable() const {
  const std::string_view full = without_suffix(name);
  const std::size_t slash = full.rfind('/');
  return slash == std::string_view::npos ? full : full.substr(slash + 1);
}

std::string_view Weight::owner() const {
  std::string_view rest = without_suffix(name);
  const std::size_t slash = rest.rfind('/');
  if (slash == std::string_view::npos) return {};
  rest = rest.substr(0, slash);
  // What is left is the layer's own name (which may have slashes), or that and an object in it.
  // `path` ends with "<layer>/<name>": with it the layer's name is known.
  if (!path.empty() && path.size() > name.size() + 1) {
    const std::string_view group = std::string_view(path).substr(0, path.size() - name.size() - 1);
    if (group == rest || (group.size() > rest.size() && group.ends_with(rest) &&
                          group[group.size() - rest.size() - 1] == '/')) {
      return {};
    }
  }
  const std::size_t before = rest.rfind('/');
  return before == std::string_view::npos ? std::string_view() : rest.substr(before + 1);
}

const std::vector<Inbound>& Layer::inbounds() const {
  static const std::vector<Inbound> none;
  return inbound_nodes.empty() ? none : inbound_nodes.front();
}

const Weight* Layer::weight(std::string_view variable, std::string_view owner) const {
  const auto found = std::find_if(weights.begin(), weights.end(), [&](const Weight& candidate) {
    return candidate.variable() == variable && candidate.owner() == owner;
  });
  if (found != weights.end()) return &*found;
  // A layer that was renamed after it was built keeps its old name, slashes included, in the names
  // of its weights: part of it then looks like an owner. Quantizers are never meant by that.
  if (!owner.empty()) return nullptr;
  const Weight* only = nullptr;
  for (const Weight& candidate : weights) {
    if (candidate.variable() != variable || candidate.owner().ends_with("quantizer")) continue;
    if (only != nullptr) return nullptr;
    only = &candidate;
  }
  return only;
}

std::optional<std::size_t> Graph::find(std::string_view layer_name) const {
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (layers[i].name == layer_name) return i;
  }
  return std::nullopt;
}

const std::vector<std::optional<Shape>>& Graph::shapes() const {
  if (!shapes_) shapes_ = infer_shapes(*this);
  return *shapes_;
}

std::vector<float> Graph::read(const Weight& weight) const {
  std::vector<float> buffer;
  const std::span<const float> values = read(weight, buffer);
  if (!buffer.empty()) return buffer;
  return {values.begin(), values.end()};
}

std::span<const float> Graph::read(const Weight& weight, std::vector<float>& buffer) const {
  const std::size_t count = element_count(weight);
  if (weight.path.empty()) {
    if (weight.values.size() != count) {
      fail(ErrorId::kMissingWeight, Step::kRead,
           "The weight '" + weight.name + "' does not have as many elements as its shape says.");
    }
    return weight.values.get();
  }
  if (file == nullptr) {
    fail(ErrorId::kMissingWeight, Step::kRead,
         "The weight '" + weight.name + "' cannot be read: there is no file.");
  }
  return file->floats(weight.path, count, buffer);
}

}  // namespace cnn2snn::keras
