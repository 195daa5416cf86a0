// SPDX-License-Identifier: Apache-2.0
//
// Compiled for AVX2.
#include "engine/kernels/simd-inl.h"

namespace cnn2snn::engine {

const SimdKernels kSimdAvx2{"AVX2",
                            HWY_NAMESPACE::hn::Lanes(HWY_NAMESPACE::D32()),
                            HWY_NAMESPACE::multiply,
                            HWY_NAMESPACE::depthwise,
                            HWY_NAMESPACE::finish,
                            HWY_NAMESPACE::add_up,
                            nullptr};

}  // namespace cnn2snn::engine
