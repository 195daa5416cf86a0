// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// PNG and JPEG files as samples, as Keras' `image_dataset_from_directory` makes them. Every
/// function throws ConversionError (Step::kRead, kPicture, kFile) with the file's name.
namespace cnn2snn::pictures {

/// 8-bit pixels, rows from the top, channels last.
struct Picture {
  std::size_t height = 0;
  std::size_t width = 0;
  std::size_t channels = 0;
  std::vector<std::uint8_t> pixels;
};

/// Decodes with `channels` 1 (grey), 3 (RGB) or 4 (RGB and opacity), as tf.io.decode_image: grey
/// from colours by ITU-R BT.601, opacity dropped or 255, 16 bits cut to 8. A JPEG has no opacity.
Picture decode(std::span<const std::uint8_t> bytes, std::size_t channels, const std::string& name);

/// The picture at another size: tf.image.resize, bilinear, without antialiasing. Values stay in
/// 0…255. `out.size()` is height · width · picture.channels.
void resize_bilinear(const Picture& picture, std::size_t height, std::size_t width,
                     std::span<float> out);

// The formats; `bytes` start with their signature.
Picture decode_png(std::span<const std::uint8_t> bytes, std::size_t channels,
                   const std::string& name);
Picture decode_jpeg(std::span<const std::uint8_t> bytes, std::size_t channels,
                    const std::string& name);

[[noreturn]] void fail_picture(const std::string& name, const std::string& reason);
/// Throws unless the sizes are those of a picture that is accepted (2^26 pixels).
void check_size(std::uint64_t width, std::uint64_t height, const std::string& name);

}  // namespace cnn2snn::pictures
