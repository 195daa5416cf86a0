// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cnn2snn/samples.h"

namespace cnn2snn::pictures {

/// A folder of pictures in the order in which Keras' `image_dataset_from_directory` without
/// shuffling goes through it: each sub-folder, in the order of their names, is a class; below it
/// all folders, and in each all files, in the order of theirs.
struct PictureFolder {
  std::vector<std::string> class_names;  ///< Empty: the pictures stand in the folder itself.
  std::vector<std::filesystem::path> files;
  std::vector<std::size_t> labels;  ///< Index in class_names, one a file; empty without classes.
};

/// Files named .png, .jpg, .jpeg, .bmp or .gif; the last two are listed and refused when they are
/// decoded, so that none is left out unseen. Throws where the folder cannot be read, and where it
/// has no picture.
PictureFolder list_pictures(const std::filesystem::path& folder);

/// The pictures as samples of this shape (height, width, channels), read and resized when they are
/// asked for. Throws where the shape is no picture's.
Samples picture_samples(PictureFolder folder, const std::vector<std::int64_t>& shape);

}  // namespace cnn2snn::pictures
