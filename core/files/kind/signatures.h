// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "files/kind/kind.h"

/// One function per family of formats; nullopt: none of them.
namespace cnn2snn::files {

/// `.keras`, PyTorch, NumPy archives and other zip files.
std::optional<Identity> identify_zip(std::string_view bytes);
/// ONNX, SavedModel, frozen graphs: protobuf messages without any signature.
std::optional<Identity> identify_protobuf(std::string_view bytes);
/// Web pages, Git LFS pointers, JSON and other text.
std::optional<Identity> identify_text(std::string_view bytes);
/// An Akida model: a FlatBuffer inside a raw Snappy stream; also one that is cut off.
bool is_akida(std::string_view bytes);

}  // namespace cnn2snn::files
