// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cnn2snn::quantizeml {

/// The complementary error function as TensorFlow has it for float32: that of the C library, whose
/// results are up to 3 units in the last place from the exact ones. Akida's tables and scales show
/// those units, and every platform must give the same ones, so no platform's own is used.
///
/// Equal to erfcf of glibc 2.36 (measured; versions from 2.41 on round correctly instead).
float erfc(float x);

}  // namespace cnn2snn::quantizeml
