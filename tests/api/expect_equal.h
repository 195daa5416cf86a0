// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "cnn2snn/akida_model.h"

/// Akida models compared with the official converter's: the same layers, parameters, inbounds and
/// every element of every variable.
namespace cnn2snn::tests {

// Legacy models: the official name of the InputData counts the models built before in the process.
inline std::string without_counter(const std::string& name) {
  const std::string prefix = "sequential_";
  const std::string suffix = "_input";
  if (name.size() <= prefix.size() + suffix.size() || name.rfind(prefix, 0) != 0) return name;
  const std::size_t end = name.size() - suffix.size();
  if (name.compare(end, suffix.size(), suffix) != 0) return name;
  const bool counted = std::all_of(name.begin() + static_cast<std::ptrdiff_t>(prefix.size()),
                                   name.begin() + static_cast<std::ptrdiff_t>(end),
                                   [](char c) { return c >= '0' && c <= '9'; });
  return counted ? prefix + "N" + suffix : name;
}

inline void expect_equal(const akida::Layer& got, const akida::Layer& official) {
  SCOPED_TRACE("layer " + official.name);
  EXPECT_EQ(without_counter(got.name), without_counter(official.name));
  EXPECT_EQ(got.type, official.type);
  EXPECT_EQ(got.parameters, official.parameters);
  ASSERT_EQ(got.inbounds.size(), official.inbounds.size());
  for (std::size_t i = 0; i < got.inbounds.size(); ++i) {
    EXPECT_EQ(without_counter(got.inbounds[i]), without_counter(official.inbounds[i]));
  }
  ASSERT_EQ(got.variables.size(), official.variables.size());
  for (const auto& [name, variable] : official.variables) {
    SCOPED_TRACE("variable " + name);
    const auto it = got.variables.find(name);
    ASSERT_NE(it, got.variables.end());
    EXPECT_EQ(it->second.shape, variable.shape);
    EXPECT_EQ(it->second.dtype, variable.dtype);
    EXPECT_TRUE(it->second.data == variable.data);
  }
}

inline void expect_equal(const akida::Model& got, const akida::Model& official) {
  ASSERT_EQ(got.layers.size(), official.layers.size());
  for (std::size_t i = 0; i < official.layers.size(); ++i) {
    expect_equal(got.layers[i], official.layers[i]);
  }
}

}  // namespace cnn2snn::tests
