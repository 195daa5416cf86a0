// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5/file.h"

#include <unordered_map>
#include <utility>

#include "base/conversion_error.h"
#include "files/hdf5/attribute.h"
#include "files/hdf5/dataset.h"
#include "files/hdf5/handle.h"
#include "files/hdf5/library.h"
#include "files/hdf5/memory_driver.h"
#include "files/kind/kind.h"

namespace cnn2snn::hdf5 {
namespace {

constexpr std::size_t kMaxPathBytes = 64 * 1024;
constexpr std::size_t kMaxMembers = 100'000;

// External links are refused before they are followed; this is the second lock on that door.
herr_t refuse_external_link(const char* /*parent_file*/, const char* /*parent_group*/,
                            const char* /*child_file*/, const char* /*child_object*/,
                            unsigned* /*flags*/, hid_t /*access*/, void* /*data*/) {
  return -1;
}

// Called for every link of a group; less than 0 stops.
herr_t add_name(hid_t /*group*/, const char* name, const H5L_info2_t* /*info*/, void* data) {
  auto& names = *static_cast<std::vector<std::string>*>(data);
  names.emplace_back(name);
  return names.size() > kMaxMembers ? -1 : 0;
}

std::vector<std::string_view> components(std::string_view path) {
  if (path.size() > kMaxPathBytes || path.find('\0') != std::string_view::npos) {
    fail_limit("A name in the file is longer than 64 KiB or holds a NUL.");
  }
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(part.size() + 1, path.size()));
    if (!part.empty() && part != ".") parts.push_back(part);
  }
  return parts;
}

Handle link_access() {
  Handle access(H5Pcreate(H5P_LINK_ACCESS), H5Pclose);
  if (!access.valid() || H5Pset_elink_cb(access.get(), refuse_external_link, nullptr) < 0) {
    fail(ErrorId::kInternal, Step::kRead, "The HDF5 library could not be set up.");
  }
  return access;
}

}  // namespace

struct File::Impl {
  explicit Impl(std::span<const std::uint8_t> file_bytes) : bytes(file_bytes) {}

  // An open group on the path that was looked at last. Weights are read layer by layer, so the next
  // path mostly shares all but its last parts.
  struct Step {
    std::string name;
    Handle group;
  };

  // Opens what stands at `path`; an invalid handle when some part of it does not exist.
  Handle open_object(std::string_view path);
  Handle open_dataset(std::string_view path);
  Handle open_link(hid_t parent, const std::string& name, std::string_view path);
  [[nodiscard]] hid_t innermost() const {
    return chain.empty() ? root.get() : chain.back().group.get();
  }

  std::span<const std::uint8_t> bytes;
  Handle file;
  Handle links;
  Handle root;
  std::vector<Step> chain;
  // Elements that stand in `bytes`, by the dataset's path: found when its shape was asked for, so
  // that it need not be opened again.
  std::unordered_map<std::string, std::span<const float>> in_place;
};

Handle File::Impl::open_link(hid_t parent, const std::string& name, std::string_view path) {
  H5L_info2_t info{};
  // Mostly it is there: whether it is has to be asked only where this fails.
  if (H5Lget_info2(parent, name.c_str(), &info, links.get()) < 0) {
    const htri_t present = H5Lexists(parent, name.c_str(), links.get());
    if (present == 0) return {};
    if (present < 0 || H5Lget_info2(parent, name.c_str(), &info, links.get()) < 0) {
      fail_corrupt("Looking up '" + std::string(path) + "'");
    }
  }
  if (info.type != H5L_TYPE_HARD) {
    const char* kind = info.type == H5L_TYPE_SOFT       ? "a soft link"
                       : info.type == H5L_TYPE_EXTERNAL ? "a link to another file (external link)"
                                                        : "a link of an unknown kind";
    fail_unsupported("'" + std::string(path) + "' passes through " + kind + ", '" + name +
                     "'. Links are refused: they could lead to other files of this computer.");
  }
  Handle object(H5Oopen(parent, name.c_str(), links.get()), H5Oclose);
  if (!object.valid()) fail_corrupt("Opening '" + std::string(path) + "'");
  return object;
}

Handle File::Impl::open_object(std::string_view path) {
  const std::vector<std::string_view> parts = components(path);
  std::size_t shared = 0;
  while (shared < chain.size() && shared + 1 < parts.size() &&
         chain[shared].name == parts[shared]) {
    ++shared;
  }
  chain.resize(shared);
  if (parts.empty()) return Handle(H5Oopen(root.get(), ".", links.get()), H5Oclose);
  for (std::size_t i = shared; i + 1 < parts.size(); ++i) {
    std::string name(parts[i]);
    Handle group = open_link(innermost(), name, path);
    if (!group.valid() || H5Iget_type(group.get()) != H5I_GROUP) return {};
    chain.push_back(Step{std::move(name), std::move(group)});
  }
  return open_link(innermost(), std::string(parts.back()), path);
}

Handle File::Impl::open_dataset(std::string_view path) {
  Handle object = open_object(path);
  if (!object.valid() || H5Iget_type(object.get()) != H5I_DATASET) {
    fail(ErrorId::kMissingWeight, cnn2snn::Step::kRead,
         "The file holds no dataset '" + std::string(path) + "'.",
         "Save the model again, with its weights.");
  }
  return object;
}

File File::open(std::span<const std::uint8_t> bytes) {
  files::require_hdf5(bytes);
  const Session session;
  const Handle access = memory_access(bytes);
  if (!access.valid()) {
    fail(ErrorId::kInternal, Step::kRead, "The HDF5 library could not be set up.");
  }
  auto impl = std::make_unique<Impl>(bytes);
  impl->file = Handle(H5Fopen("model.h5", H5F_ACC_RDONLY, access.get()), H5Fclose);
  if (!impl->file.valid()) fail_corrupt("Opening the HDF5 file");
  impl->links = link_access();
  impl->root = Handle(H5Gopen2(impl->file.get(), "/", H5P_DEFAULT), H5Gclose);
  if (!impl->root.valid()) fail_corrupt("Opening the root group");
  return File(std::move(impl));
}

File::File(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
File::File(File&&) noexcept = default;

File& File::operator=(File&& other) noexcept {
  std::swap(impl_, other.impl_);
  return *this;
}

File::~File() {
  if (impl_ == nullptr) return;
  const Session session;
  impl_.reset();
}

bool File::exists(std::string_view path) const {
  const Session session;
  const Handle object = impl_->open_object(path);
  if (!object.valid()) return false;
  const H5I_type_t type = H5Iget_type(object.get());
  return type == H5I_GROUP || type == H5I_DATASET;
}

std::vector<std::string> File::members(std::string_view path) const {
  const Session session;
  const Handle group = impl_->open_object(path);
  if (!group.valid() || H5Iget_type(group.get()) != H5I_GROUP) return {};
  std::vector<std::string> names;
  if (H5Literate2(group.get(), H5_INDEX_NAME, H5_ITER_INC, nullptr, add_name, &names) < 0) {
    if (names.size() > kMaxMembers) {
      fail_limit("'" + std::string(path) + "' holds more than 100000 objects.");
    }
    fail_corrupt("Listing '" + std::string(path) + "'");
  }
  return names;
}

std::optional<std::string> File::string_attribute(std::string_view object,
                                                  std::string_view name) const {
  const Session session;
  const Handle owner = impl_->open_object(object);
  if (!owner.valid()) return std::nullopt;
  auto strings = read_strings(owner.get(), std::string(name), impl_->bytes);
  if (!strings) return std::nullopt;
  if (strings->size() != 1) {
    fail_unsupported("The attribute '" + std::string(name) + "' is not a single string.");
  }
  return std::move(strings->front());
}

std::optional<std::vector<std::string>> File::strings_attribute(std::string_view object,
                                                                std::string_view name) const {
  const Session session;
  const Handle owner = impl_->open_object(object);
  if (!owner.valid()) return std::nullopt;
  const std::string base(name);
  auto strings = read_strings(owner.get(), base, impl_->bytes);
  if (strings) return strings;
  for (std::size_t chunk = 0;; ++chunk) {
    auto part = read_strings(owner.get(), base + std::to_string(chunk), impl_->bytes);
    if (!part) return strings;
    if (!strings) strings.emplace();
    strings->insert(strings->end(), std::make_move_iterator(part->begin()),
                    std::make_move_iterator(part->end()));
  }
}

std::vector<std::int64_t> File::dataset_shape(std::string_view path) const {
  const Session session;
  const Handle dataset = impl_->open_dataset(path);
  std::string name(path);
  DatasetInfo info = inspect_dataset(dataset.get(), name, impl_->bytes.size());
  if (const auto there = floats_in_place(dataset.get(), info, impl_->bytes)) {
    impl_->in_place.insert_or_assign(std::move(name), *there);
  }
  return std::move(info.shape);
}

void File::read_dataset(std::string_view path, std::span<float> out) const {
  const Session session;
  const Handle dataset = impl_->open_dataset(path);
  const std::string name(path);
  const DatasetInfo info = inspect_dataset(dataset.get(), name, impl_->bytes.size());
  if (info.count != out.size()) {
    fail(ErrorId::kMissingWeight, Step::kRead,
         "The dataset '" + name + "' holds " + std::to_string(info.count) + " elements, not " +
             std::to_string(out.size()) + ".",
         "Save the model again, with its weights.");
  }
  read_floats(dataset.get(), name, info, out);
}

std::span<const float> File::floats(std::string_view path, std::size_t count,
                                    std::vector<float>& buffer) const {
  {
    const Session session;
    const auto found = impl_->in_place.find(std::string(path));
    if (found != impl_->in_place.end() && found->second.size() == count) return found->second;
  }
  buffer.resize(count);
  read_dataset(path, buffer);
  return buffer;
}

}  // namespace cnn2snn::hdf5
