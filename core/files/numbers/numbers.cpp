// SPDX-License-Identifier: Apache-2.0
#include "files/numbers/numbers.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace cnn2snn::files {
namespace {

// std::bit_cast is missing from the oldest libc++ that this has to build with.
template <typename To, typename From>
To bits_as(From bits) {
  static_assert(sizeof(To) == sizeof(From));
  To value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

template <typename Integer>
Integer load(const std::uint8_t* from, bool big_endian) {
  Integer value = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i) {
    const std::size_t shift = 8 * (big_endian ? sizeof(Integer) - 1 - i : i);
    value =
        static_cast<Integer>(value | static_cast<Integer>(static_cast<Integer>(from[i]) << shift));
  }
  return value;
}

// IEEE 754 binary16; every value of it is a float32.
float half_to_float(std::uint16_t bits) {
  const std::uint32_t sign = (bits & 0x8000U) << 16;
  const std::uint32_t exponent = (bits >> 10) & 0x1FU;
  const std::uint32_t mantissa = bits & 0x3FFU;
  if (exponent == 0x1F) return bits_as<float>(sign | 0x7F800000U | (mantissa << 13));
  if (exponent == 0) {
    const float tiny = std::ldexp(static_cast<float>(mantissa), -24);
    return sign != 0 ? -tiny : tiny;
  }
  return bits_as<float>(sign | ((exponent + 112) << 23) | (mantissa << 13));
}

template <typename Unsigned, typename Convert>
void convert_all(std::span<const std::uint8_t> stored, bool big_endian, std::span<float> out,
                 Convert convert) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = convert(load<Unsigned>(stored.data() + i * sizeof(Unsigned), big_endian));
  }
}

template <typename Unsigned, typename Signed>
void integers_to_floats(NumberFormat format, std::span<const std::uint8_t> stored,
                        std::span<float> out) {
  if (format.kind == NumberFormat::Kind::kSigned) {
    convert_all<Unsigned>(stored, format.big_endian, out, [](Unsigned bits) {
      return static_cast<float>(static_cast<Signed>(bits));
    });
  } else {
    convert_all<Unsigned>(stored, format.big_endian, out,
                          [](Unsigned bits) { return static_cast<float>(bits); });
  }
}

void stored_floats_to_floats(NumberFormat format, std::span<const std::uint8_t> stored,
                             std::span<float> out) {
  if (format.size == 2) {
    convert_all<std::uint16_t>(stored, format.big_endian, out, half_to_float);
  } else if (format.size == 4) {
    convert_all<std::uint32_t>(stored, format.big_endian, out,
                               [](std::uint32_t bits) { return bits_as<float>(bits); });
  } else {
    convert_all<std::uint64_t>(stored, format.big_endian, out, [](std::uint64_t bits) {
      return static_cast<float>(bits_as<double>(bits));
    });
  }
}

}  // namespace

bool NumberFormat::is_native_float() const {
  return kind == Kind::kFloat && size == 4 &&
         big_endian == (std::endian::native == std::endian::big);
}

void to_floats(NumberFormat format, std::span<const std::uint8_t> stored, std::span<float> out) {
  if (format.kind == NumberFormat::Kind::kFloat) {
    stored_floats_to_floats(format, stored, out);
  } else if (format.size == 1) {
    integers_to_floats<std::uint8_t, std::int8_t>(format, stored, out);
  } else if (format.size == 2) {
    integers_to_floats<std::uint16_t, std::int16_t>(format, stored, out);
  } else if (format.size == 4) {
    integers_to_floats<std::uint32_t, std::int32_t>(format, stored, out);
  } else {
    integers_to_floats<std::uint64_t, std::int64_t>(format, stored, out);
  }
}

}  // namespace cnn2snn::files
