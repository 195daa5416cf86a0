// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "akida/builder.h"
#include "base/conversion_error.h"
#include "cnn2snn/file_kind.h"
#include "cnn2snn/report.h"
#include "fbz/fbz.h"
#include "files/snappy/snappy_stream.h"
#include "fixtures.h"

namespace cnn2snn::fbz {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// A small model with variables of every element size.
akida::Model sample() {
  akida::Model model;
  model.version = "2.14.0";
  akida::Layer input;
  input.type = akida::LayerType::kInputConv2D;
  input.name = "conv/\xE2\x82\xAC";
  input.parameters = {{"input_x", 6},   {"input_y", 5},     {"input_channels", 3},
                      {"filters", 4},   {"kernel_size", 3}, {"kernel_stride", 1},
                      {"activation", 2}};
  akida::Layer& conv = akida::add_layer(model, std::move(input));
  akida::set_weights(conv, "weights", {-5});
  akida::Layer dequantizer;
  dequantizer.type = akida::LayerType::kDequantizer;
  dequantizer.name = "dequantizer";
  akida::Layer& last = akida::add_layer(model, std::move(dequantizer));
  akida::set_variable(last, "scales", std::vector<float>{0.25F, 1.5F, -3.0F, 1e-6F});
  return model;
}

/// The id of the problem that reading gives; "read" when it reads.
std::string outcome(const Bytes& bytes) {
  try {
    (void)read(bytes);
    return "read";
  } catch (const ConversionError& error) {
    return std::string(to_string(error.problem().id));
  }
}

std::size_t find(const Bytes& bytes, const std::string& text) {
  const auto at = std::search(bytes.begin(), bytes.end(), text.begin(), text.end());
  return static_cast<std::size_t>(at - bytes.begin());
}

TEST(Damage, WhateverFollowsTheStreamIsIgnored) {
  Bytes bytes = write(sample());
  bytes.insert(bytes.end(), {0, 0, 7, 255, 128});
  EXPECT_EQ(outcome(bytes), "read");
  bytes.insert(bytes.end(), 100'000, 0);
  EXPECT_EQ(outcome(bytes), "read");
}

TEST(Damage, EveryTruncationIsFound) {
  const Bytes bytes = write(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const Bytes cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_NE(outcome(cut), "read") << size;
  }
  EXPECT_EQ(outcome({}), "E_NOT_FBZ");
}

TEST(Damage, GiantLengthsAllocateNothing) {
  EXPECT_EQ(outcome({0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0}), "E_LIMIT");
  EXPECT_EQ(outcome({0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F}), "E_NOT_FBZ");
  // 1 GiB announced by a stream of seven bytes.
  EXPECT_EQ(outcome({0x80, 0x80, 0x80, 0x80, 0x04, 0, 0}), "E_FBZ_CORRUPT");
  // A copy of bytes from before the start.
  EXPECT_EQ(outcome({8, 0x01 | (4 << 2), 200, 0, 0}), "E_FBZ_CORRUPT");
}

TEST(Damage, OtherFilesAreToldApart) {
  const std::string text = "\x89HDF\r\n\x1a\n and more";
  EXPECT_NE(outcome(Bytes(text.begin(), text.end())), "read");
  EXPECT_EQ(file_kind(Bytes(text.begin(), text.end())), FileKind::kHdf5);
  EXPECT_EQ(file_kind(write(sample())), FileKind::kAkida);
}

// Flips bits of the uncompressed content: what the reader accepts must be a whole model, what it
// does not must be a typed error (anything else ends the test program).
TEST(Damage, FlippedContentGivesModelsOrTypedErrors) {
  const Bytes bytes = write(sample());
  const Bytes payload = files::decompress(bytes, files::scan(bytes));
  std::mt19937 random(20);
  int refused = 0;
  for (int round = 0; round < 5'000; ++round) {
    Bytes damaged = payload;
    const auto flips = 1 + random() % 3;
    for (std::uint32_t i = 0; i < flips; ++i) {
      // The head of the file is offsets and names, the rest mostly elements of the table.
      const std::size_t at = random() % (round % 2 == 0 ? damaged.size() : 512);
      damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ (1U << (random() % 8)));
    }
    const Bytes file = files::compress(files::Pieces(damaged));
    std::vector<Problem> problems;
    try {
      const akida::Model model = read(file, &problems);
      EXPECT_FALSE(model.layers.empty());
      for (const akida::Layer& layer : model.layers) {
        (void)akida::macs(layer);
        for (const auto& entry : layer.variables) (void)akida::bitwidth(entry.second);
      }
      EXPECT_FALSE(akida::summary(model).empty());
      if (!problems.empty()) ++refused;
    } catch (const ConversionError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 250);
}

TEST(Damage, RefusedLayersAreShownAllTheSame) {
  const Bytes bytes = write(sample());
  Bytes payload = files::decompress(bytes, files::scan(bytes));
  const std::size_t at = find(payload, "kernel_stride");
  ASSERT_LT(at, payload.size());
  payload[at] = 'K';
  const Bytes file = files::compress(files::Pieces(payload));
  EXPECT_EQ(outcome(file), "E_FBZ_CORRUPT");
  std::vector<Problem> problems;
  const akida::Model model = read(file, &problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].layers.at(0).name, "conv/\xE2\x82\xAC");
  EXPECT_EQ(problems[0].reason, "Key kernel_stride not found");
  ASSERT_EQ(model.layers.size(), 2U);
  EXPECT_EQ(model.layers[0].input_shape, (akida::Shape3{6, 5, 3}));
}

TEST(Writing, ModelsThatDoNotReadBackAreNotHandedOver) {
  akida::Model model = sample();
  model.layers[0].variables.at("bias").data.pop_back();
  try {
    (void)write(model);
    FAIL() << "written";
  } catch (const ConversionError& error) {
    EXPECT_EQ(error.problem().id, ErrorId::kVerification);
    EXPECT_EQ(error.problem().step, Step::kVerification);
  }
}

TEST(Writing, IsTheSameEveryTime) {
  EXPECT_EQ(write(sample()), write(sample()));
}

TEST(Writing, LearningOptionsAreKept) {
  akida::Model model = sample();
  model.learning = {{"num_weights", 10.0}, {"plasticity_decay", 0.25}, {"min_plasticity", 0.0}};
  EXPECT_EQ(read(write(model)).learning, model.learning);
}

}  // namespace
}  // namespace cnn2snn::fbz
