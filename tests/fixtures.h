// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

/// The table tests/fixtures/models.json: models with what the official converter makes of them.
namespace cnn2snn::fixtures {

inline std::vector<std::uint8_t> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

struct Model {
  std::string name;
  std::string target;  ///< "v1" or "v2".
  std::string kind;    ///< "quantizeml", "legacy" or "float".
  bool converts = false;
  std::string error_class;  ///< Of the official converter, where it refuses.
  std::string error_message;
  double scale = 0;  ///< Input scaling asked for; 0: none.
  double shift = 0;

  [[nodiscard]] std::string path(const std::string& extension) const {
    return std::string(CNN2SNN_FIXTURES) + "/models/" + name + extension;
  }
};

inline std::ostream& operator<<(std::ostream& out, const Model& model) {
  return out << model.name;
}

inline std::vector<Model> models() {
  std::ifstream in(std::string(CNN2SNN_FIXTURES) + "/models.json");
  const nlohmann::json table = nlohmann::json::parse(in);
  std::vector<Model> out;
  for (const auto& row : table.at("models")) {
    Model model;
    model.name = row.at("name");
    model.target = row.at("target");
    model.kind = row.at("kind");
    model.converts = row.at("expected") == "fbz";
    if (!model.converts) {
      model.error_class = row.at("error").at("class");
      model.error_message = row.at("error").at("message");
    }
    if (row.contains("input_scaling") && row.at("input_scaling").is_array()) {
      model.scale = row.at("input_scaling").at(0);
      model.shift = row.at("input_scaling").at(1);
    }
    out.push_back(std::move(model));
  }
  return out;
}

/// A GoogleTest parameter name: letters, digits and underscores.
inline std::string test_name(std::string name) {
  for (char& c : name) {
    const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!good) c = '_';
  }
  return name;
}

}  // namespace cnn2snn::fixtures
