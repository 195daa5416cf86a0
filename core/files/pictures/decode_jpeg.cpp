// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdio>
// jpeglib.h takes size_t and FILE from the headers above: it stays below them.
#include <jerror.h>
#include <jpeglib.h>

#include <csetjmp>

#include "files/pictures/picture.h"

namespace cnn2snn::pictures {
namespace {

struct ErrorManager {
  jpeg_error_mgr base;  // First: libjpeg knows this alone.
  std::jmp_buf jump;
  char reason[JMSG_LENGTH_MAX];
};

[[noreturn]] void on_error(j_common_ptr info) {
  auto* manager = reinterpret_cast<ErrorManager*>(info->err);
  info->err->format_message(info, manager->reason);
  std::longjmp(manager->jump, 1);
}

// Damage that libjpeg would paint over in grey counts as damage.
void on_message(j_common_ptr info, int level) {
  if (level < 0 && info->err->msg_code == JWRN_JPEG_EOF) on_error(info);
}

class Decoder {
 public:
  Decoder() {
    info_.err = jpeg_std_error(&manager_.base);
    manager_.base.error_exit = on_error;
    manager_.base.emit_message = on_message;
    manager_.reason[0] = '\0';
  }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  ~Decoder() { jpeg_destroy_decompress(&info_); }

  // No object with a destructor lives in the functions that libjpeg may leave by longjmp.
  bool read_header(std::span<const std::uint8_t> bytes) {
    if (setjmp(manager_.jump) != 0) return false;
    jpeg_create_decompress(&info_);
    jpeg_mem_src(&info_, bytes.data(), static_cast<unsigned long>(bytes.size()));
    jpeg_read_header(&info_, TRUE);
    return true;
  }
  bool read_rows(std::uint8_t* pixels, std::size_t channels) {
    if (setjmp(manager_.jump) != 0) return false;
    info_.out_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    info_.dct_method = JDCT_IFAST;  // As TensorFlow; fancy upsampling is on by default.
    jpeg_start_decompress(&info_);
    while (info_.output_scanline < info_.output_height) {
      JSAMPROW row = pixels + std::size_t{info_.output_scanline} * info_.output_width * channels;
      jpeg_read_scanlines(&info_, &row, 1);
    }
    jpeg_finish_decompress(&info_);
    return true;
  }

  [[nodiscard]] std::size_t width() const { return info_.image_width; }
  [[nodiscard]] std::size_t height() const { return info_.image_height; }
  [[nodiscard]] bool is_cmyk() const { return info_.num_components == 4; }
  [[nodiscard]] std::string reason() const {
    return std::string("the JPEG file is damaged (") + manager_.reason + ").";
  }

 private:
  jpeg_decompress_struct info_{};
  ErrorManager manager_{};
};

}  // namespace

Picture decode_jpeg(std::span<const std::uint8_t> bytes, std::size_t channels,
                    const std::string& name) {
  if (channels == 4) fail_picture(name, "a JPEG file has no opacity, and the model wants one.");
  Decoder decoder;
  if (!decoder.read_header(bytes)) fail_picture(name, decoder.reason());
  check_size(decoder.width(), decoder.height(), name);
  if (decoder.is_cmyk()) fail_picture(name, "JPEG files in CMYK are not read.");
  Picture picture{decoder.height(), decoder.width(), channels, {}};
  picture.pixels.resize(picture.height * picture.width * channels);
  if (!decoder.read_rows(picture.pixels.data(), channels)) fail_picture(name, decoder.reason());
  return picture;
}

}  // namespace cnn2snn::pictures
