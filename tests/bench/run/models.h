// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cnn2snn/akida_model.h"

/// Models of well-known architectures with random weights: how long they take does not depend on
/// what they have learned. Scales and shifts are of the kind that a conversion gives.
namespace cnn2snn::bench {

/// AkidaNet (akida_models.akidanet_imagenet), 8 bits, 1000 classes.
akida::Model akidanet(double alpha, int size);

/// DS-CNN for keywords (akida_models.ds_cnn_kws), 8 bits, 33 classes.
akida::Model ds_cnn();

}  // namespace cnn2snn::bench
