// SPDX-License-Identifier: Apache-2.0
#include "compatibility/transforms/sanitize.h"

#include <utility>

#include "compatibility/transforms/align_rescaling.h"
#include "compatibility/transforms/convert_conv_to_dw_conv.h"
#include "compatibility/transforms/convert_even_to_odd_kernel.h"
#include "compatibility/transforms/fold_batchnorms.h"
#include "compatibility/transforms/insert_identity_convs.h"
#include "compatibility/transforms/invert_activation_maxpool.h"
#include "compatibility/transforms/invert_batchnorm_pooling.h"
#include "compatibility/transforms/reconstruct_hard_silu.h"
#include "compatibility/transforms/remove_reshape.h"
#include "compatibility/transforms/remove_zeropadding2d.h"
#include "compatibility/transforms/replace_activations.h"
#include "compatibility/transforms/replace_conv3d.h"
#include "compatibility/transforms/replace_lambda.h"
#include "compatibility/transforms/split_concat_layers.h"
#include "compatibility/transforms/split_dw_layers.h"
#include "compatibility/transforms/split_layers_with_activations.h"

namespace cnn2snn::compatibility {

keras::Graph sanitize(keras::Graph graph) {
  // The order of quantizeml.models.transforms.sanitize (QuantizeML 1.2.5).
  for (const auto transform :
       {split_layers_with_activations, replace_lambda, reconstruct_hard_silu, replace_conv3d,
        replace_activations, convert_conv_to_dw_conv, remove_reshape, align_rescaling,
        invert_activation_maxpool, invert_batchnorm_pooling, fold_batchnorms, remove_zeropadding2d,
        split_concat_layers, convert_even_to_odd_kernel, split_dw_layers, insert_identity_convs}) {
    graph = transform(std::move(graph));
  }
  return graph;
}

}  // namespace cnn2snn::compatibility
