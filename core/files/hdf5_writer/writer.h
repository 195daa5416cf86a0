// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// HDF5 files as Keras has them: groups, contiguous float32 datasets, string attributes. Written
/// after the file format specification 3.0, without libhdf5, whose writing half is ten times the
/// size. Read by libhdf5 1.8 and later. The same bytes for the same calls.
namespace cnn2snn::hdf5 {

class Writer {
 public:
  Writer();
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Makes the groups of `path` ("a/b"; "" is the root) that are not there.
  void group(std::string_view path);
  /// A string of any length, UTF-8, at a group.
  void attribute(std::string_view group, const std::string& name, const std::string& text);
  /// A list of strings; in chunks `name0`, `name1`, … where it is too long for one attribute.
  void attribute(std::string_view group, const std::string& name,
                 std::span<const std::string> list);
  /// `values` are written at once and need not be kept.
  void dataset(std::string_view path, std::span<const std::int64_t> shape,
               std::span<const float> values);

  /// The file. The writer is empty afterwards.
  std::vector<std::uint8_t> finish();

 private:
  struct Node;
  Node& node(std::string_view path);
  std::uint64_t write_group(const Node& node);
  std::uint64_t write_texts(std::span<const std::string> texts);

  std::vector<std::uint8_t> out_;
  std::unique_ptr<Node> root_;
};

}  // namespace cnn2snn::hdf5
