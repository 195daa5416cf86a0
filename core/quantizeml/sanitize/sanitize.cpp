// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/sanitize.h"

namespace cnn2snn::quantizeml {

void sanitize(keras::Graph& graph) {
  for (const auto rewrite :
       {split_layers_with_activations, replace_lambda, reconstruct_hard_silu, replace_conv3d,
        replace_activations, convert_conv_to_dw_conv, remove_reshape, align_rescaling,
        invert_activation_maxpool, invert_batchnorm_pooling, fold_batchnorms, remove_zeropadding2d,
        split_concat_layers, convert_even_to_odd_kernel, split_dw_layers, insert_identity_convs}) {
    rewrite(graph);
  }
}

}  // namespace cnn2snn::quantizeml
