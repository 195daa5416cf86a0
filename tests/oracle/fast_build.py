# SPDX-License-Identifier: Apache-2.0
"""Builds models of quantized layers without tracing their arithmetic: only shapes are inferred.

Keras runs every quantized layer symbolically when a model is put together, which takes seconds a layer and refuses
models that the converter is supposed to refuse. Only the model's description and weights matter here, so inside
`shapes_only()` a layer is built and its output shape computed, nothing more. Loading and converting stay untouched.
"""
import contextlib

import tensorflow as tf
from tf_keras.src.engine import base_layer, keras_tensor
import tf_keras as keras
import quantizeml.layers as ql


def output_shape(layer, shapes):
    """The output shape of a quantized layer, batch included."""
    s = shapes
    if isinstance(layer, ql.QuantizedPicoPostProcessing):
        return (s[0], s[2])
    if isinstance(layer, ql.QuantizedAdd):
        return tuple(s[0])
    if isinstance(layer, (ql.QuantizedReLU, ql.QuantizedActivation, ql.QuantizedRescaling, ql.QuantizedDropout, ql.InputQuantizer,
                          ql.QuantizedDepthwiseBufferTempConv)):
        return tuple(s)
    if isinstance(layer, ql.QuantizedBufferTempConv):
        return (*s[:-1], layer.filters)
    if isinstance(layer, ql.QuantizedStatefulProjection):
        return (s[0], s[1] // layer.subsample, layer.units) if len(s) == 3 else (*s[:-1], layer.units)
    if isinstance(layer, ql.QuantizedStatefulRecurrent):
        return (*s, 2)
    if isinstance(layer, ql.QuantizedExtractToken):
        axis = layer.axis % len(s)
        return (*s[:axis], *s[axis + 1:])
    if isinstance(layer, ql.QuantizedDepthwiseConv2DTranspose):
        return (s[0], 2 * s[1], 2 * s[2], s[3])
    if isinstance(layer, ql.QuantizedConv2D) and layer.padding_value is not None:
        return (s[0], -(-s[1] // layer.strides[0]), -(-s[2] // layer.strides[1]), layer.filters)
    return tuple(layer.compute_output_shape(s))


def infer(layer, inputs, args, kwargs, input_masks):
    """Stands in for keras.layers.Layer._infer_output_signature."""
    inputs = tf.nest.map_structure(lambda x: x, inputs)
    with tf.name_scope(layer._name_scope()):
        layer._maybe_build(inputs)
    if isinstance(layer, ql.Dequantizer):
        return tf.nest.map_structure(lambda x: tensor(x.shape), inputs)
    shapes = [tuple(x.shape) for x in inputs] if isinstance(inputs, (list, tuple)) else tuple(inputs.shape)
    shape = output_shape(layer, shapes)
    quantizer = getattr(layer, 'out_quantizer', None)
    if quantizer is not None and not quantizer.built:
        with tf.name_scope(layer.name + '/'), tf.name_scope(quantizer.name):
            quantizer.build(shape)
            quantizer.built = True
    return tensor(shape)


def tensor(shape):
    return keras_tensor.KerasTensor(tf.TensorSpec(shape, tf.float32))


@contextlib.contextmanager
def shapes_only():
    original = base_layer.Layer._infer_output_signature

    def patched(self, inputs, args, kwargs, input_masks):
        if type(self).__module__.startswith('quantizeml') and not isinstance(self, keras.Model):
            return infer(self, inputs, args, kwargs, input_masks)
        return original(self, inputs, args, kwargs, input_masks)

    base_layer.Layer._infer_output_signature = patched
    try:
        yield
    finally:
        base_layer.Layer._infer_output_signature = original
