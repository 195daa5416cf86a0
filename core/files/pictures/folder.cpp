// SPDX-License-Identifier: Apache-2.0
#include "files/pictures/folder.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string_view>
#include <utility>

#include "base/conversion_error.h"
#include "files/pictures/picture.h"

namespace cnn2snn::pictures {
namespace {

namespace fs = std::filesystem;

bool is_picture(const fs::path& file) {
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  constexpr std::array<std::string_view, 5> kKnown = {".bmp", ".gif", ".jpeg", ".jpg", ".png"};
  return std::find(kKnown.begin(), kKnown.end(), extension) != kKnown.end();
}

struct Listing {
  std::vector<fs::path> folders;
  std::vector<fs::path> pictures;
};

bool by_name(const fs::path& a, const fs::path& b) {
  return a.native() < b.native();
}

Listing list(const fs::path& folder) {
  std::error_code error;
  Listing out;
  fs::directory_iterator at(folder, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    if (at->is_directory()) {
      if (at->path().filename().native().front() != '.') out.folders.push_back(at->path());
    } else if (is_picture(at->path())) {
      out.pictures.push_back(at->path());
    }
  }
  if (error) {
    fail(ErrorId::kFile, Step::kRead,
         "Cannot read the folder '" + folder.string() + "': " + error.message() + ".");
  }
  std::sort(out.folders.begin(), out.folders.end(), by_name);
  std::sort(out.pictures.begin(), out.pictures.end(), by_name);
  return out;
}

// All folders below, and this one, in the order of their paths.
void add_all(const fs::path& folder, std::size_t label, PictureFolder& out) {
  std::vector<fs::path> open = {folder};
  std::vector<std::pair<fs::path, std::vector<fs::path>>> found;
  while (!open.empty()) {
    const fs::path next = std::move(open.back());
    open.pop_back();
    Listing listing = list(next);
    open.insert(open.end(), listing.folders.begin(), listing.folders.end());
    found.emplace_back(next, std::move(listing.pictures));
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return by_name(a.first, b.first); });
  for (auto& [path, pictures] : found) {
    out.labels.insert(out.labels.end(), pictures.size(), label);
    out.files.insert(out.files.end(), pictures.begin(), pictures.end());
  }
}

std::vector<std::uint8_t> read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in) {
    fail(ErrorId::kFile, Step::kRead, "Cannot read the picture '" + file.string() + "'.");
  }
  return bytes;
}

}  // namespace

PictureFolder list_pictures(const fs::path& folder) {
  const Listing top = list(folder);
  PictureFolder out;
  for (const fs::path& sub : top.folders) {
    out.class_names.push_back(sub.filename().string());
    add_all(sub, out.class_names.size() - 1, out);
  }
  if (out.files.empty()) {
    out.class_names.clear();
    out.files = top.pictures;
  }
  if (out.files.empty()) {
    fail(ErrorId::kFile, Step::kRead, "There are no pictures in '" + folder.string() + "'.",
         "Give a folder of PNG or JPEG files, or of one sub-folder for each class.");
  }
  return out;
}

Samples picture_samples(PictureFolder folder, const std::vector<std::int64_t>& shape) {
  const bool fits = shape.size() == 3 && shape[0] > 0 && shape[1] > 0 &&
                    (shape[2] == 1 || shape[2] == 3 || shape[2] == 4);
  if (!fits) {
    fail(ErrorId::kArgument, Step::kRead,
         "The model does not take pictures: its input is not (height, width, 1, 3 or 4).",
         "Give the samples as .npy or .npz.");
  }
  Samples samples;
  samples.count = folder.files.size();
  samples.shape = shape;
  samples.read = [files = std::move(folder.files), shape](std::size_t index, std::span<float> out) {
    const fs::path& file = files[index];
    const Picture picture = decode(read(file), static_cast<std::size_t>(shape[2]), file.string());
    resize_bilinear(picture, static_cast<std::size_t>(shape[0]), static_cast<std::size_t>(shape[1]),
                    out);
  };
  return samples;
}

}  // namespace cnn2snn::pictures
