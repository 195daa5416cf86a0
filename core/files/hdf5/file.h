// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// HDF5, read-only and from memory alone. No type of libhdf5 leaves this folder.
///
/// Hard links only. External storage, external and soft links, virtual datasets, and filters other
/// than deflate, shuffle and fletcher32 are refused before anything is read through them.
/// Every function throws ConversionError (Step::kRead) for damaged or refused content.
namespace cnn2snn::hdf5 {

class File {
 public:
  /// `bytes` is not copied and must outlive the File.
  static File open(std::span<const std::uint8_t> bytes);
  File(File&&) noexcept;
  File& operator=(File&&) noexcept;
  ~File();

  /// Whether a group or dataset stands at `path` ("" or "/" is the root). Slashes in Keras names
  /// are nested groups: `path` is always the full path from the root.
  [[nodiscard]] bool exists(std::string_view path) const;
  /// The names in the group at `path`, sorted by bytes, whatever they lead to; empty when no group
  /// stands there.
  [[nodiscard]] std::vector<std::string> members(std::string_view path) const;
  /// A scalar string attribute (fixed or variable length, trailing NULs dropped); nullopt: absent.
  [[nodiscard]] std::optional<std::string> string_attribute(std::string_view object,
                                                            std::string_view name) const;
  /// An array-of-strings attribute; where `name` is absent, the chunks `name0`, `name1`, … that
  /// Keras writes for lists over 64512 bytes are concatenated. nullopt: none of them exists.
  [[nodiscard]] std::optional<std::vector<std::string>> strings_attribute(
      std::string_view object, std::string_view name) const;
  /// Shape of the dataset at `path`; throws when there is none.
  [[nodiscard]] std::vector<std::int64_t> dataset_shape(std::string_view path) const;
  /// All elements as float32, C order. Stored float16/float32/float64 and integers are accepted,
  /// any byte order. `out.size()` must be the product of the shape.
  void read_dataset(std::string_view path, std::span<float> out) const;
  /// The same `count` elements without a copy where dataset_shape found them in the file as they
  /// are asked for; else read into `buffer`. Valid as long as both are.
  [[nodiscard]] std::span<const float> floats(std::string_view path, std::size_t count,
                                              std::vector<float>& buffer) const;

 private:
  struct Impl;
  explicit File(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cnn2snn::hdf5
