// SPDX-License-Identifier: Apache-2.0
#include "files/kind/kind.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "files/zip/zip.h"
#include "fixtures.h"

namespace cnn2snn::files {
namespace {

using namespace std::string_literals;

Identity identity_of(const std::string& text) {
  return identify({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::string little(std::uint32_t value, unsigned bytes) {
  std::string out;
  for (unsigned i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFFU);
  return out;
}

// `cut`: without its central directory, as an interrupted download leaves it.
std::string zip(const std::vector<std::pair<std::string, std::string>>& files, bool cut = false) {
  std::vector<ZipMember> members;
  for (const auto& [name, content] : files) {
    members.push_back({name, {content.begin(), content.end()}});
  }
  const std::vector<std::uint8_t> bytes = write_zip(members);
  const std::string text(bytes.begin(), bytes.end());
  return cut ? text.substr(0, text.find("PK\x01\x02")) : text;
}

std::string field(unsigned number, const std::string& content) {
  return little(number << 3U | 2U, 1) + little(static_cast<std::uint32_t>(content.size()), 1) +
         content;
}

const std::string kOnnx = "\x08\x08"s + field(2, "pytorch") + field(3, "2.1") +
                          field(7, field(1, "node")) + field(8, "\x10\x11");

struct Case {
  std::string bytes;
  FileKind kind;
  std::string word;       // In what it is.
  std::string next_step;  // In what to do.
};

TEST(FileKind, IsNamedWithTheNextStep) {
  const std::string keras3 = R"({"keras_version": "3.4.1", "date_saved": "2024-07-01@10:00:00"})";
  const std::string keras2 = R"({"keras_version": "2.15.0"})";
  const std::vector<Case> cases = {
      {"", FileKind::kEmpty, "empty", "again"},
      {"\x89HDF\r\n\x1a\n", FileKind::kHdf5, "HDF5", ""},
      {std::string(2048, 'x') + "\x89HDF\r\n\x1a\n", FileKind::kHdf5, "HDF5", ""},
      {zip({{"metadata.json", keras3}, {"config.json", "{}"}, {"model.weights.h5", "x"}}),
       FileKind::kKerasArchive, "Keras 3.4.1", "cnn2snn quantize"},
      {zip({{"metadata.json", keras2}, {"config.json", "{}"}}, true), FileKind::kKerasArchive,
       ".keras", "cnn2snn quantize"},
      {zip({{"archive/data.pkl", "x"}, {"archive/version", "3"}}), FileKind::kPyTorch, "PyTorch",
       "Keras model"},
      {zip({{"arr_0.npy", "x"}}), FileKind::kNumPy, ".npz", "model"},
      {zip({{"net/saved_model.pb", "x"}}), FileKind::kSavedModel, "SavedModel", "Unpack"},
      {zip({{"net/model.h5", "x"}}), FileKind::kArchive, ".h5", "unzip"},
      {zip({{"readme.md", "x"}}), FileKind::kArchive, "zip", "Unpack"},
      {"PK\x03\x04", FileKind::kArchive, "zip", "Unpack"},
      {"\x1c\0\0\0TFL3"s, FileKind::kTfLite, "TensorFlow Lite", "Keras model"},
      {kOnnx, FileKind::kOnnx, "ONNX", "Keras model"},
      {"\x08\x07\x12\x07pytorch", FileKind::kOnnx, "ONNX", "Keras model"},
      {field(7, field(1, "node")) + field(8, "\x10\x11") + "\x08\x08", FileKind::kOnnx, "ONNX", ""},
      {"\x08\x01"s + field(2, field(1, field(4, "serve"))), FileKind::kSavedModel, "SavedModel",
       "load_model"},
      {field(1, field(1, "input") + field(2, "Placeholder")), FileKind::kFrozenGraph, "frozen",
       "Keras model"},
      {"\x80\x04\x95\x10\0\0\0"s, FileKind::kPickle, "pickle", "save"},
      {"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."s, FileKind::kPyTorch, "PyTorch",
       "Keras model"},
      {"\x93NUMPY\x01\0"s, FileKind::kNumPy, ".npy", "model"},
      {"\x10\0\0\0\0\0\0\0{\"a\":{\"b\":[1]}}x"s, FileKind::kSafetensors, "safetensors", "save"},
      {"\x1f\x8b\x08\0"s, FileKind::kArchive, "gzip", "gunzip"},
      {"BZh91AY", FileKind::kArchive, "bzip2", "bzip2 -d"},
      {std::string(257, '\x01') + "ustar", FileKind::kArchive, "tar", "tar xf"},
      {"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", FileKind::kGitLfs, "Git LFS",
       "git lfs pull"},
      {"<!DOCTYPE html><html></html>", FileKind::kWebPage, "web page", "Download"},
      {"\n  <html lang='en'>", FileKind::kWebPage, "web page", "Download"},
      {"\xEF\xBB\xBF<?xml version=\"1.0\"?><Error/>", FileKind::kWebPage, "XML", "Download"},
      {"<?xml version=\"1.0\"?>\n<net name=\"m\" version=\"11\"></net>", FileKind::kText,
       "OpenVINO", "Keras model"},
      {"<?xml version=\"1.0\"?>\n<rss/>", FileKind::kText, "XML", "save"},
      {"<!-- saved -->\n<html>", FileKind::kWebPage, "web page", "Download"},
      {"/annex/objects/SHA256E-s12--aa.h5\n", FileKind::kText, "git-annex", "git annex get"},
      {"{\"class_name\": \"Functional\"}", FileKind::kJson, "JSON", "whole model"},
      {"{\"format\": \"layers-model\", \"modelTopology\": {}}", FileKind::kJson, "TensorFlow.js",
       "Keras model"},
      {"{\"cells\": [], \"nbformat\": 4}", FileKind::kJson, "notebook", "model.save("},
      {"{\"message\": \"Not Found\"}", FileKind::kJson, "error message", "Download"},
      {"{\"a\": 1}", FileKind::kJson, "JSON", "save"},
      {"[{\"a\": 1}]", FileKind::kJson, "JSON", "save"},
      {"[net]\nbatch=1\n", FileKind::kText, "text", "save"},
      {"\xC3\xA9t\xC3\xA9\n", FileKind::kText, "text", "save"},
      {std::string(600, '\xFF'), FileKind::kUnknown, "nor any other kind", "save"},
      {"\x89HDF\n\x1a\n", FileKind::kUnknown, "copied as text", "as binary"},
      {"\x89HDF\r\r\n\x1a\r\n", FileKind::kUnknown, "copied as text", "as binary"},
      {"\tHDF\r\n\x1a\n", FileKind::kUnknown, "copied as text", "as binary"},
      {"\xC2\x89HDF\r\n\x1a\n", FileKind::kUnknown, "copied as text", "as binary"},
      {"hello\nworld\n", FileKind::kText, "text", "save"},
      {"\x89PNG\r\n\x1a\n", FileKind::kImage, "image", "save"},
      {"%PDF-1.7", FileKind::kDocument, "PDF", "save"},
      {std::string(5000, '\0'), FileKind::kUnknown, "zeros", "again"},
      {"\0\1\2\3\4\5\6\7"s, FileKind::kUnknown, "not an HDF5 file", "save"},
  };
  for (const Case& c : cases) {
    const Identity identity = identity_of(c.bytes);
    EXPECT_EQ(to_string(identity.kind), to_string(c.kind)) << identity.what;
    EXPECT_NE(identity.what.find(c.word), std::string::npos) << identity.what;
    EXPECT_NE(identity.next_step.find(c.next_step), std::string::npos) << identity.next_step;
    EXPECT_EQ(identity.next_step.empty(), c.kind == FileKind::kHdf5) << identity.what;
  }
}

TEST(FileKind, EveryAkidaModelIsOneAlsoWhenCutOff) {
  std::size_t seen = 0;
  for (const fixtures::Model& model : fixtures::models()) {
    if (!model.converts) continue;
    const auto bytes = fixtures::read_file(model.path(".fbz"));
    for (const std::size_t size : {bytes.size(), bytes.size() / 2, std::size_t{200}}) {
      EXPECT_EQ(to_string(file_kind(std::span(bytes).first(std::min(size, bytes.size())))), "fbz")
          << model.name << " " << size;
    }
    ++seen;
  }
  EXPECT_GT(seen, 100U);
}

TEST(FileKind, OfRandomBytesIsNoneOfThem) {
  std::uint32_t state = 1;
  std::size_t named = 0;
  std::string last;
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(300, '\0');
    for (char& c : bytes) {
      state = state * 1664525U + 1013904223U;
      c = static_cast<char>(state >> 24U);
    }
    const Identity identity = identity_of(bytes);
    if (identity.kind == FileKind::kUnknown) continue;
    ++named;
    last = identity.what;
  }
  EXPECT_LT(named, 5U) << last;
}

TEST(Refusal, IsWhatTheFileIs) {
  const std::string page = "<html>";
  try {
    require_hdf5({reinterpret_cast<const std::uint8_t*>(page.data()), page.size()});
    FAIL();
  } catch (const ConversionError& error) {
    EXPECT_EQ(error.problem().id, ErrorId::kNotHdf5);
    EXPECT_EQ(error.problem().step, Step::kRead);
    EXPECT_EQ(error.problem().reason, "The file is a web page, not a model.");
    EXPECT_FALSE(error.problem().remedy.empty());
  }
}

}  // namespace
}  // namespace cnn2snn::files
