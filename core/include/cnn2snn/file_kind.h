// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace cnn2snn {

/// What a file is, by its content: never by its name.
#define CNN2SNN_FILE_KINDS(X)     \
  X(kHdf5, "h5")                  \
  X(kAkida, "fbz")                \
  X(kKerasArchive, "keras")       \
  X(kOnnx, "onnx")                \
  X(kTfLite, "tflite")            \
  X(kSavedModel, "saved_model")   \
  X(kFrozenGraph, "frozen_graph") \
  X(kCheckpoint, "checkpoint")    \
  X(kPyTorch, "pytorch")          \
  X(kSafetensors, "safetensors")  \
  X(kNumPy, "numpy")              \
  X(kPickle, "pickle")            \
  X(kArchive, "archive")          \
  X(kGitLfs, "git_lfs")           \
  X(kWebPage, "web_page")         \
  X(kJson, "json")                \
  X(kText, "text")                \
  X(kImage, "image")              \
  X(kDocument, "document")        \
  X(kEmpty, "empty")              \
  X(kUnknown, "unknown")

enum class FileKind {
#define CNN2SNN_ENUM(name, text) name,
  CNN2SNN_FILE_KINDS(CNN2SNN_ENUM)
#undef CNN2SNN_ENUM
};

/// The name of a kind as JSON reports give it, e.g. "h5".
std::string_view to_string(FileKind kind);

/// Tells a file's kind from its bytes. Says nothing about whether the file is sound.
FileKind file_kind(std::span<const std::uint8_t> bytes);

}  // namespace cnn2snn
