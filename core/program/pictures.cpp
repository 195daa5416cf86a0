// SPDX-License-Identifier: Apache-2.0
//
// Left out where there are no decoders (CNN2SNN_PICTURES).
#include <filesystem>
#include <utility>

#include "files/pictures/folder.h"
#include "program/native_system.h"

namespace cnn2snn::cli {

Pictures NativeSystem::pictures(const std::string& path, const std::vector<std::int64_t>& shape) {
  pictures::PictureFolder folder;
  if (kind(path) == PathKind::kFolder) {
    folder = pictures::list_pictures(path);
  } else {
    folder.files.emplace_back(path);
  }
  Pictures all;
  for (const std::filesystem::path& file : folder.files) all.files.push_back(file.string());
  all.class_names = folder.class_names;
  all.labels = folder.labels;
  all.samples = pictures::picture_samples(std::move(folder), shape);
  return all;
}

}  // namespace cnn2snn::cli
