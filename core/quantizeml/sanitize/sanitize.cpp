// SPDX-License-Identifier: Apache-2.0
#include "quantizeml/sanitize/sanitize.h"

#include <utility>

#include "quantizeml/sanitize/align_rescaling.h"
#include "quantizeml/sanitize/convert_conv_to_dw_conv.h"
#include "quantizeml/sanitize/convert_even_to_odd_kernel.h"
#include "quantizeml/sanitize/fold_batchnorms.h"
#include "quantizeml/sanitize/insert_identity_convs.h"
#include "quantizeml/sanitize/invert_activation_maxpool.h"
#include "quantizeml/sanitize/invert_batchnorm_pooling.h"
#include "quantizeml/sanitize/reconstruct_hard_silu.h"
#include "quantizeml/sanitize/remove_reshape.h"
#include "quantizeml/sanitize/remove_zeropadding2d.h"
#include "quantizeml/sanitize/replace_activations.h"
#include "quantizeml/sanitize/replace_conv3d.h"
#include "quantizeml/sanitize/replace_lambda.h"
#include "quantizeml/sanitize/split_concat_layers.h"
#include "quantizeml/sanitize/split_dw_layers.h"
#include "quantizeml/sanitize/split_layers_with_activations.h"

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
