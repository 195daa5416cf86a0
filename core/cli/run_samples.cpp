// SPDX-License-Identifier: Apache-2.0
#include "cli/run_samples.h"

#include <cstring>
#include <utility>

#include "base/conversion_error.h"
#include "cnn2snn/report.h"
#include "files/npz/npz.h"

namespace cnn2snn::cli {

namespace {

/// More than the samples of one call may take: thousands of pictures are meant for evaluate.
constexpr std::size_t kMostBytes = std::size_t{1} << 30;

bool takes_channels_first(const akida::Model& model) {
  const auto& parameters = model.layers.front().parameters;
  const auto found = parameters.find("channels_first");
  return found != parameters.end() && found->second != 0;
}

/// (height, width, channels) to (channels, height, width).
std::vector<float> channels_first(const std::vector<float>& pixels, std::size_t channels) {
  std::vector<float> planes(pixels.size());
  const std::size_t positions = pixels.size() / channels;
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    planes[i % channels * positions + i / channels] = pixels[i];
  }
  return planes;
}

}  // namespace

PictureInput::PictureInput(System& system, const std::string& path, const Runner& runner)
    : shape_(runner.info().input_shape),
      floats_(runner.info().float_input),
      channels_first_(takes_channels_first(runner.model())) {
  if (!floats_ && runner.info().input_type != "uint8") {
    fail(ErrorId::kInput, Step::kInference,
         path + ": pictures have values of 0 to 255, and the model takes " +
             runner.info().input_type,
         "Prepare the samples as for the training, and give them as .npy or .npz.");
  }
  if (channels_first_) shape_ = {shape_[1], shape_[2], shape_[0]};
  pictures_ = system.pictures(path, {shape_[0], shape_[1], shape_[2]});
}

Array PictureInput::read(std::size_t first, std::size_t count) const {
  const std::size_t size = std::size_t{shape_[0]} * shape_[1] * shape_[2];
  const std::size_t element = floats_ ? sizeof(float) : 1;
  if (count > kMostBytes / element / size) {
    fail(ErrorId::kLimit, Step::kRead,
         std::to_string(count) + " pictures would take more than 1 GiB",
         "Give fewer in a call; evaluate takes any number.");
  }
  Array array;
  array.type = floats_ ? ElementType{ElementType::Kind::kFloat, 4}
                       : ElementType{ElementType::Kind::kUnsigned, 1};
  array.shape = {static_cast<std::int64_t>(count), shape_[0], shape_[1], shape_[2]};
  if (channels_first_) array.shape = {array.shape[0], shape_[2], shape_[0], shape_[1]};
  array.data.resize(count * size * element);
  std::vector<float> pixels(size);
  for (std::size_t i = 0; i < count; ++i) {
    pictures_.samples.read(first + i, pixels);
    if (channels_first_) pixels = channels_first(pixels, shape_[2]);
    std::uint8_t* to = array.data.data() + i * size * element;
    if (floats_) {
      std::memcpy(to, pixels.data(), size * sizeof(float));
    } else {
      for (std::size_t k = 0; k < size; ++k) to[k] = static_cast<std::uint8_t>(pixels[k]);
    }
  }
  return array;
}

std::string PictureInput::note() const {
  const std::size_t count = pictures_.files.size();
  return std::to_string(count) + (count == 1 ? " picture" : " pictures") + " resized to " +
         std::to_string(shape_[0]) + " x " + std::to_string(shape_[1]) + " x " +
         std::to_string(shape_[2]) +
         " as Keras' image_dataset_from_directory does (bilinear, proportions not kept), values " +
         (floats_ ? "0 to 255 as float32" : "cut to uint8") + ".";
}

std::vector<Array> read_arrays(std::span<const std::uint8_t> bytes, const std::string& path) {
  try {
    return npz::read_arrays(bytes);
  } catch (const ConversionError& error) {
    Problem problem = error.problem();
    problem.reason = path + ": " + problem.reason;
    throw ConversionError(std::move(problem));
  }
}

Array only_array(std::span<const std::uint8_t> bytes, const std::string& path) {
  std::vector<Array> arrays = read_arrays(bytes, path);
  if (arrays.size() != 1) {
    std::string names;
    for (const Array& array : arrays) names += (names.empty() ? "" : ", ") + array.name;
    fail(ErrorId::kInput, Step::kRead,
         path + " holds " + std::to_string(arrays.size()) + " arrays (" + names + ")",
         "Save the samples alone.");
  }
  return std::move(arrays[0]);
}

}  // namespace cnn2snn::cli
