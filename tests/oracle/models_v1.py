# SPDX-License-Identifier: Apache-2.0
"""Akida v1 patterns and their edges from already quantized layers: `UNITS` as in models_units.py."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import numpy as np  # noqa: E402
from direct_layers import *  # noqa: E402,F403
from direct_layers import L, out, PER_TENSOR  # noqa: E402

UNITS = {}
T4, T8, A4 = out(4, PER_TENSOR), out(8, PER_TENSOR), out(4)


def case(name, make, **q):
    UNITS[name] = (make, 'v1', dict(direct=True, **q))


def after_stem(name, *make, stem_out=T4, **q):
    case(name, lambda: chain(*stem(o=stem_out), *[m() for m in make]), **q)


BLOCKS = dict(
    c=[lambda: conv(6, 3, T8, w=4, name='c')],
    cr=[lambda: conv(6, 3, w=4, name='c'), lambda: relu(6., T4)],
    cmr=[lambda: conv(6, 3, w=4, name='c'), lambda: max_pool(2), lambda: relu(6., T4)],
    cgr=[lambda: conv(6, 3, w=4, name='c'), lambda: gap(), lambda: relu(6., T4)],
    cg=[lambda: conv(6, 3, w=4, name='c'), lambda: gap(T8)],
    s=[lambda: separable(6, 3, T8, name='s')],
    sr=[lambda: separable(6, 3, name='s'), lambda: relu(6., T4)],
    sgr=[lambda: separable(6, 3, name='s'), lambda: gap(), lambda: relu(6., T4)],
    sg=[lambda: separable(6, 3, name='s'), lambda: gap(T8)],
    smr=[lambda: separable(6, 3, name='s'), lambda: max_pool(2), lambda: relu(6., T4)])
for nm, block in BLOCKS.items():
    after_stem(f'v1p_{nm}', *block)
    after_stem(f'v1p_{nm}_nodeq_next', *block, lambda: conv(4, 3, T8, w=4)) if nm in ('cr', 'cmr', 'sr', 'smr') else \
        after_stem(f'v1p_{nm}_end_dense', *block, lambda: dense(4, w=4))
    case(f'v1p_{nm}_first', lambda block=block: chain(*[m() for m in block], shape=(8, 8, 4), dtype='int8'))
    case(f'v1p_{nm}_first_uint8', lambda block=block: chain(*[m() for m in block], shape=(8, 8, 4)))
for nm in ('cr', 'cmr'):
    for ch in (1, 3):
        for w in (2, 4, 8):
            case(f'v1p_input_{nm}_c{ch}_w{w}', lambda nm=nm, ch=ch, w=w: chain(
                conv(6, 3, w=w), *([max_pool(2)] if 'm' in nm else []), relu(6., T4), shape=(8, 8, ch)))
case('v1p_no_dequantizer', lambda: chain(*stem(o=T4), conv(4, 3, T8, w=4), end=False))
case('v1p_no_dequantizer_relu', lambda: chain(*stem(o=T4), conv(4, 3, w=4), relu(6., T4), end=False))
for w in (1, 2, 3, 4, 5, 8):
    after_stem(f'v1p_conv_w{w}', lambda w=w: conv(6, 3, w=w), lambda: relu(6., T4))
    after_stem(f'v1p_sep_w{w}', lambda w=w: separable(6, 3, w=w), lambda: relu(6., T4))
    after_stem(f'v1p_dense_w{w}', lambda: conv(6, 3, w=4), lambda: max_pool(2), lambda: relu(6., T4), lambda: flatten(),
               lambda w=w: dense(5, w=w))


def one_bit(layer_class):
    """One-bit weights exist only unsigned: WeightQuantizer refuses one signed bit."""
    import quantizeml.layers as ql
    c = dict(weight_quantizer=dict(bitwidth=1, signed=False))
    return ql.QuantizedConv2D(6, 3, padding='same', quant_config=c) if layer_class == 'conv' else \
        ql.QuantizedDense(5, quant_config=c) if layer_class == 'dense' else \
        ql.QuantizedSeparableConv2D(6, 3, padding='same', quant_config=dict(
            dw_weight_quantizer=dict(bitwidth=1, signed=False), pw_weight_quantizer=dict(bitwidth=1, signed=False)))


after_stem('v1p_conv_unsigned1', lambda: one_bit('conv'), lambda: relu(6., T4))
after_stem('v1p_sep_unsigned1', lambda: one_bit('sep'), lambda: relu(6., T4))
after_stem('v1p_dense_unsigned1', lambda: conv(6, 3, w=4), lambda: max_pool(2), lambda: relu(6., T4), lambda: flatten(),
           lambda: one_bit('dense'))
for a in (1, 2, 3, 4, 8):
    after_stem(f'v1p_act{a}', lambda a=a: conv(6, 3, w=4), lambda a=a: relu(6., out(a, PER_TENSOR)), lambda: separable(4, 3, T8))
    case(f'v1p_input_act{a}', lambda a=a: chain(*stem(o=out(a, PER_TENSOR)), conv(4, 3, T8, w=4)))
after_stem('v1p_act4_signed', lambda: conv(6, 3, w=4), lambda: relu(6., out(4, PER_TENSOR, signed=True)), lambda: conv(4, 3, T8, w=4))
after_stem('v1p_per_axis', lambda: conv(6, 3, w=4), lambda: relu(6., A4), lambda: conv(4, 3, T8, w=4))
after_stem('v1p_per_axis_stem', lambda: conv(6, 3, w=4), lambda: relu(6., T4), stem_out=A4)
after_stem('v1p_sep_pw_bits', lambda: separable(6, 3, w=4, pw=2), lambda: relu(6., T4))
after_stem('v1p_sep_stride', lambda: separable(6, 3, strides=2), lambda: relu(6., T4))
after_stem('v1p_sep_k5_valid', lambda: separable(6, 5, padding='valid'), lambda: relu(6., T4))
after_stem('v1p_sep_k1', lambda: separable(6, 1), lambda: relu(6., T4))
after_stem('v1p_conv_no_bias', lambda: conv(6, 3, w=4, use_bias=False), lambda: relu(6., T4))
after_stem('v1p_conv_no_oq', lambda: conv(6, 3, w=4))
after_stem('v1p_relu_unbounded', lambda: conv(6, 3, w=4), lambda: relu(None, T4))
after_stem('v1p_relu_no_oq', lambda: conv(6, 3, w=4), lambda: relu(6.))
after_stem('v1p_conv_conv', lambda: conv(6, 3, T4, w=4), lambda: conv(6, 3, T8, w=4))
after_stem('v1p_depthwise', lambda: depthwise(3, w=4), lambda: relu(6., T4))
after_stem('v1p_conv_relu_gap', lambda: conv(6, 3, w=4), lambda: relu(6.), lambda: gap(T8))
after_stem('v1p_max_pool_alone', lambda: max_pool(2), lambda: conv(6, 3, T8, w=4))
after_stem('v1p_lut', lambda: conv(6, 3, out(11, PER_TENSOR), w=4), lambda: lut('gelu', T8))
after_stem('v1p_gap_too_large', lambda: conv(6, 3, w=4), lambda: gap(T8))
UNITS['v1p_gap_too_large'] = (lambda: chain(*stem(o=T4), conv(6, 3, w=4), gap(T8), shape=(17, 16, 3)), 'v1', dict(direct=True))
case('v1p_gap_256', lambda: chain(*stem(o=T4), conv(6, 3, w=4), gap(T8), shape=(16, 16, 3)))
case('v1p_gap_rect', lambda: chain(*stem(o=T4), separable(6, 3), gap(), relu(6., T4), dense(3, w=4), shape=(6, 9, 3)))

# rectangular kernels, strides, pools and maps
case('v1p_rect_input', lambda: chain(conv(6, (3, 5)), relu(6., T4), conv(4, (5, 3), T8, w=4), shape=(10, 14, 3)))
case('v1p_rect_input_kernel_even', lambda: chain(conv(6, (2, 4)), relu(6., T4), conv(4, 3, T8, w=4), shape=(10, 14, 3)))
case('v1p_rect_strides', lambda: chain(conv(6, 3, strides=(1, 2)), relu(6., T4), conv(4, 3, w=4, strides=(2, 1)), relu(6., T4),
                                       separable(5, (5, 3), T8, strides=(1, 2)), shape=(12, 20, 3)))
case('v1p_rect_pool', lambda: chain(conv(6, 3), max_pool((2, 3), (1, 2)), relu(6., T4), conv(4, 3, w=4), max_pool((3, 2)), relu(6., T4),
                                    separable(5, 3, T8), shape=(12, 20, 1)))
case('v1p_rect_dense', lambda: chain(*stem(o=T4), conv(4, 3, w=4, strides=2), relu(6., T4), flatten(), dense(6, w=4), relu(6., T4),
                                     dense(3, w=4), shape=(6, 10, 3)))
case('v1p_stride_over_kernel', lambda: chain(*stem(o=T4), conv(4, 1, w=4, strides=2), relu(6., T4)))
case('v1p_even_kernel', lambda: chain(*stem(o=T4), conv(4, 4, w=4), relu(6., T4)))
case('v1p_valid_pool', lambda: chain(*stem(o=T4), conv(4, 3, w=4, padding='valid'), max_pool(3, 2, 'valid'), relu(6., T4), shape=(14, 14, 3)))
case('v1p_pool_mismatch', lambda: chain(*stem(o=T4), conv(4, 3, w=4), max_pool(2, padding='valid'), relu(6., T4)))
case('v1p_input_pool_mismatch', lambda: chain(conv(4, 3), max_pool(2, padding='valid'), relu(6., T4)))
case('v1p_input_stride5', lambda: chain(conv(4, 5, strides=5), relu(6., T4), conv(3, 1, T8, w=4), shape=(20, 20, 3)))

# dense variants
MAP = [lambda: conv(6, 3, w=4), lambda: relu(6., T4)]
after_stem('v1p_dense_fd', *MAP, lambda: flatten(), lambda: dense(5, w=4))
after_stem('v1p_dense_fdr', *MAP, lambda: flatten(), lambda: dense(5, w=4), lambda: relu(6., T4), lambda: dense(3, w=4))
after_stem('v1p_dense_rd', *MAP, lambda: reshape((8 * 8 * 6,)), lambda: dense(5, w=4))
after_stem('v1p_dense_rd_111n', *MAP, lambda: reshape((1, 1, 8 * 8 * 6)), lambda: dense(5, w=4))
after_stem('v1p_dense_rdr', *MAP, lambda: reshape((8 * 8 * 6,)), lambda: dense(5, w=4), lambda: relu(6., T4), lambda: dense(3, w=4))
after_stem('v1p_dense_rfd', *MAP, lambda: reshape((4, 16, 6)), lambda: flatten(), lambda: dense(5, w=4))
after_stem('v1p_dense_rfdr', *MAP, lambda: reshape((4, 16, 6)), lambda: flatten(), lambda: dense(5, w=4), lambda: relu(6., T4))
after_stem('v1p_dense_d', *BLOCKS['cgr'], lambda: dense(5, w=4))
after_stem('v1p_dense_dr', *BLOCKS['cgr'], lambda: dense(5, w=4), lambda: relu(6., T4), lambda: dense(3, w=4))
after_stem('v1p_dense_unbounded', *BLOCKS['cgr'], lambda: dense(5, w=4), lambda: relu(None, T4), lambda: dense(3, w=4))
after_stem('v1p_dense_no_oq', *BLOCKS['cgr'], lambda: dense(5, w=4), lambda: relu(6.))
after_stem('v1p_dense_per_axis_map', lambda: conv(6, 3, w=4), lambda: relu(6., A4), lambda: flatten(), lambda: dense(5, w=4))
after_stem('v1p_dense_spatial', *MAP, lambda: dense(5, w=4))
case('v1p_dense_first', lambda: chain(dense(5, w=4), relu(6., T4), dense(3, w=4), shape=(12,), dtype='int8'))
case('v1p_dense_first_uint8', lambda: chain(dense(5, w=4), relu(6., T4), dense(3, w=4), shape=(12,)))

# float inputs
for axis in ('per-tensor', 'per-axis'):
    for bits in (4, 8):
        for sign in (True, False):
            for ch in (3, 4):
                case(f'v1p_quantizer_{axis}_{bits}_{"signed" if sign else "unsigned"}_c{ch}',
                     lambda axis=axis, bits=bits, sign=sign, ch=ch: chain(
                         InputQuantizer(name='quantizer', axis=axis, bitwidth=bits, signed=sign), conv(5, 3, w=8 if ch == 3 else 4),
                         relu(6., T4), conv(4, 3, T8, w=4), shape=(8, 8, ch), dtype='float32'))

# padding values
for v in (0., 7., [1., 2., 3.], [5., 5., 5.]):
    nm = '_'.join(str(int(x)) for x in v) if isinstance(v, list) else int(v)
    case(f'v1p_padding_{nm}', lambda v=v: chain(rescale(1 / 127.), conv(4, 3, padding_value=[x / 12.7 for x in v] if isinstance(v, list)
                                                                       else v / 12.7), relu(6., T4)))
case('v1p_padding_negative', lambda: chain(rescale(1 / 127.), conv(4, 3, padding_value=-.5), relu(6., T4)))


# hardware limits: activation steps and thresholds that must be equalized or clipped
def limits(stem_scale, conv_scale, last='conv', stem_bias=1., pool=False):
    def make():
        tail = [separable(5, 3, name='c'), relu(6., T4), separable(4, 3, T8)] if last == 'sep' else \
            [conv(5, 3, w=4, name='c'), relu(6., T4), conv(4, 3, T8, w=4)] if last == 'conv' else \
            [flatten(), dense(5, w=4, name='c'), relu(6., T4), dense(4, w=4)]
        return chain(conv(8, 3, name='stem'), *([max_pool(2)] if pool else []), relu(6. * stem_scale, T4, name='stem_relu'), *tail)

    def post(model):
        for name, factor in (('stem', stem_scale), ('c', conv_scale)):
            layer = model.get_layer(name)
            w = layer.get_weights()
            w[0] = w[0] * np.float32(factor)
            w[-1] = w[-1] * np.float32(stem_bias * factor)
            layer.set_weights(w)
        set_range(stem_relu=6. * stem_scale)(model)
    return make, post


for n, (a, b, last, bias) in enumerate(((1e-5, 1., 'conv', 1.), (1e-7, 1., 'conv', 1.), (1e-7, 1., 'sep', 1.), (1., 1e-5, 'conv', 1.),
                                        (1., 1e-6, 'sep', 1.), (1e-6, 1e-5, 'conv', 100.), (1., 1., 'conv', -1000.), (1e3, 1e3, 'sep', 1.),
                                        (1e-7, 1e-3, 'dense', 1.), (1., 1., 'sep', -1e5))):
    make, post = limits(a, b, last, bias)
    case(f'v1p_limits_{n}', make, post=post)
for n, r in enumerate((1e-9, 1e-4, 1e4, 1e6, 1e9)):
    after_stem(f'v1p_range_{n}', lambda: conv(6, 3, w=4, name='c'), lambda: relu(6., T4, name='r'), lambda: conv(4, 3, T8, w=4, name='d'),
               post=set_range(stem_relu=r, r=r))
for act, r in ((1, 6.), (2, 6.), (4, 6.), (4, 1e4)):
    after_stem(f'v1p_threshold_{act}_{r:g}', lambda act=act: conv(6, 3, w=4, name='c'), lambda act=act: relu(6., out(act, PER_TENSOR), name='r'),
               lambda: conv(4, 3, T8, w=4), post=together(set_range(r=r), lambda m: m.get_layer('c').set_weights(
                   [m.get_layer('c').get_weights()[0], np.float32([-40, -4e3, 4e3, 1, -1, 0])])))
for e in (-15, -13, -12):
    after_stem(f'v1p_scale_2e{e}', lambda: conv(11, 3, w=4, name='c'), lambda: relu(6., T4), lambda: conv(4, 3, T8, w=4),
               post=together(scale_weights('stem', [127.]), scale_weights('c', [7. * 2.**e, 7. * 2.**e * (1 + 2e-7)])))
