// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "keras/graph.h"
#include "quantizeml/calibrate/operator.h"
#include "quantizeml/record/record.h"

namespace cnn2snn::quantizeml {

/// A quantized layer on the integers that QuantizeML computes with. It holds them as float32 and
/// computes with the kernels of the float layers: so the same is done here.
class IntegerLayer {
 public:
  virtual ~IntegerLayer() = default;
  /// From the integers that the layer receives to those that it gives; an InputQuantizer receives
  /// the sample.
  virtual void run(const Call& call, Tensor& out) const = 0;
};

/// A layer with what QuantizeML recorded of it. `sanitized` is the float model it was made of, with
/// a layer of the same name. nullptr: layers of its class are not run on integers (Dequantizer,
/// recurrent layers, float layers). `layer` and `record` must outlive the result.
std::unique_ptr<IntegerLayer> make_integer_layer(const keras::Graph& sanitized,
                                                 const keras::Layer& layer,
                                                 const QuantizedLayer& record);

/// What the integers stand for: QTensor.to_float.
Tensor to_float(const Tensor& integers, const Metadata& metadata);

}  // namespace cnn2snn::quantizeml
