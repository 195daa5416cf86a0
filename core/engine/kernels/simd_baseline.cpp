// SPDX-License-Identifier: Apache-2.0
//
// 128-bit vectors: of SSE4.2, NEON or WebAssembly.
#include "engine/kernels/simd-inl.h"

namespace cnn2snn::engine {

const SimdKernels kSimdBaseline{"128 bits",
                                HWY_NAMESPACE::hn::Lanes(HWY_NAMESPACE::D32()),
                                HWY_NAMESPACE::multiply,
                                HWY_NAMESPACE::depthwise,
                                HWY_NAMESPACE::finish,
                                HWY_NAMESPACE::add_up,
                                nullptr};

}  // namespace cnn2snn::engine
