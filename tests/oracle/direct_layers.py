# SPDX-License-Identifier: Apache-2.0
"""Short constructors of already quantized layers, for models that quantize() would never produce."""
import tf_keras as keras
import quantizeml.layers as qlayers
from quantizeml.layers import InputQuantizer, Dequantizer  # noqa: F401 - re-exported

L = keras.layers
PER_TENSOR, PER_AXIS = 'per-tensor', 'per-axis'


def out(bits=8, axis=PER_AXIS, signed=None, buffer=32, scale_bits=8):
    """An output quantizer's configuration. Below 8 bits the default is unsigned, as quantize() does for ReLU."""
    return dict(bitwidth=bits, axis=axis, signed=bits >= 8 if signed is None else signed, buffer_bitwidth=buffer,
                scale_bits=scale_bits)


def config(w=8, o=None, buffer=None, bias_bits=None, **more):
    c = dict(weight_quantizer=dict(bitwidth=w), **more)
    if o:
        c['output_quantizer'] = o
    if buffer:
        c['buffer_bitwidth'] = buffer
    if bias_bits:
        c['bias_quantizer'] = dict(bitwidth=bias_bits)
    return c


def conv(filters, kernel=3, o=None, w=8, buffer=None, bias_bits=None, padding='same', name=None, **k):
    return qlayers.QuantizedConv2D(filters, kernel, padding=padding, name=name,
                                   quant_config=config(w, o, buffer, bias_bits), **k)


def depthwise(kernel=3, o=None, w=8, buffer=None, padding='same', name=None, **k):
    return qlayers.QuantizedDepthwiseConv2D(kernel, padding=padding, name=name, quant_config=config(w, o, buffer), **k)


def conv_transpose(filters, kernel=3, o=None, w=8, strides=2, padding='same', name=None, **k):
    return qlayers.QuantizedConv2DTranspose(filters, kernel, strides=strides, padding=padding, name=name,
                                            quant_config=config(w, o), **k)


def depthwise_transpose(kernel=3, o=None, w=8, name=None, **k):
    return qlayers.QuantizedDepthwiseConv2DTranspose(kernel, strides=2, padding='same', name=name,
                                                     quant_config=config(w, o), **k)


def separable(filters, kernel=3, o=None, w=4, pw=None, padding='same', name=None, **k):
    c = dict(dw_weight_quantizer=dict(bitwidth=w), pw_weight_quantizer=dict(bitwidth=pw or w))
    if o:
        c['output_quantizer'] = o
    return qlayers.QuantizedSeparableConv2D(filters, kernel, padding=padding, name=name, quant_config=c, **k)


def dense(units, o=None, w=8, buffer=None, name=None, **k):
    return qlayers.QuantizedDense(units, name=name, quant_config=config(w, o, buffer), **k)


def temporal(filters, taps, o=None, w=8, name=None, **k):
    return qlayers.QuantizedBufferTempConv(filters, taps, name=name, quant_config=config(w, o), **k)


def depthwise_temporal(taps, o=None, w=8, name=None, **k):
    return qlayers.QuantizedDepthwiseBufferTempConv(taps, name=name, quant_config=config(w, o), **k)


def relu(max_value=6., o=None, max_bits=None, name=None):
    c = dict(output_quantizer=o) if o else {}
    if max_bits:
        c['max_value_quantizer'] = dict(bitwidth=max_bits)
    return qlayers.QuantizedReLU(max_value=max_value, quant_config=c, name=name)


def lut(function, o=None, alpha=.2, bits=None, name=None):
    c = dict(output_quantizer=o) if o else {}
    if bits:
        c['lut_bitwidth'] = bits
    return qlayers.QuantizedActivation(function, alpha=alpha, quant_config=c, name=name)


def max_pool(size=2, strides=None, padding='same', name=None, **k):
    return qlayers.QuantizedMaxPool2D(size, strides=strides, padding=padding, name=name, **k)


def gap(o=None, keepdims=False, name=None):
    return qlayers.QuantizedGlobalAveragePooling2D(keepdims=keepdims, name=name,
                                                   quant_config=dict(output_quantizer=o) if o else {})


def add(o=None, average=False, buffer=None, name=None):
    c = dict(output_quantizer=o) if o else {}
    if buffer:
        c['buffer_bitwidth'] = buffer
    return qlayers.QuantizedAdd(average=average, quant_config=c, name=name)


def concat(axis=-1, name=None):
    return qlayers.QuantizedConcatenate(axis=axis, name=name)


def projection(units, o=None, w=8, subsample=1, use_bias=False, buffer=None, name=None):
    return qlayers.QuantizedStatefulProjection(units, subsample=subsample, use_bias=use_bias, name=name,
                                               quant_config=config(w, o, buffer))


def recurrent(name=None, **c):
    return qlayers.QuantizedStatefulRecurrent(name=name, quant_config=c or None)


def token(index=0, axis=-1, name=None):
    return qlayers.QuantizedExtractToken(token=index, axis=axis, name=name)


def flatten(**k):
    return qlayers.QuantizedFlatten(**k)


def reshape(shape, **k):
    return qlayers.QuantizedReshape(shape, **k)


def rescale(scale, name=None):
    return qlayers.QuantizedRescaling(scale, name=name)


def chain(*layers, shape=(8, 8, 3), dtype='uint8', end=True, batch=None, name='input'):
    """A straight model: input, layers, and a Dequantizer unless `end` is false."""
    x = i = L.Input(shape, dtype=dtype, batch_size=batch, name=name)
    for layer in layers:
        x = layer(x)
    if end:
        x = Dequantizer(name='dequantizer')(x)
    return keras.Model(i, x)


def stem(filters=8, o=None, w=8, name='stem', **k):
    """An InputConv2D / InputConvolutional block: the usual first two layers of a model."""
    return conv(filters, 3, name=name, w=w, **k), relu(6., o or out(), name=f'{name}_relu')


def scale_weights(layer_name, peaks):
    """A `post` function: gives each output channel of a kernel a chosen max |w|, so that its scale is a chosen one."""
    import numpy as np

    def change(model):
        layer = model.get_layer(layer_name)
        values = layer.get_weights()
        kernel = values[0]
        depthwise_kernel = 'Depthwise' in type(layer).__name__
        axis = 2 if depthwise_kernel and kernel.ndim == 4 else kernel.ndim - 1
        axes = tuple(a for a in range(kernel.ndim) if a != axis)
        shape = [1] * kernel.ndim
        shape[axis] = -1
        wanted = np.resize(np.asarray(peaks, 'float64'), kernel.shape[axis]).reshape(shape)
        values[0] = (kernel / np.abs(kernel).max(axis=axes, keepdims=True) * wanted).astype('float32')
        layer.set_weights(values)
    return change


def set_range(**ranges):
    """A `post` function: `layer_name=range_max`, scalars or lists, written to the output quantizer of that layer."""
    import numpy as np

    def change(model):
        for layer_name, value in ranges.items():
            layer = model.get_layer(layer_name)
            target = getattr(layer, 'out_quantizer', None) or layer
            target.range_max.assign(np.resize(np.asarray(value, 'float32'), target.range_max.shape)
                                    if target.range_max.shape.rank else np.float32(value))
    return change


def together(*changes):
    def change(model):
        for c in changes:
            c(model)
    return change


def edit_layer(name, **values):
    """A `patch` function: sets configuration keys of one layer (dots descend into dictionaries)."""
    def change(config):
        for layer in config['config']['layers']:
            if layer['config']['name'] == name:
                for key, value in values.items():
                    target, path = layer['config'], key.split('__')
                    for step in path[:-1]:
                        target = target[step]
                    target[path[-1]] = value
                return
        raise KeyError(name)
    return change
