// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5_writer/writer.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "files/hdf5_writer/checksum.h"
#include "files/hdf5_writer/messages.h"

namespace cnn2snn::hdf5 {
namespace {

constexpr std::size_t kSuperblockSize = 48;
constexpr std::size_t kMostStrings = 4000;  // 16 bytes each in an attribute.
constexpr std::size_t kSmallestHeap = 4096;
constexpr std::size_t kHeapHeader = 16;  // Of a collection, and of an object in it.

std::size_t aligned(std::size_t size) {
  return (size + 7) / 8 * 8;
}

Bytes superblock(std::uint64_t end, std::uint64_t root) {
  Bytes block;
  block.put_text("\x89HDF\r\n\x1A\n").put(2, 1).put(8, 1).put(8, 1).put(0, 1);
  block.put(0, 8).put(kUndefinedAddress, 8).put(end, 8).put(root, 8);
  block.put(lookup3(block.bytes()), 4);
  return block;
}

}  // namespace

// A group; or, with an address, a dataset that is written.
struct Writer::Node {
  std::uint64_t address = 0;
  std::vector<Bytes> attributes;
  std::vector<std::pair<std::string, std::unique_ptr<Node>>> children;
  std::map<std::string, std::size_t, std::less<>> child_of;
};

Writer::Writer() : out_(kSuperblockSize), root_(std::make_unique<Node>()) {}
Writer::~Writer() = default;

Writer::Node& Writer::node(std::string_view path) {
  Node* at = root_.get();
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view name = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (name.empty()) continue;
    const auto found = at->child_of.find(name);
    if (found != at->child_of.end()) {
      at = at->children[found->second].second.get();
      continue;
    }
    at->child_of.emplace(std::string(name), at->children.size());
    at->children.emplace_back(std::string(name), std::make_unique<Node>());
    at = at->children.back().second.get();
  }
  return *at;
}

void Writer::group(std::string_view path) {
  node(path);
}

// Writes a collection with these texts as objects 1, 2, …
std::uint64_t Writer::write_texts(std::span<const std::string> texts) {
  std::size_t used = kHeapHeader;
  for (const std::string& text : texts) used += kHeapHeader + aligned(text.size());
  const std::size_t size = std::max(kSmallestHeap, used + kHeapHeader);
  Bytes heap;
  heap.put_text("GCOL").put(1, 1).put(0, 3).put(size, 8);
  std::size_t index = 0;
  for (const std::string& text : texts) {
    heap.put(++index, 2).put(1, 2).put(0, 4).put(text.size(), 8).put_text(text);
    heap.put(0, aligned(text.size()) - text.size());
  }
  heap.put(0, 8).put(size - used, 8);  // Object 0: what is free.
  out_.resize(aligned(out_.size()));
  const std::uint64_t address = out_.size();
  out_.insert(out_.end(), heap.bytes().begin(), heap.bytes().end());
  out_.resize(static_cast<std::size_t>(address) + size);
  return address;
}

void Writer::attribute(std::string_view group, const std::string& name, const std::string& text) {
  const std::uint64_t heap = write_texts({&text, 1});
  Bytes data;
  data.put(text.size(), 4).put(heap, 8).put(1, 4);
  node(group).attributes.push_back(attribute_message(name, text_type(), scalar_space(), data));
}

void Writer::attribute(std::string_view group, const std::string& name,
                       std::span<const std::string> list) {
  const bool whole = list.size() <= kMostStrings;
  std::size_t chunk = 0;
  do {
    const auto part = list.first(std::min(kMostStrings, list.size()));
    list = list.subspan(part.size());
    const std::uint64_t heap = part.empty() ? 0 : write_texts(part);
    Bytes data;
    for (std::size_t i = 0; i < part.size(); ++i) {
      data.put(part[i].size(), 4).put(heap, 8).put(i + 1, 4);
    }
    const std::int64_t count = static_cast<std::int64_t>(part.size());
    const std::string part_name = whole ? name : name + std::to_string(chunk++);
    node(group).attributes.push_back(
        attribute_message(part_name, text_type(), space({&count, 1}), data));
  } while (!list.empty());
}

void Writer::dataset(std::string_view path, std::span<const std::int64_t> shape,
                     std::span<const float> values) {
  out_.resize(aligned(out_.size()));
  const std::size_t data = out_.size();
  const std::size_t size = values.size() * sizeof(float);
  out_.resize(data + size);
  if (size != 0) std::memcpy(out_.data() + data, values.data(), size);
  ObjectHeader header;
  header.add(MessageType::kDataspace, space(shape));
  header.add(MessageType::kDatatype, float32_type());
  header.add(MessageType::kFillValue, Bytes().put(3, 1).put(0x0A, 1));  // None is defined.
  Bytes layout;
  layout.put(3, 1).put(1, 1).put(size == 0 ? kUndefinedAddress : data, 8).put(size, 8);
  header.add(MessageType::kDataLayout, layout);
  out_.resize(aligned(out_.size()));
  node(path).address = out_.size();
  const std::vector<std::uint8_t> bytes = header.finish();
  out_.insert(out_.end(), bytes.begin(), bytes.end());
}

std::uint64_t Writer::write_group(const Node& node) {
  if (node.address != 0) return node.address;
  ObjectHeader header;
  header.add(MessageType::kLinkInfo,
             Bytes().put(0, 2).put(kUndefinedAddress, 8).put(kUndefinedAddress, 8));
  header.add(MessageType::kGroupInfo, Bytes().put(0, 2));
  for (const auto& [name, child] : node.children) {
    header.add(MessageType::kLink, link_message(name, write_group(*child)));
  }
  for (const Bytes& attribute : node.attributes) header.add(MessageType::kAttribute, attribute);
  out_.resize(aligned(out_.size()));
  const std::uint64_t address = out_.size();
  const std::vector<std::uint8_t> bytes = header.finish();
  out_.insert(out_.end(), bytes.begin(), bytes.end());
  return address;
}

std::vector<std::uint8_t> Writer::finish() {
  const std::uint64_t root = write_group(*root_);
  const Bytes block = superblock(out_.size(), root);
  std::copy(block.bytes().begin(), block.bytes().end(), out_.begin());
  root_ = std::make_unique<Node>();
  return std::exchange(out_, std::vector<std::uint8_t>(kSuperblockSize));
}

}  // namespace cnn2snn::hdf5
