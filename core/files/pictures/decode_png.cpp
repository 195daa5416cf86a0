// SPDX-License-Identifier: Apache-2.0
#include <png.h>

#include <csetjmp>
#include <cstring>

#include "files/pictures/picture.h"

namespace cnn2snn::pictures {
namespace {

struct Input {
  std::span<const std::uint8_t> bytes;
  char reason[200] = {};
};

void read_bytes(png_structp png, png_bytep to, png_size_t size) {
  auto* input = static_cast<Input*>(png_get_io_ptr(png));
  if (size > input->bytes.size()) png_error(png, "the file is cut off");
  std::memcpy(to, input->bytes.data(), size);
  input->bytes = input->bytes.subspan(size);
}

[[noreturn]] void on_error(png_structp png, png_const_charp message) {
  auto* input = static_cast<Input*>(png_get_error_ptr(png));
  std::strncpy(input->reason, message, sizeof(input->reason) - 1);
  png_longjmp(png, 1);
}

void on_warning(png_structp /*png*/, png_const_charp /*message*/) {}

class Decoder {
 public:
  explicit Decoder(std::span<const std::uint8_t> bytes) : input_{bytes} {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, &input_, on_error, on_warning);
    info_ = png_ == nullptr ? nullptr : png_create_info_struct(png_);
  }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  ~Decoder() { png_destroy_read_struct(&png_, &info_, nullptr); }

  // No object with a destructor lives in the functions that libpng may leave by longjmp.
  bool read_header(std::size_t channels) {
    if (info_ == nullptr || setjmp(png_jmpbuf(png_)) != 0) return false;
    png_set_read_fn(png_, &input_, read_bytes);
    png_read_info(png_, info_);
    transform(channels);
    return true;
  }
  bool read_rows(std::uint8_t* pixels, std::size_t row_size) {
    if (setjmp(png_jmpbuf(png_)) != 0) return false;
    for (int pass = 0; pass < passes_; ++pass) {
      for (std::size_t y = 0; y < height(); ++y) {
        png_read_row(png_, pixels + y * row_size, nullptr);
      }
    }
    png_read_end(png_, info_);
    return true;
  }
  // After the header and the transformations: libpng allocates nothing of the picture's size.
  bool prepare() {
    if (setjmp(png_jmpbuf(png_)) != 0) return false;
    png_read_update_info(png_, info_);
    return true;
  }

  [[nodiscard]] std::size_t width() const { return png_get_image_width(png_, info_); }
  [[nodiscard]] std::size_t height() const { return png_get_image_height(png_, info_); }
  [[nodiscard]] std::size_t row_bytes() const { return png_get_rowbytes(png_, info_); }
  [[nodiscard]] std::string reason() const {
    return std::string("the PNG file is damaged (") + input_.reason + ").";
  }

 private:
  // What TensorFlow asks libpng for, 8 bits a channel.
  void transform(std::size_t channels) {
    const png_byte color = png_get_color_type(png_, info_);
    const bool has_alpha = (color & PNG_COLOR_MASK_ALPHA) != 0;
    const bool has_transparency = png_get_valid(png_, info_, PNG_INFO_tRNS) != 0;
    const png_byte depth = png_get_bit_depth(png_, info_);
    if (channels == 4) {
      if (!has_alpha && has_transparency) png_set_tRNS_to_alpha(png_);
      if (!has_alpha && !has_transparency) {
        png_set_add_alpha(png_, (1U << depth) - 1, PNG_FILLER_AFTER);
      }
    } else if (has_alpha || has_transparency) {
      png_set_strip_alpha(png_);
    }
    if (depth > 8) png_set_strip_16(png_);
    png_set_packing(png_);
    passes_ = png_set_interlace_handling(png_);
    if (color == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png_);
    const bool is_grey = (color & PNG_COLOR_MASK_COLOR) == 0;
    if (is_grey && depth < 8) png_set_expand_gray_1_2_4_to_8(png_);
    if (channels == 1 && !is_grey) png_set_rgb_to_gray(png_, 1, 0.299, 0.587);
    if (channels != 1 && is_grey) png_set_gray_to_rgb(png_);
  }

  Input input_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  int passes_ = 1;
};

}  // namespace

Picture decode_png(std::span<const std::uint8_t> bytes, std::size_t channels,
                   const std::string& name) {
  Decoder decoder(bytes);
  if (!decoder.read_header(channels)) fail_picture(name, decoder.reason());
  check_size(decoder.width(), decoder.height(), name);
  if (!decoder.prepare()) fail_picture(name, decoder.reason());
  Picture picture{decoder.height(), decoder.width(), channels, {}};
  const std::size_t row_size = picture.width * channels;
  if (decoder.row_bytes() != row_size) fail_picture(name, "its kind of pixels is not read.");
  picture.pixels.resize(picture.height * row_size);
  if (!decoder.read_rows(picture.pixels.data(), row_size)) fail_picture(name, decoder.reason());
  return picture;
}

}  // namespace cnn2snn::pictures
