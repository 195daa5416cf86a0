// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cnn2snn::quantizeml {

/// The natural logarithm with the bits of the C library's logf (glibc's, and musl's), on every
/// platform. x ≥ 0; 0 gives −infinity.
float logarithm(float x);

}  // namespace cnn2snn::quantizeml
