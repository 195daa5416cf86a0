# SPDX-License-Identifier: Apache-2.0
"""Models of the old CNN2SNN quantization API (always Akida 1.0): `UNITS` as in models_units.py."""
import numpy as np
import tf_keras as keras
import cnn2snn
from cnn2snn import (ActivationDiscreteRelu, MaxPerAxisQuantizer, MaxQuantizer, QuantizedConv2D, QuantizedDense,
                     QuantizedReLU, QuantizedSeparableConv2D, StdPerAxisQuantizer, StdWeightQuantizer)

L = keras.layers
UNITS = {}
AXIS, ALL = MaxPerAxisQuantizer, MaxQuantizer


def case(name, make, **q):
    UNITS[f'l_{name}'] = (make, 'v1', dict(legacy_direct=True, **q))


def qconv(filters, kernel=3, bits=4, quantizer=AXIS, padding='same', **k):
    return QuantizedConv2D(filters, kernel, quantizer=quantizer(bitwidth=bits), padding=padding, **k)


def qsep(filters, kernel=3, bits=4, quantizer=AXIS, dw=ALL, dw_bits=None, padding='same', **k):
    return QuantizedSeparableConv2D(filters, kernel, quantizer=quantizer(bitwidth=bits),
                                    quantizer_dw=dw(bitwidth=dw_bits or bits) if dw else None, padding=padding, **k)


def qdense(units, bits=4, quantizer=AXIS, **k):
    return QuantizedDense(units, quantizer=quantizer(bitwidth=bits), **k)


def act(bits=4, max_value=6., **k):
    return QuantizedReLU(bits, max_value, **k)


def seq(*layers, shape=(12, 12, 3), functional=True, dtype=None):
    """Functional, or Sequential (whose InputLayer is implicit)."""
    if not functional:
        return keras.Sequential([L.InputLayer(shape, dtype=dtype), *layers])
    x = i = L.Input(shape, name='input', dtype=dtype)
    for layer in layers:
        x = layer(x)
    return keras.Model(i, x)


def body(*middle, head=True, first=None, shape=(12, 12, 3), **k):
    tail = [L.Flatten(), qdense(5)] if head else []
    return seq(*(first or [qconv(8, bits=8), act()]), *middle, *tail, shape=shape, **k)


# --- weight quantizers and bit widths, on each layer that can have them
for quantizer in (StdWeightQuantizer, StdPerAxisQuantizer, MaxQuantizer, MaxPerAxisQuantizer):
    n = quantizer.__name__
    for bits in (2, 4, 8):
        case(f'{n}_{bits}', lambda z=quantizer, b=bits: seq(
            qconv(8, bits=b, quantizer=z), act(), qconv(6, bits=b, quantizer=z), act(), qsep(7, bits=b, quantizer=z, dw=MaxQuantizer), act(),
            L.Flatten(), qdense(5, bits=b, quantizer=z)))
    for threshold in (1., 2.5):
        if 'Std' in n:
            case(f'{n}_threshold_{threshold}', lambda z=quantizer, t=threshold: seq(
                QuantizedConv2D(9, 3, quantizer=z(threshold=t, bitwidth=4)), act(),
                QuantizedConv2D(17, 3, quantizer=z(threshold=t, bitwidth=4)), act()))
case('sep_std_dw', lambda: body(qsep(7, dw=StdWeightQuantizer), act()))
case('sep_std_per_axis_dw', lambda: body(qsep(7, dw=StdPerAxisQuantizer), act()))
case('sep_max_per_axis_dw', lambda: body(qsep(7, dw=MaxPerAxisQuantizer), act()))
case('sep_no_dw_quantizer', lambda: body(qsep(7, dw=None), act()))
case('sep_different_bits', lambda: body(qsep(7, bits=4, dw_bits=2), act()))
for bits in (3, 5, 6, 7):
    case(f'input_bits_{bits}', lambda b=bits: body(first=[qconv(8, bits=b), act()]))
    case(f'conv_bits_{bits}', lambda b=bits: body(qconv(6, bits=b), act()))
for c in (1, 3, 7, 8, 9, 16, 17):
    case(f'std_channels_{c}', lambda c=c: seq(qconv(c, bits=4, quantizer=StdPerAxisQuantizer), act(),
                                              qconv(c, 1, bits=4, quantizer=StdPerAxisQuantizer), act(), shape=(12, 12, 1)))
case('std_large', lambda: seq(qconv(48, 5, bits=4, quantizer=StdWeightQuantizer), act(), qconv(40, 5, quantizer=StdWeightQuantizer), act()))
# --- activations
for bits in (1, 2, 4):
    for kind in ('discrete', 'relu6', 'relu1', 'relu_default', 'relu_odd'):
        make = dict(discrete=lambda b: ActivationDiscreteRelu(b), relu6=lambda b: act(b), relu1=lambda b: act(b, 1.),
                    relu_default=lambda b: QuantizedReLU(b), relu_odd=lambda b: act(b, 2.7))[kind]
        case(f'act{bits}_{kind}', lambda b=bits, m=make: seq(qconv(8, bits=8), m(b), qconv(6), m(b), qsep(5), m(b), L.Flatten(), qdense(6), m(b),
                                                             qdense(3)))
for bits in (3, 5, 8):
    case(f'act{bits}', lambda b=bits: body(qconv(6), act(b)))
    case(f'input_act{bits}', lambda b=bits: body(qconv(6), act(4), first=[qconv(8, bits=8), act(b)]))
case('last_activation', lambda: body(qconv(6), act(), head=False))
case('no_last_activation', lambda: body(qconv(6), head=False))
case('softmax', lambda: seq(qconv(8, bits=8), act(), L.Flatten(), qdense(5), L.Softmax()))
case('sigmoid', lambda: seq(qconv(8, bits=8), act(), L.Flatten(), qdense(5), L.Activation('sigmoid')))
case('softmax_middle', lambda: seq(qconv(8, bits=8), act(), qconv(6), L.Softmax(), qconv(5), act()))
# --- inputs
for c in (1, 2, 3, 4):
    case(f'input_c{c}', lambda c=c: body(qconv(6), act(), shape=(12, 12, c), first=[qconv(8, bits=4), act()]))
    case(f'sequential_c{c}', lambda c=c: body(qconv(6), act(), shape=(12, 12, c), first=[qconv(8, bits=4), act()], functional=False))
case('dense_first', lambda: seq(qdense(8), act(), qdense(4), shape=(20,)))
case('dense_first_111n', lambda: seq(qdense(8), act(), qdense(4), shape=(1, 1, 20)))
case('dense_first_1', lambda: seq(qdense(8), act(), qdense(4), shape=(1,)))
case('dense_first_3', lambda: seq(qdense(8), act(), qdense(4), shape=(3,)))
case('flatten_first', lambda: seq(L.Flatten(), qdense(8), act(), qdense(4), shape=(4, 5, 2)))
case('sep_first', lambda: seq(qsep(8), act(), qconv(4), act(), shape=(8, 8, 4)))
case('sep_first_rgb', lambda: seq(qsep(8), act(), qconv(4), act()))
case('rescaling', lambda: seq(L.Rescaling(1 / 127., offset=-1.), qconv(8, bits=8), act(), qconv(5), act()))
case('rescaling_scale', lambda: seq(L.Rescaling(1 / 255.), qconv(8, bits=8), act(), qconv(5), act()))
case('rescaling_odd', lambda: seq(L.Rescaling(.0317, offset=-.77), qconv(8, bits=8), act(), qconv(5), act()))
case('rescaling_positive_offset', lambda: seq(L.Rescaling(.01, offset=.5), qconv(8, bits=8), act(), qconv(5), act()))
case('rescaling_sparse', lambda: seq(L.Rescaling(.4), qconv(8), act(), qconv(5), act(), shape=(8, 8, 4)))
case('rescaling_sparse_offset', lambda: seq(L.Rescaling(.4, offset=-1.), qconv(8), act(), qconv(5), act(), shape=(8, 8, 4)))
case('rescaling_list', lambda: seq(L.Rescaling([.1, .2, .3]), qconv(8, bits=8), act(), qconv(5), act()))
case('rescaling_middle', lambda: seq(qconv(8, bits=8), act(), L.Rescaling(.5), qconv(5), act()))
case('rescaling_negative', lambda: seq(L.Rescaling(-.1), qconv(8, bits=8), act(), qconv(5), act()))
for n, s in dict(image=(128, 128), float=(2.5, 0), unit=(1, 0), shift=(255., 12.6), zero=(0, 0), negative=(-1, 0), shift_negative=(10, -3),
                 shift_large=(10, 300)).items():
    case(f'input_scaling_{n}', lambda: body(qconv(6), act()), input_scaling=s)
    case(f'input_scaling_{n}_sparse', lambda: seq(qconv(6), act(), qconv(5), act(), shape=(8, 8, 4)), input_scaling=s)
case('input_scaling_and_rescaling', lambda: seq(L.Rescaling(1 / 127.), qconv(8, bits=8), act(), qconv(5), act()), input_scaling=(127, 0))
# --- pooling
for p in ('same', 'valid'):
    for size, strides in ((2, None), (3, 2), ((2, 3), (1, 2)), (3, 1)):
        n = f'{size}_{strides}_{p}'.replace(' ', '').replace('(', '').replace(')', '').replace(',', 'x')
        case(f'maxpool_{n}', lambda p=p, s=size, t=strides: seq(
            qconv(8, bits=8, padding=p), L.MaxPool2D(s, t, p), act(), qconv(6, padding=p), L.MaxPool2D(s, t, p), act(), qsep(4, padding=p), act(),
            shape=(24, 26, 3)))
case('maxpool_after_relu', lambda: seq(qconv(8, bits=8), act(), L.MaxPool2D(2, padding='same'), qconv(6), act(), L.MaxPool2D(2, padding='same'),
                                       qconv(4), act()))
case('gap', lambda: seq(qconv(8, bits=8), act(), qconv(6), L.GlobalAveragePooling2D(), act(), qdense(4)))
case('gap_rect', lambda: seq(qconv(8, bits=8), act(), qsep(6), L.GlobalAveragePooling2D(), act(), qdense(4), shape=(7, 10, 3)))
case('gap_no_activation', lambda: seq(qconv(8, bits=8), act(), qconv(6), L.GlobalAveragePooling2D()))
case('gap_keepdims', lambda: seq(qconv(8, bits=8), act(), qconv(6), L.GlobalAveragePooling2D(keepdims=True), act(), qdense(4)))
case('gap_first', lambda: seq(qconv(8, bits=8), L.GlobalAveragePooling2D(), act(), qdense(4)))
case('gap_reshape', lambda: seq(qconv(8, bits=8), act(), qconv(6), L.GlobalAveragePooling2D(), act(), L.Reshape((1, 1, 6)), qdense(4), L.Reshape((4,))))
# --- batch normalisation: folded at conversion
BN = L.BatchNormalization
case('bn', lambda: seq(qconv(8, bits=8), BN(), act(), qconv(6, use_bias=False), BN(), act(), qsep(5), BN(), act(), L.Flatten(), qdense(4), BN(), act(), qdense(3)))
case('bn_epsilon', lambda: seq(qconv(8, bits=8), BN(epsilon=.1), act(), qconv(6, use_bias=False), BN(epsilon=1e-7), act()))
case('bn_pool', lambda: seq(qconv(8, bits=8), L.MaxPool2D(2, padding='same'), BN(), act(), qconv(6), L.MaxPool2D(2, padding='same'), BN(), act()))
case('bn_gap', lambda: seq(qconv(8, bits=8), act(), qconv(6), L.GlobalAveragePooling2D(), BN(), act(), qdense(3)))
case('bn_std_per_axis', lambda: seq(qconv(8, bits=8, quantizer=StdPerAxisQuantizer), BN(), act(), qconv(6), act()))
case('bn_not_per_axis', lambda: seq(qconv(8, bits=8, quantizer=ALL), BN(), act(), qconv(6), act()))
case('bn_after_activation', lambda: seq(qconv(8, bits=8), act(), BN(), qconv(6), act()))
case('bn_axis1', lambda: seq(qconv(8, bits=8), BN(axis=1), act(), qconv(6), act()))
case('bn_no_scale', lambda: seq(qconv(8, bits=8), BN(scale=False), act(), qconv(6), act()))
case('bn_no_center', lambda: seq(qconv(8, bits=8), BN(center=False), act(), qconv(6), act()))


def gamma(value, pool=False):
    def post(model):
        layer = [x for x in model.layers if isinstance(x, BN)][0]
        w = layer.get_weights()
        w[0] = np.resize(np.float32(value), w[0].shape)
        layer.set_weights(w)
    return post


case('bn_gamma_negative', lambda: seq(qconv(8, bits=8), BN(), act(), qconv(6), act()), post=gamma([-1., .5, 2.]))
case('bn_gamma_zero', lambda: seq(qconv(8, bits=8), BN(), act(), qconv(6), act()), post=gamma([0., .5, 2.]))
case('bn_pool_gamma_negative', lambda: seq(qconv(8, bits=8), L.MaxPool2D(2, padding='same'), BN(), act(), qconv(6), act()), post=gamma([-1., .5]))
# --- structure
case('dropout', lambda: seq(qconv(8, bits=8), act(), L.Dropout(.2), qconv(6), L.SpatialDropout2D(.1), act(), L.Flatten(), L.Dropout(.5), qdense(4)))
case('gaussian_dropout', lambda: seq(qconv(8, bits=8), act(), L.GaussianDropout(.2), qconv(6), act()))
case('reshape_dense', lambda: seq(qconv(8, bits=8), act(), L.Reshape((12 * 12 * 8,)), qdense(4)))
case('flatten_conv', lambda: seq(qconv(8, bits=8), act(), L.Flatten(), act()))
case('flatten_last', lambda: seq(qconv(8, bits=8), act(), L.Flatten()))
case('dense_spatial', lambda: seq(qconv(8, bits=8), act(), qdense(4)))
case('dense_rect', lambda: seq(qconv(8, bits=8), act(), L.Flatten(), qdense(6), act(), qdense(4), shape=(5, 9, 1)))
case('two_neural', lambda: seq(qconv(8, bits=8), qconv(6), act()))
case('two_activations', lambda: seq(qconv(8, bits=8), act(), act(name='again'), qconv(6), act()))
case('activation_first', lambda: seq(act(), qconv(8, bits=8), act()))
case('pool_first', lambda: seq(L.MaxPool2D(2), qconv(8, bits=8), act()))
case('pool_padding', lambda: seq(qconv(8, bits=8), L.MaxPool2D(2, padding='valid'), act(), qconv(6), act()))
case('pool_after_dense', lambda: seq(qdense(8), L.GlobalAveragePooling2D(), act(), shape=(1, 1, 12)))
case('average_pool', lambda: seq(qconv(8, bits=8), L.AveragePooling2D(2), act(), qconv(6), act()))
case('zero_padding', lambda: seq(L.ZeroPadding2D(1), qconv(8, bits=8), act(), qconv(6), act()))
case('float_conv', lambda: seq(L.Conv2D(8, 3), L.ReLU(), L.Conv2D(4, 3), L.ReLU()))
case('float_dense_first', lambda: seq(L.Dense(8), L.ReLU(), L.Dense(4), shape=(20,)))
case('float_second', lambda: seq(qconv(8, bits=8), act(), L.Conv2D(4, 3), act()))
case('float_relu', lambda: seq(qconv(8, bits=8), L.ReLU(6.), qconv(4), act()))
case('dilation', lambda: seq(qconv(8, bits=8), act(), qconv(6, dilation_rate=2), act()))
case('channels_first_flatten', lambda: seq(qconv(8, bits=8), act(), L.Flatten(data_format='channels_first'), qdense(4)))
case('conv1d', lambda: seq(L.Conv1D(4, 3), shape=(12, 3)))
case('rank3', lambda: seq(qdense(4), act(), shape=(6, 5)))
case('lstm', lambda: seq(L.LSTM(4), shape=(6, 5)))
case('depthwise', lambda: seq(qconv(8, bits=8), act(), L.DepthwiseConv2D(3), act()))
case('stride_over_kernel', lambda: seq(qconv(8, bits=8), act(), qconv(6, 1, strides=2), act()))
case('even_kernel', lambda: seq(qconv(8, bits=8), act(), qconv(6, 4), act()))
case('input_even_kernel', lambda: seq(qconv(8, 4, bits=8), act(), qconv(6), act()))
case('input_stride4', lambda: seq(qconv(8, 5, bits=8, strides=4), act(), qconv(6), act(), shape=(30, 22, 3)))
case('rect', lambda: seq(qconv(8, (3, 5), bits=8, strides=(1, 2)), act(), qconv(6, (5, 3), strides=(2, 1)), act(), qsep(5, (1, 3)), act(), shape=(20, 30, 3)))
case('valid', lambda: seq(qconv(8, 3, bits=8, padding='valid'), act(), qconv(6, 5, padding='valid'), act(), qsep(5, 3, padding='valid'), act(), shape=(20, 18, 3)))
case('conv_and_dense_no_bias', lambda: seq(qconv(8, bits=8, use_bias=False), act(), qsep(6, use_bias=False), act(), L.Flatten(), qdense(4, use_bias=False)))


def branch(join):
    i = L.Input((12, 12, 3))
    x = act()(qconv(8, bits=8)(i))
    return keras.Model(i, join([act()(qconv(4)(x)), act()(qconv(4)(x))]))


def shared():
    c, a = qconv(3, bits=8), act()
    i = L.Input((12, 12, 3))
    return keras.Model(i, a(c(c(i))))


def outputs2():
    i = L.Input((12, 12, 3))
    x = act()(qconv(8, bits=8)(i))
    return keras.Model(i, [act()(qconv(4)(x)), act()(qconv(4)(x))])


def inputs2():
    a, b = L.Input((12, 12, 3)), L.Input((12, 12, 3))
    return keras.Model([a, b], L.Add()([act()(qconv(8, bits=8)(a)), act()(qconv(8, bits=8)(b))]))


case('add', lambda: branch(L.Add()))
case('concat', lambda: branch(L.Concatenate()))
case('concat_axis1', lambda: branch(L.Concatenate(axis=1)))
case('shared', shared)
case('two_outputs', outputs2)
case('two_inputs', inputs2)
case('nested', lambda: keras.Sequential([keras.Sequential([L.InputLayer((12, 12, 3)), qconv(8, bits=8), act()]), qconv(4), act()]))


# --- hardware limits
def weights(**factors):
    def post(model):
        for name, (kernel, bias) in factors.items():
            layer = model.get_layer(name)
            w = layer.get_weights()
            w[0] = w[0] * np.float32(kernel)
            w[-1] = w[-1] * np.float32(bias) if w[-1].ndim == 1 else w[-1]
            layer.set_weights(w)
    return post


for n, (a, b, tail) in enumerate(((1e-4, 1., 'conv'), (1e-6, 1., 'sep'), (1e-9, 1., 'conv'), (1., 1e-6, 'conv'), (1., 1e-9, 'sep'), (1e-6, 1e-6, 'sep'),
                                  (1e3, 1e3, 'conv'), (1e-8, 1., 'dense'))):
    case(f'limits_{n}', lambda tail=tail: seq(qconv(8, bits=8, name='a'), act(), *(
        [qconv(6, name='b'), act(), qconv(5), act()] if tail == 'conv' else
        [qsep(6, name='b'), act(), qsep(5), act()] if tail == 'sep' else [L.Flatten(), qdense(6, name='b'), act(), qdense(3)])),
        post=weights(a=(a, a), b=(b, b)))
for n, b in enumerate((1e3, -1e3, 1e6, -1e6, 1e12)):
    case(f'threshold_{n}', lambda: seq(qconv(8, bits=8, name='a'), act(), qconv(6, name='b'), act(), qconv(4), act()), post=weights(a=(1, b), b=(1, b)))
case('zero_weights', lambda: seq(qconv(8, bits=8, name='a'), act(), qconv(6, name='b'), act()), post=weights(b=(0, 0)))
case('zero_weights_std', lambda: seq(qconv(8, bits=8, name='a'), act(), qconv(6, name='b', quantizer=StdPerAxisQuantizer), act()), post=weights(b=(0, 0)))
# --- every block pattern once: a neural layer, a pooling or none, an activation or none
POOLS = dict(none=lambda: [], max=lambda: [L.MaxPool2D(2, padding='same')], gap=lambda: [L.GlobalAveragePooling2D()])
ACTIVATIONS = dict(none=lambda: [], relu=lambda: [act()], discrete=lambda: [ActivationDiscreteRelu(4)])
for p in POOLS:
    for a in ACTIVATIONS:
        case(f'p_input_{p}_{a}', lambda p=p, a=a: seq(qconv(6, bits=8), *POOLS[p](), *ACTIVATIONS[a]()))
        case(f'p_conv_{p}_{a}', lambda p=p, a=a: seq(qconv(6, bits=8), act(), qconv(5), *POOLS[p](), *ACTIVATIONS[a]()))
        case(f'p_separable_{p}_{a}', lambda p=p, a=a: seq(qconv(6, bits=8), act(), qsep(5), *POOLS[p](), *ACTIVATIONS[a]()))
for a in ACTIVATIONS:
    case(f'p_dense_{a}', lambda a=a: seq(qconv(6, bits=8), act(), L.Flatten(), qdense(5), *ACTIVATIONS[a]()))
# --- through cnn2snn.quantize and quantize_layer
Q = dict(weight_quantization=4, activ_quantization=4, input_weight_quantization=8)


def float_net(head=True, relu=6.):
    i = L.Input((12, 12, 3))
    x = L.ReLU(relu)(BN()(L.Conv2D(8, 3, padding='same', use_bias=False)(i)))
    x = L.ReLU(relu)(L.MaxPool2D(2, padding='same')(BN()(L.SeparableConv2D(10, 3, padding='same')(x))))
    x = L.ReLU(relu, name='last_relu')(L.GlobalAveragePooling2D()(BN()(L.SeparableConv2D(6, 3, padding='same')(x))))
    return keras.Model(i, L.Dense(4)(x) if head else x)


UNITS['l_quantize'] = (float_net, 'v1', dict(legacy=Q))
UNITS['l_quantize_no_fold'] = (float_net, 'v1', dict(legacy=dict(Q, fold_BN=False)))
UNITS['l_quantize_iq4'] = (float_net, 'v1', dict(legacy=dict(Q, input_weight_quantization=None)))
UNITS['l_quantize_partial'] = (float_net, 'v1', dict(legacy=dict(weight_quantization=4, activ_quantization=0)))
UNITS['l_quantize_weights0'] = (float_net, 'v1', dict(legacy=dict(weight_quantization=0, activ_quantization=4)))
UNITS['l_quantize_unbounded'] = (lambda: float_net(relu=None), 'v1', dict(legacy=Q))
UNITS['l_quantize_layer_1'] = (float_net, 'v1', dict(legacy=Q, post=lambda m: cnn2snn.quantize_layer(m, 'last_relu', 1)))
