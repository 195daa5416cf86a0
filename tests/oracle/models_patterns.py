# SPDX-License-Identifier: Apache-2.0
"""Every block pattern of the official converter in a small model of its own: `UNITS` as in models_units.py.

Built from QuantizeML's quantized layers, with random weights and ranges, because quantize() never makes most of them.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import numpy as np  # noqa: E402
from direct_layers import *  # noqa: E402,F403
from direct_layers import L, out, PER_TENSOR  # noqa: E402
import tf_keras as keras  # noqa: E402

D = dict(direct=True)
UNITS = {}
O8, O4, T8, T4, O11 = out(), out(4), out(axis=PER_TENSOR), out(4, PER_TENSOR), out(11, PER_TENSOR)
LUTS = ('gelu', 'swish', 'hard_silu', 'leaky_relu')


def case(name, make, target='v2', **q):
    UNITS[name] = (make, target, dict(D, **q))


def after_stem(name, *make, **q):
    """The block under test after an input convolution (and so with an unsigned-looking, 8-bit, per-axis input)."""
    case(name, lambda: chain(*stem(), *[m() for m in make]), **q)


def from_int8(name, *make, shape=(8, 8, 4), dtype='int8', **q):
    """The block under test straight after the model's input (InputData)."""
    case(name, lambda: chain(*[m() for m in make], shape=shape, dtype=dtype), **q)


# --- Conv2D ---------------------------------------------------------------------------------------------------------
CONV_BLOCKS = dict(
    c=[lambda: conv(6, 3, O8, name='c')],
    cr=[lambda: conv(6, 3, name='c'), lambda: relu(6., O8)],
    cmr=[lambda: conv(6, 3, name='c'), lambda: max_pool(2), lambda: relu(4., O8)],
    crg=[lambda: conv(6, 3, name='c'), lambda: relu(6.), lambda: gap(T8)],
    cg=[lambda: conv(6, 3, name='c'), lambda: gap(T8)],
    ca=[lambda: conv(6, 3, O11, name='c'), lambda: lut('gelu', O8)],
    cma=[lambda: conv(6, 3, O11, name='c'), lambda: max_pool(2), lambda: lut('swish', O8)],
    cag=[lambda: conv(6, 3, O11, name='c'), lambda: lut('hard_silu'), lambda: gap(T8)])
for nm, block in CONV_BLOCKS.items():
    after_stem(f'p_conv_{nm}', *block)
    from_int8(f'p_conv_{nm}_first', *block)
for nm in ('cr', 'cmr', 'ca', 'cma'):
    for ch in (1, 3):
        case(f'p_input_{nm}_c{ch}', lambda nm=nm, ch=ch: chain(*[m() for m in CONV_BLOCKS[nm]], shape=(8, 8, ch)))
case('p_input_float_dtype', lambda: chain(conv(4, 3), relu(6., O8), shape=(8, 8, 3), dtype='float32'))
case('p_int8_float_dtype', lambda: chain(conv(4, 3), relu(6., O8), shape=(8, 8, 4), dtype='float32'))
case('p_uint8_4_channels', lambda: chain(conv(4, 3), relu(6., O8), shape=(8, 8, 4)))
case('p_int8_3_channels', lambda: chain(conv(4, 3), relu(6., O8), shape=(8, 8, 3), dtype='int8'))
case('p_int16_input', lambda: chain(conv(4, 3), relu(6., O8), shape=(8, 8, 4), dtype='int16'))
case('p_int32_input', lambda: chain(conv(4, 3), relu(6., O8), shape=(8, 8, 4), dtype='int32'))
case('p_uint16_input', lambda: chain(conv(4, 3), relu(6., O8), shape=(8, 8, 4), dtype='uint16'))
case('p_uint16_input_c3', lambda: chain(conv(4, 3), relu(6., O8), dtype='uint16'))
case('p_no_output_quantizer', lambda: chain(*stem(), conv(4, 3), relu(6.)))
case('p_no_dequantizer', lambda: chain(*stem(), conv(4, 3, O8), end=False))
case('p_conv_no_bias_no_output_quantizer', lambda: chain(*stem(), conv(4, 3, use_bias=False)))
for k in (2, 3, 4, 5, 6, 7):
    for s in (1, 2, 3, 4):
        case(f'p_input_kernel{k}_stride{s}', lambda k=k, s=s: chain(conv(4, k, strides=s), relu(6., O8), conv(3, 1, O8),
                                                                    shape=(13, 11, 1)))
for k, s, p in ((1, 1, 'valid'), (1, 2, 'same'), (3, 2, 'valid'), (5, 1, 'same'), (7, 2, 'same'), (9, 1, 'valid')):
    case(f'p_conv_k{k}_s{s}_{p}', lambda k=k, s=s, p=p: chain(*stem(), conv(5, k, strides=s, padding=p), relu(3., O8),
                                                              shape=(12, 10, 3)))
for size, stride, p in ((2, 1, 'same'), (3, 2, 'same'), (3, 3, 'valid'), (2, None, 'valid'), (5, 1, 'same')):
    case(f'p_pool_{size}_{stride}_{p}', lambda size=size, stride=stride, p=p: chain(
        *stem(), conv(5, 3, padding=p), max_pool(size, stride, p), relu(3., O8), shape=(14, 13, 3)))
case('p_pool_valid_k1_same', lambda: chain(*stem(), conv(5, 1, padding='valid'), max_pool(2), relu(6., O8)))
case('p_pool_k1_valid_refused', lambda: chain(*stem(), conv(5, 1), max_pool(2, padding='valid'), relu(6., O8)))
for bits in (4, 8):
    for axis in ('per-axis', 'per-tensor'):
        case(f'p_w{bits}_{axis}_4bit', lambda bits=bits, axis=axis: chain(
            *stem(w=bits, o=out(4, axis)), conv(5, 3, w=bits), relu(5., out(4, axis)), conv(4, 3, out(8, axis), w=bits)))
for b in (20, 24, 28, 32):
    case(f'p_buffer{b}', lambda b=b: chain(*stem(buffer=b, o=out(buffer=b)), conv(5, 3, buffer=b), relu(5., out(buffer=b)),
                                           depthwise(3, out(buffer=b), buffer=b)))
for f in LUTS:
    after_stem(f'p_lut_{f}', lambda f=f: conv(6, 3, O11, name='c'), lambda f=f: lut(f, O8, alpha=.07))
after_stem('p_lut_4bit_output', lambda: conv(6, 3, O11, name='c'), lambda: lut('gelu', out(4, signed=True)))
after_stem('p_lut_14_bits_wide', lambda: conv(6, 3, O11, name='c'), lambda: lut('gelu', O8, bits=12))
after_stem('p_lut_16', lambda: conv(6, 3, O11, name='c'), lambda: lut('swish', O8, bits=16))
for r in (.01, .5, 1., 2., 8., 100., 1024.):
    after_stem(f'p_lut_range_{r:g}', lambda: conv(6, 3, O11, name='c'), lambda: lut('gelu', O8, name='a'),
               post=set_range(c=r))

# --- Dense1D --------------------------------------------------------------------------------------------------------
VEC = [lambda: conv(6, 3), lambda: relu(6.), lambda: gap(T8)]
MAP = [lambda: conv(6, 3, T8)]
after_stem('p_dense_d', *VEC, lambda: dense(5, T8))
after_stem('p_dense_dr', *VEC, lambda: dense(5), lambda: relu(6., T8), lambda: dense(3))
after_stem('p_dense_fd', *MAP, lambda: flatten(), lambda: dense(5))
after_stem('p_dense_fd_per_axis', lambda: conv(6, 3, O8), lambda: flatten(), lambda: dense(5))
after_stem('p_dense_fdr', *MAP, lambda: flatten(), lambda: dense(5), lambda: relu(6., T8))
after_stem('p_dense_rd', *MAP, lambda: reshape((8 * 8 * 6,)), lambda: dense(5, T8))
after_stem('p_dense_rdr', *MAP, lambda: reshape((1, 1, 8 * 8 * 6)), lambda: dense(5), lambda: relu(2., T8))
after_stem('p_dense_rfd', *MAP, lambda: reshape((4, 16, 6)), lambda: flatten(), lambda: dense(5))
after_stem('p_dense_rfdr', *MAP, lambda: reshape((4, 16, 6)), lambda: flatten(), lambda: dense(5), lambda: relu(6., T8))
after_stem('p_dense_skipped_reshape', *VEC, lambda: reshape((1, 1, 6)), lambda: dense(5, T8))
after_stem('p_dense_gap_keepdims', lambda: conv(6, 3), lambda: relu(6.), lambda: gap(T8, keepdims=True), lambda: dense(5, T8))
after_stem('p_dense_gap_keepdims_reshape', lambda: conv(6, 3), lambda: relu(6.), lambda: gap(T8, keepdims=True),
           lambda: reshape((6,)), lambda: dense(5, T8))
from_int8('p_dense_first', lambda: dense(5), lambda: relu(6., T8), lambda: dense(3), shape=(12,))
from_int8('p_dense_first_111n', lambda: dense(5), lambda: relu(6., T8), lambda: dense(3), shape=(1, 1, 12))
from_int8('p_dense_first_flatten', lambda: flatten(), lambda: dense(5), lambda: relu(6., T8), shape=(4, 4, 2))
from_int8('p_dense_int16', lambda: dense(5), lambda: relu(6., T8), lambda: dense(3), shape=(12,), dtype='int16')
from_int8('p_dense_unsigned', lambda: dense(5), lambda: relu(6., T8), shape=(12,), dtype='uint8')
from_int8('p_dense_unbounded', lambda: dense(5), lambda: relu(None, T8), lambda: dense(3), shape=(12,))
from_int8('p_dense_w4', lambda: dense(5, w=4), lambda: relu(6., T4), lambda: dense(3, w=4), shape=(12,))
for w in (2, 3, 5, 6, 7):
    from_int8(f'p_dense_w{w}', lambda w=w: dense(5, w=w), lambda: relu(6., T8), shape=(12,))

# --- DepthwiseConv2D, transposes ------------------------------------------------------------------------------------
for nm, block in dict(
        dw=[lambda: depthwise(3, O8)], dwr=[lambda: depthwise(3), lambda: relu(6., O8)],
        dwmr=[lambda: depthwise(3), lambda: max_pool(2), lambda: relu(6., O8)],
        dwa=[lambda: depthwise(3, O11), lambda: lut('gelu', O8)],
        dwma=[lambda: depthwise(3, O11), lambda: max_pool(2), lambda: lut('leaky_relu', O8)],
        ct=[lambda: conv_transpose(5, 3, O8)], ctr=[lambda: conv_transpose(5, 4), lambda: relu(6., O8)],
        cta=[lambda: conv_transpose(5, 3, O11), lambda: lut('gelu', O8)],
        dwt=[lambda: depthwise_transpose(3, O8)], dwtr=[lambda: depthwise_transpose(4), lambda: relu(6., O8)],
        dwta=[lambda: depthwise_transpose(4, O11), lambda: lut('swish', O8)]).items():
    after_stem(f'p_{nm}', *block)
    case(f'p_{nm}_tensor', lambda block=block: chain(*stem(o=T8), *[m() for m in block], conv(3, 1, O8)))
    from_int8(f'p_{nm}_first', *block, shape=(6, 6, 5))
for k, s, p in ((1, 1, 'same'), (5, 2, 'same'), (7, 1, 'valid'), (3, 2, 'valid')):
    after_stem(f'p_dw_k{k}_s{s}_{p}', lambda k=k, s=s, p=p: depthwise(k, O8, strides=s, padding=p))
after_stem('p_dw_w4_nobias', lambda: depthwise(3, w=4, use_bias=False), lambda: relu(None, O4))
after_stem('p_ct_w4_nobias', lambda: conv_transpose(5, 3, w=4, use_bias=False), lambda: relu(None, O4))
after_stem('p_dwt_w4_nobias', lambda: depthwise_transpose(3, w=4, use_bias=False), lambda: relu(None, O4))
after_stem('p_ct_output_padding', lambda: conv_transpose(5, 3, O8, output_padding=1))

# --- temporal -------------------------------------------------------------------------------------------------------
for t in (2, 5, 10):
    from_int8(f'p_btc_{t}', lambda t=t: temporal(5, t, O8))
    from_int8(f'p_btcr_{t}', lambda t=t: temporal(5, t, use_bias=True), lambda: relu(6., O8))
    from_int8(f'p_dbtc_{t}', lambda t=t: depthwise_temporal(t, O8))
    from_int8(f'p_dbtcr_{t}', lambda t=t: depthwise_temporal(t, use_bias=True), lambda: relu(6., O8))
after_stem('p_btc_after', lambda: temporal(5, 3, O8))
after_stem('p_btcr_after_w4', lambda: temporal(5, 3, w=4, use_bias=True), lambda: relu(None, O4), lambda: temporal(4, 2, O8))
after_stem('p_dbtc_after', lambda: depthwise_temporal(3, O8))
after_stem('p_dbtcr_after_w4', lambda: depthwise_temporal(3, w=4, use_bias=True), lambda: relu(2., O8))
case('p_btc_rescaled', lambda: chain(rescale(1 / 127.), temporal(5, 3, use_bias=True), relu(6., O8), shape=(6, 6, 2), dtype='int8'))
case('p_tenn', lambda: chain(*stem(), depthwise_temporal(4), relu(6., O8), conv(8, 1), relu(6., O8), depthwise(3, strides=2),
                             relu(6., O8), conv(8, 1), relu(6., O8), temporal(8, 3), relu(6., O8), gap_conv(), dense(4)))


def gap_conv():
    return lambda x: gap(T8)(relu(6.)(conv(6, 1)(x)))


# --- recurrent, post-processing -------------------------------------------------------------------------------------
def rec_block(units=6, outputs=5, o=None, subsample=1, bias=True, rel=False, first=None, **k):
    def f(x, n=''):
        x = projection(units, first, name=f'in_proj{n}')(x)
        x = token(0, -1, name=f'real{n}')(recurrent(name=f'rec{n}', **k)(x))
        x = projection(outputs, o if rel is False else None, subsample=subsample, use_bias=bias, name=f'out_proj{n}')(x)
        return relu(rel or None, o, name=f'relu{n}')(x) if rel is not False else x
    return f


def rec(*blocks, steps=8, channels=4, dtype='int16', end=True, batch=1):
    def make():
        x = i = L.Input((steps, channels), dtype=dtype, batch_size=batch, name='input')
        for n, b in enumerate(blocks):
            x = b(x, f'_{n}')
        return keras.Model(i, Dequantizer(name='dequantizer')(x) if end else x)
    return make


import tf_keras as keras  # noqa: E402
P8 = out(axis=PER_TENSOR)
A8 = out()
case('p_rec', rec(rec_block()))
case('p_rec_relu', rec(rec_block(rel=0, o=A8), rec_block()))
case('p_rec_relu_bounded', rec(rec_block(rel=6., o=A8), rec_block(bias=False)))
case('p_rec_relu_no_output_quantizer', rec(rec_block(rel=0)))
case('p_rec_oq', rec(rec_block(o=A8), rec_block(o=P8)))
case('p_rec_no_bias', rec(rec_block(bias=False)))
case('p_rec_subsample2', rec(rec_block(subsample=2, o=A8), rec_block(subsample=4)))
case('p_rec_int8', rec(rec_block(), dtype='int8'))
case('p_rec_input_16bit_inner', rec(rec_block(), rec_block()))
case('p_rec_dense', rec(rec_block(o=A8, subsample=8), lambda x, n: dense(3, name='head')(x)))


def pico(threshold, relu_first=False, channels=4):
    def make():
        import quantizeml.layers as ql
        i = L.Input((8, channels), dtype='int16', batch_size=1, name='input')
        x = rec_block(outputs=channels)(i, '_0')
        y = ql.QuantizedPicoPostProcessing(threshold=threshold, name='pico')(x, i)
        return keras.Model(i, Dequantizer(name='dequantizer')(y))
    return make


for t in (0, 5, 300, 65535, 2.75):
    case(f'p_pico_{t}'.replace('.', '_'), pico(t))
case('p_pico_negative', pico(-1))
case('p_pico_too_big', pico(65536))
case('p_pico_1_channel', pico(7, channels=1))


# --- Add, Concatenate -----------------------------------------------------------------------------------------------
def branches(join, left=None, right=None, tail=(), s=None, shape=(8, 8, 3)):
    def make():
        i = L.Input(shape, dtype='uint8', name='input')
        x = i
        for layer in s() if s else stem():
            x = layer(x)
        a = b = x
        for m in left or ():
            a = m()(a)
        for m in right or ():
            b = m()(b)
        y = join()([a, b])
        for m in tail:
            y = m()(y)
        return keras.Model(i, Dequantizer(name='dequantizer')(y))
    return make


LEFT = [lambda: conv(8, 3, name='left'), lambda: relu(6., O8)]
RIGHT = [lambda: conv(8, 1, O8, name='right')]
case('p_add', branches(lambda: add(O8), LEFT, RIGHT, [lambda: conv(4, 3, O8)]))
case('p_add_no_oq', branches(lambda: add(), LEFT, RIGHT))
case('p_add_average', branches(lambda: add(O8, average=True), LEFT, RIGHT, [lambda: conv(4, 3, O8)]))
case('p_add_tensor', branches(lambda: add(T8), [lambda: conv(8, 3, T8)], [lambda: conv(8, 1, T8)], [lambda: conv(4, 3, O8)]))
case('p_add_mixed', branches(lambda: add(T8), [lambda: conv(8, 3, T8)], RIGHT, [lambda: conv(4, 3, O8)]))
case('p_add_with_skip', branches(lambda: add(O8), LEFT, [], [lambda: conv(4, 3, O8)]))
case('p_add_4bit', branches(lambda: add(out(4, signed=True)), LEFT, RIGHT, [lambda: conv(4, 3, O8)]))
case('p_add_buffer', branches(lambda: add(O8, buffer=24), LEFT, RIGHT, [lambda: conv(4, 3, O8)]))
case('p_add_relu_refused', branches(lambda: add(), LEFT, RIGHT, [lambda: relu(6., O8)]))
case('p_add_same_twice', branches(lambda: add(O8)))
case('p_add_gap', branches(lambda: add(T8), LEFT, RIGHT, [lambda: conv(8, 1), lambda: gap(T8), lambda: dense(4)]))
case('p_add_wide', branches(lambda: add(O8), [lambda: conv(8, 3, out(16))], [lambda: conv(8, 3, out(16))]))
case('p_concat', branches(lambda: concat(), LEFT, RIGHT, [lambda: conv(4, 3, O8)]))
case('p_concat_tensor', branches(lambda: concat(), [lambda: conv(8, 3, T8)], [lambda: conv(5, 1, T8)], [lambda: conv(4, 3, O8)]))
case('p_concat_depthwise', branches(lambda: concat(), LEFT, RIGHT, [lambda: depthwise(3, O8)]))
case('p_concat_one_channel', branches(lambda: concat(), [lambda: conv(1, 3, O8)], RIGHT, [lambda: conv(4, 3, O8)]))
case('p_concat_last', branches(lambda: concat(), LEFT, RIGHT))
case('p_concat_skip', branches(lambda: concat(), LEFT, [], [lambda: conv(4, 3, O8)]))
case('p_concat_axis1', branches(lambda: concat(1), [lambda: conv(8, 3, T8, name='left')], [lambda: conv(8, 1, T8, name='right')],
                                [lambda: conv(4, 3, O8)], ), post=set_range(left=4., right=3.))
case('p_concat_axis2_unequal', branches(lambda: concat(2), [lambda: conv(8, 3, T8, name='left')],
                                        [lambda: conv(8, 1, T8, name='right')]), post=set_range(left=4., right=30.))
case('p_concat_signs', branches(lambda: concat(), [lambda: conv(8, 3), lambda: relu(6., O4)], RIGHT))
case('p_concat_unsigned', branches(lambda: concat(), [lambda: conv(8, 3), lambda: relu(6., O4)],
                                   [lambda: conv(8, 3), lambda: relu(6., O4)], [lambda: conv(4, 3, O8)]))


def three_way():
    i = L.Input((8, 8, 3), dtype='uint8', name='input')
    x = i
    for layer in stem():
        x = layer(x)
    a = relu(6., O8)(conv(8, 3, name='a')(x))
    b = conv(8, 3, O8, name='b')(x)
    s = add(O8, name='sum')([a, b])
    c = concat(name='cat')([s, x])
    d = relu(6., O8)(conv(8, 1, name='d')(c))
    y = add(O8, name='sum2')([d, s])
    y = relu(6., O8)(depthwise(3, name='e')(y))
    return keras.Model(i, Dequantizer(name='dequantizer')(y))


case('p_three_way', three_way)


# --- Quantizer: float inputs ----------------------------------------------------------------------------------------
def float_input(*make, shape=(8, 8, 3), **quantizer):
    return lambda: chain(InputQuantizer(name='quantizer', **quantizer), *[m() for m in make], shape=shape, dtype='float32')


CR = [lambda: conv(5, 3), lambda: relu(6., O8), lambda: conv(4, 3, O8)]
for axis in ('per-tensor', 'per-axis'):
    for bits in (4, 8):
        for sign in (True, False):
            case(f'p_quantizer_{axis}_{bits}_{"signed" if sign else "unsigned"}',
                 float_input(*CR, axis=axis, bitwidth=bits, signed=sign))
            case(f'p_quantizer_{axis}_{bits}_{"signed" if sign else "unsigned"}_c4',
                 float_input(*CR, axis=axis, bitwidth=bits, signed=sign, shape=(8, 8, 4)))
case('p_quantizer_16', float_input(*CR, bitwidth=16, signed=True))
case('p_quantizer_6', float_input(*CR, bitwidth=6, signed=True))
case('p_quantizer_dense', float_input(lambda: dense(4, T8), bitwidth=8, signed=True, shape=(10,)))
case('p_quantizer_dense_unsigned', float_input(lambda: dense(4, T8), bitwidth=8, signed=False, shape=(10,)))
case('p_quantizer_depthwise', float_input(lambda: depthwise(3, O8), bitwidth=8, signed=True, axis='per-axis'))
case('p_quantizer_rescaled', lambda: chain(InputQuantizer(name='quantizer', signed=False), rescale(1 / 255.), *[m() for m in CR],
                                           dtype='float32'))


def input_range(low, high):
    def change(model):
        q = model.get_layer('quantizer')
        q.range_min.assign(np.resize(np.float32(low), q.range_min.shape))
        q.range_max.assign(np.resize(np.float32(high), q.range_max.shape))
    return change


for nm, low, high in (('zero', 0., 255.), ('pow2', -1., 1.), ('pow2_tail', -2.**-13, 2.**-13), ('huge', -3e4, 3e4), ('half', -.5, .5),
                      ('positive', .5, 3.), ('reversed', 3., -3.), ('flat', 0., 0.)):
    case(f'p_quantizer_range_{nm}', float_input(*CR, signed=True), post=input_range(low, high))
    case(f'p_quantizer_range_{nm}_unsigned', float_input(*CR, signed=False), post=input_range(low, high))
case('p_quantizer_axis_unequal', float_input(*CR, signed=False, axis='per-axis'),
     post=lambda m: (m.get_layer('quantizer').range_max.assign(np.float32([1., 5., 40.])), None)[1])
case('p_quantizer_axis_equal', float_input(*CR, signed=False, axis='per-axis'),
     post=lambda m: (m.get_layer('quantizer').range_max.assign(np.float32([5., 5.1, 4.9])),
                     m.get_layer('quantizer').range_min.assign(np.float32([-.5, 0., -1.])), None)[2])

# --- Dequantizer, skipped and shared layers -------------------------------------------------------------------------
case('p_dequantizer_middle', lambda: chain(*stem(), conv(4, 3, O8), Dequantizer(name='mid'), L.ReLU(), L.AveragePooling2D(), end=False))
case('p_dequantizer_then_quantized', lambda: chain(*stem(), conv(4, 3, O8), Dequantizer(name='mid'), conv(4, 3, O8), end=True))
case('p_dropout', lambda: chain(conv(4, 3), relu(6., O8), qlayers_dropout(), conv(4, 3), qlayers_dropout(), relu(6., O8)))
case('p_softmax_end', lambda: chain(*stem(), conv(6, 3), relu(6.), gap(T8), dense(4), Dequantizer(name='deq'), L.Softmax(), end=False))
case('p_rescaling_mid', lambda: chain(rescale(1 / 255.), *stem(), conv(4, 3, O8)))
case('p_rescaling_twice', lambda: chain(rescale(1 / 255.), rescale(.5), *stem(), conv(4, 3, O8)))
case('p_rescaling_int8', lambda: chain(rescale(1 / 127.), conv(4, 3), relu(6., O8), shape=(8, 8, 4), dtype='int8'))
case('p_permute', lambda: chain(*stem(o=T8), qlayers_permute((2, 1, 3)), conv(4, 3, O8)))
case('p_permute_dense', lambda: chain(*stem(o=T8), qlayers_permute((2, 1, 3)), flatten(), dense(4, T8)))
case('p_extract_token', lambda: chain(*stem(o=T8), token(0, 1), flatten(), dense(4, T8)))


def qlayers_dropout():
    import quantizeml.layers as ql
    return ql.QuantizedDropout(.2)


def qlayers_permute(dims):
    import quantizeml.layers as ql
    return ql.QuantizedPermute(dims)


def shared():
    c = conv(8, 3, O8, name='twice')
    return lambda: chain(*stem(), c, c)


case('p_shared_conv', lambda: shared()())
case('p_shared_conv_v1', lambda: chain(*stem(o=T4), *(lambda c: (c, c))(conv(8, 3, T4, w=4, name='twice'))), target='v1')


def sequential():
    return keras.Sequential([L.InputLayer((8, 8, 3), dtype='uint8', name='image'), *stem(), conv(4, 3, O8), Dequantizer()])


case('p_sequential', sequential)
case('p_sequential_no_input_layer', lambda: keras.Sequential([
    conv(4, 3, input_shape=(8, 8, 3)), relu(6., O8), conv(4, 3, O8), Dequantizer()]))
case('p_slashes_in_names', lambda: chain(conv(4, 3, name='block/conv'), relu(6., O8, name='block/conv/relu'),
                                         conv(4, 3, O8, name='block'), name='in/put'))

# --- the arithmetic's edges -----------------------------------------------------------------------------------------
for r in (.37, .5, 1., 2., 3.9999, 4., 6., 8., 127., 255., 2.**-13, 2.**13):
    after_stem(f'p_relu_max_{r:g}', lambda r=r: conv(11, 3, name='c'), lambda r=r: relu(r, O8))
for exponent in range(-16, -9):
    after_stem(f'p_scale_2e{exponent}', lambda: conv(19, 3, name='c'), lambda: relu(6., O8),
               post=together(scale_weights('stem', [127.]), scale_weights('c', [127. * 2.**exponent, 127. * 2.**exponent * (1 + 2e-7),
                                                                               127. * 2.**exponent * (1 - 1e-7)])))
case('p_scales_spread', lambda: chain(conv(29, 3, name='c'), relu(6., O8), conv(13, 3, O8)),
     post=scale_weights('c', [127. * 2.**-e for e in range(2, 31)]))
case('p_scales_spread_tail', lambda: chain(conv(5, 3, name='c'), relu(1., O8), conv(7, 3, O8, name='d')),
     post=together(scale_weights('c', [127. * 2.**-e for e in (13, 15, 26, 27, 30)]),
                   scale_weights('d', [127. * 2.**-e for e in (13, 15, 26, 27, 30)])))
case('p_range_pow2', lambda: chain(*stem(19), conv(19, 3, O8, name='c'), conv(4, 1, T8, name='d')),
     post=set_range(stem_relu=[2.**e for e in range(-4, 15)], c=[2.**e for e in range(-6, 13)], d=2.**-3))
for r in (2.**13, 2.**-13, 2.**-15, 2.**-26, 0., 1e-20, 1e9, 3e-39):
    case(f'p_range_{r:g}', lambda: chain(*stem(), conv(9, 3, O8, name='c'), conv(3, 1, T8, name='d')), post=set_range(c=r, d=r))
case('p_weights_zero', lambda: chain(*stem(), conv(9, 3, O8, name='c')),
     post=lambda m: m.get_layer('c').set_weights([np.zeros_like(w) for w in m.get_layer('c').get_weights()]))
case('p_weights_zero_channel', lambda: chain(*stem(), conv(9, 3, O8, name='c')),
     post=lambda m: m.get_layer('c').set_weights([w * (np.arange(9) % 3 > 0) for w in m.get_layer('c').get_weights()]))
case('p_bias_huge', lambda: chain(*stem(), conv(9, 3, name='c'), relu(6., O8)),
     post=lambda m: m.get_layer('c').set_weights([w if w.ndim > 1 else w * 1e4 for w in m.get_layer('c').get_weights()]))
case('p_bias_tiny', lambda: chain(*stem(), conv(9, 3, name='c'), relu(6., O8)),
     post=lambda m: m.get_layer('c').set_weights([w if w.ndim > 1 else w * 1e-7 for w in m.get_layer('c').get_weights()]))
case('p_bias_4bit', lambda: chain(*stem(bias_bits=4), conv(9, 3, bias_bits=4), relu(6., O8, max_bits=4)))
case('p_ties', lambda: chain(conv(4, 1, name='c'), relu(6., O8), shape=(8, 8, 3)),
     post=lambda m: m.get_layer('c').set_weights([np.float32(np.arange(-6, 6).reshape(1, 1, 3, 4) * .5 + .25) / 2.,
                                                  np.float32([.5, 1.5, -2.5, 3.5])]))
for v in (0., 7., [1., 2., 3.]):
    nm = 'axis' if isinstance(v, list) else int(v)
    case(f'p_padding_value_{nm}', lambda v=v: chain(rescale(1 / 127.), conv(4, 3, name='c', padding_value=v if v == 0. else
                                                    [x / 12.7 for x in v] if isinstance(v, list) else v / 12.7), relu(6., O8)))
case('p_padding_value_negative', lambda: chain(rescale(1 / 127.), conv(4, 3, padding_value=-.5), relu(6., O8)))
case('p_padding_value_count', lambda: chain(rescale(1 / 127.), conv(4, 3, padding_value=[.1, .2]), relu(6., O8)))
case('p_padding_value_big', lambda: chain(rescale(1 / 127.), conv(4, 3, padding_value=3.), relu(6., O8)))
case('p_padding_value_pool', lambda: chain(rescale(1 / 127.), conv(4, 3, padding_value=.5), max_pool(2), relu(6., O8)))
case('p_padding_value_fixed_point', lambda: chain(*stem(), conv(4, 3, padding_value=.5), relu(6., O8)))
case('p_padding_value_not_input', lambda: chain(rescale(1 / 127.), conv(4, 3, padding_value=.5), relu(6., O8), shape=(8, 8, 4), dtype='int8'))
case('p_padding_value_not_input_zero', lambda: chain(rescale(1 / 127.), conv(4, 3, padding_value=0.), relu(6., O8), shape=(8, 8, 4), dtype='int8'))
