# SPDX-License-Identifier: Apache-2.0
"""Models the official converter refuses, one reason each: `UNITS` as in models_units.py."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tf_keras as keras  # noqa: E402
import quantizeml.layers as ql  # noqa: E402
from direct_layers import *  # noqa: E402,F403
from direct_layers import L, out, PER_TENSOR  # noqa: E402
from models_patterns import rec, rec_block, branches, pico, T8, O8, O11, A8  # noqa: E402

UNITS = {}


def case(name, make, target='v2', **q):
    UNITS[f'r_{name}'] = (make, target, dict(direct=True, **q))


def after_stem(name, *make, **q):
    case(name, lambda: chain(*stem(), *[m() for m in make]), **q)


CR = [lambda: conv(5, 3, name='c'), lambda: relu(6., O8, name='r')]
# --- whole-model rules
case('only_skippable', lambda: chain(rescale(.5)))
case('only_skippable_keras', lambda: chain(rescale(.5), Dequantizer(), L.Softmax(), end=False))


def two_inputs():
    a, b = L.Input((8, 8, 3), dtype='uint8', name='a'), L.Input((8, 8, 3), dtype='uint8', name='b')
    return keras.Model([a, b], Dequantizer()(add(O8)([relu(6., O8)(conv(4)(a)), relu(6., O8)(conv(4)(b))])))


def two_outputs():
    i = L.Input((8, 8, 3), dtype='uint8')
    x = relu(6., O8)(conv(4)(i))
    return keras.Model(i, [Dequantizer()(conv(2, 3, O8)(x)), Dequantizer()(conv(3, 3, O8)(x))])


def float_side_branch():
    i = L.Input((8, 8, 3), dtype='uint8')
    x = relu(6., O8)(conv(4)(i))
    a, b = conv(4, 3, O8, name='a')(x), conv(4, 3, O8, name='b')(x)
    return keras.Model(i, L.Multiply()([Dequantizer(name='da')(a), Dequantizer(name='db')(b)]))


def multi_dequantizer():
    i = L.Input((8, 8, 3), dtype='uint8')
    x = relu(6., O8)(conv(4)(i))
    a, b = conv(4, 3, O8, name='a')(x), conv(4, 3, O8, name='b')(x)
    return keras.Model(i, L.Multiply()(Dequantizer(name='d')([a, b])))


def nested():
    i = L.Input((8, 8, 3), dtype='uint8')
    x = i
    for layer in stem():
        x = layer(x)
    j = L.Input((8, 8, 8))
    inner = keras.Model(j, L.ReLU()(j), name='inner')
    return keras.Model(i, inner(Dequantizer()(x)))


case('two_inputs', two_inputs)
case('two_outputs', two_outputs)
case('float_side_branch', float_side_branch)
case('multi_dequantizer', multi_dequantizer)
case('nested_tail', nested)
case('rank3', lambda: chain(dense(4), relu(6., T8), shape=(6, 5), dtype='int8'))
case('rank5', lambda: chain(dense(4), relu(6., T8), shape=(2, 2, 2, 5), dtype='int8'))
case('channels_first_flatten', lambda: chain(*stem(o=T8), flatten(data_format='channels_first'), dense(4)))
case('channels_first_pool', lambda: chain(*stem(), conv(4, 3), max_pool(2, data_format='channels_first'), relu(6., O8)))
case('dilation', lambda: chain(*stem(), conv(4, 3, dilation_rate=2), relu(6., O8)))
case('dilation_after_dequantizer', lambda: chain(*stem(), conv(4, 3, O8), Dequantizer(name='d'), L.Conv2D(3, 3, dilation_rate=2), end=False))
case('v1_add', branches(lambda: add(O8)), target='v1')
case('v1_concat', branches(lambda: concat()), target='v1')
# --- patterns
after_stem('separable_v2', lambda: separable(4, 3, w=8), lambda: relu(6., O8))
after_stem('conv_pool', lambda: conv(4, 3), lambda: max_pool(2))
after_stem('pool_alone', lambda: max_pool(2))
after_stem('relu_alone', lambda: relu(6., O8))
after_stem('gap_alone', lambda: gap(T8))
after_stem('conv_gap_relu', lambda: conv(4, 3), lambda: gap(), lambda: relu(6., T8))
after_stem('conv_pool_relu_gap', lambda: conv(4, 3), lambda: max_pool(2), lambda: relu(6.), lambda: gap(T8))
after_stem('depthwise_gap', lambda: depthwise(3), lambda: gap(T8))
after_stem('dense_lut', lambda: conv(4, 3), lambda: gap(T8), lambda: dense(4, O11), lambda: lut('gelu', T8))
after_stem('temporal_lut', lambda: temporal(4, 3, O11), lambda: lut('gelu', O8))
after_stem('flatten_end', lambda: conv(4, 3, T8), lambda: flatten())
after_stem('reshape_end', lambda: conv(4, 3, T8), lambda: reshape((4, 16, 4)))
after_stem('reshape_conv', lambda: conv(4, 3, T8), lambda: reshape((4, 16, 4)), lambda: conv(4, 3, O8))
case('input_c_pattern', lambda: chain(conv(4, 3, O8)))
case('input_cg_pattern', lambda: chain(conv(4, 3), gap(T8)))
case('input_crg_pattern', lambda: chain(conv(4, 3), relu(6.), gap(T8)))
case('input_depthwise', lambda: chain(depthwise(3, O8)))
case('input_depthwise_int8', lambda: chain(depthwise(3, O8), dtype='int8'))
# --- block checks
after_stem('pool_padding', lambda: conv(4, 3), lambda: max_pool(2, padding='valid'), lambda: relu(6., O8))
case('input_pool_padding', lambda: chain(conv(4, 3), max_pool(2, padding='valid'), relu(6., O8)))
after_stem('pool_rect', lambda: conv(4, 3), lambda: max_pool((2, 3), 1), lambda: relu(6., O8))
after_stem('pool_rect_default_strides', lambda: conv(4, 3), lambda: max_pool((2, 3)), lambda: relu(6., O8))
after_stem('pool_rect_strides', lambda: conv(4, 3), lambda: max_pool(3, (1, 2)), lambda: relu(6., O8))
after_stem('pool_stride_over_size', lambda: conv(4, 3), lambda: max_pool(2, 3), lambda: relu(6., O8))
case('input_pool_rect', lambda: chain(conv(4, 3), max_pool((2, 3), 1), relu(6., O8)))
case('input_pool_stride_over_size', lambda: chain(conv(4, 3), max_pool(2, 3), relu(6., O8)))
for w in (2, 3, 5, 6, 7, 16):
    after_stem(f'conv_w{w}', lambda w=w: conv(4, 3, w=w), lambda: relu(6., O8))
    case(f'input_w{w}', lambda w=w: chain(conv(4, 3, w=w), relu(6., O8)))
for w in (2, 6, 16):
    after_stem(f'depthwise_w{w}', lambda w=w: depthwise(3, w=w), lambda: relu(6., O8))
    after_stem(f'transpose_w{w}', lambda w=w: conv_transpose(4, 3, w=w), lambda: relu(6., O8))
    after_stem(f'depthwise_transpose_w{w}', lambda w=w: depthwise_transpose(3, w=w), lambda: relu(6., O8))
    after_stem(f'temporal_w{w}', lambda w=w: temporal(4, 3, w=w), lambda: relu(6., O8))
    after_stem(f'depthwise_temporal_w{w}', lambda w=w: depthwise_temporal(3, w=w), lambda: relu(6., O8))
after_stem('conv_rect', lambda: conv(4, (3, 5)), lambda: relu(6., O8))
after_stem('conv_rect_strides', lambda: conv(4, 3, strides=(1, 2)), lambda: relu(6., O8))
case('input_rect', lambda: chain(conv(4, (3, 5)), relu(6., O8)))
case('input_rect_strides', lambda: chain(conv(4, 3, strides=(1, 2)), relu(6., O8)))
after_stem('depthwise_rect', lambda: depthwise((3, 5)), lambda: relu(6., O8))
after_stem('depthwise_pool_padding', lambda: depthwise(3), lambda: max_pool(2, padding='valid'), lambda: relu(6., O8))
after_stem('depthwise_pool_rect', lambda: depthwise(3), lambda: max_pool((2, 3), 1), lambda: relu(6., O8))
after_stem('transpose_rect', lambda: conv_transpose(4, (3, 4)), lambda: relu(6., O8))
after_stem('transpose_k5', lambda: conv_transpose(4, 5), lambda: relu(6., O8))
after_stem('transpose_stride1', lambda: conv_transpose(4, 3, strides=1), lambda: relu(6., O8))
after_stem('transpose_rect_strides', lambda: conv_transpose(4, 3, strides=(1, 2)), lambda: relu(6., O8))
after_stem('transpose_valid', lambda: conv_transpose(4, 3, padding='valid'), lambda: relu(6., O8))
after_stem('depthwise_transpose_k5', lambda: depthwise_transpose(5), lambda: relu(6., O8))
after_stem('depthwise_transpose_rect', lambda: depthwise_transpose((3, 4)), lambda: relu(6., O8))
after_stem('dense_spatial', lambda: conv(4, 3, T8), lambda: dense(4))
case('recurrent_in_proj_bias', rec(lambda x, n: projection(5)(token()(recurrent()(projection(6, use_bias=True)(x))))))
case('recurrent_in_proj_oq', rec(rec_block(first=out(16, PER_TENSOR))))
case('recurrent_in_proj_subsample', rec(lambda x, n: projection(5)(token()(recurrent()(projection(6, subsample=2)(x))))))
case('recurrent_buffers', rec(lambda x, n: projection(5, buffer=24)(token()(recurrent()(projection(6)(x))))))
case('recurrent_no_token', rec(lambda x, n: recurrent()(projection(6)(x))))
case('recurrent_token_axis1', rec(lambda x, n: projection(5)(token(0, 1)(recurrent()(projection(6)(x))))))
case('recurrent_subsample3', rec(rec_block(subsample=3), steps=9))
case('projection_alone', rec(lambda x, n: projection(6)(x)))
case('pico_8bit', lambda: pico_with(O8))
case('pico_no_recurrent', lambda: pico_without())


def pico_with(o):
    i = L.Input((8, 4), dtype='int16', batch_size=1, name='input')
    x = rec_block(outputs=4, o=o)(i, '_0')
    return keras.Model(i, Dequantizer()(ql.QuantizedPicoPostProcessing(threshold=4, name='pico')(x, i)))


def pico_without():
    i = L.Input((8, 4), dtype='int16', batch_size=1, name='input')
    return keras.Model(i, Dequantizer()(ql.QuantizedPicoPostProcessing(threshold=4, name='pico')(projection(4, name='p')(i), i)))


# --- metadata
after_stem('pointless_output_bits', lambda: conv(4, 3, out(8), buffer=8), lambda: relu(6., O8))
after_stem('output_bits_over_buffer', lambda: conv(4, 3, buffer=16), lambda: relu(6., out(24)))
after_stem('output_buffer_too_small', lambda: conv(4, 3), lambda: relu(6., out(8, buffer=16)))
after_stem('buffer_too_small', lambda: conv(4, 3, buffer=6), lambda: relu(6., O8))
after_stem('scale_bits_null', lambda: conv(4, 3), lambda: relu(6., out(8, scale_bits=None)))
after_stem('lut_per_axis', lambda: conv(4, 3, out(11)), lambda: lut('gelu', O8))
after_stem('lut_10_bits', lambda: conv(4, 3, out(10, PER_TENSOR)), lambda: lut('gelu', O8))
after_stem('lut_12_bits', lambda: conv(4, 3, out(12, PER_TENSOR)), lambda: lut('gelu', O8))
after_stem('lut_after_float', lambda: conv(4, 3), lambda: lut('gelu', O8))
after_stem('no_output_quantizer_between', lambda: conv(4, 3), lambda: conv(4, 3, O8))
case('rescaled_depthwise', lambda: chain(rescale(.5), depthwise(3, O8), shape=(8, 8, 4), dtype='int8'))
case('rescaled_transpose', lambda: chain(rescale(.5), conv_transpose(4, 3, O8), shape=(8, 8, 4), dtype='int8'))
case('add_float_inputs', branches(lambda: add(O8), [lambda: conv(8, 3)], [lambda: conv(8, 1)]))
case('concat_float_inputs', branches(lambda: concat(), [lambda: conv(8, 3)], [lambda: conv(8, 1)]))
case('separable_per_axis_v1', lambda: chain(*stem(o=out(4)), separable(4, 3), relu(6., out(4, PER_TENSOR))), target='v1')
case('transpose_channel_saturation', lambda: chain(*stem(), conv(4, 3, O8, name='c'), conv(3, 3, O8)),
     post=set_range(c=[1e-9, 1., 10., 1e9]))
after_stem('bias_saturation', lambda: conv(4, 3, name='c'), lambda: relu(6., O8), post=scale_weights('c', [1e-12]))
after_stem('relu_saturation', lambda: conv(4, 3, name='c'), lambda: relu(1e30, O8))
after_stem('range_tiny', lambda: conv(4, 3, name='c'), lambda: relu(6., O8, name='r'), post=set_range(r=1e-30))
after_stem('range_huge', lambda: conv(4, 3, name='c'), lambda: relu(6., O8, name='r'), post=set_range(r=1e30))
after_stem('permute_per_axis', lambda: conv(4, 3, O8), lambda: ql.QuantizedPermute((3, 1, 2)), lambda: conv(4, 3, O8))
# --- the runtime's own refusals
after_stem('even_kernel', lambda: conv(4, 4), lambda: relu(6., O8))
after_stem('even_kernel_depthwise', lambda: depthwise(4), lambda: relu(6., O8))
after_stem('stride3', lambda: conv(4, 3, strides=3), lambda: relu(6., O8))
after_stem('stride3_depthwise', lambda: depthwise(5, strides=3), lambda: relu(6., O8))
after_stem('valid_too_small', lambda: conv(4, 7, padding='valid'), lambda: relu(6., O8), lambda: conv(4, 3, padding='valid'), lambda: relu(6., O8))
for t in (1, 11):
    after_stem(f'fifo_{t}', lambda t=t: temporal(4, t), lambda: relu(6., O8))
    after_stem(f'fifo_depthwise_{t}', lambda t=t: depthwise_temporal(t), lambda: relu(6., O8))
after_stem('buffer_40', lambda: add40(), target='v2')
case('add_16_bits', branches(lambda: add(O8), [lambda: conv(8, 3, out(16))], [lambda: conv(8, 1, O8)]))
case('same_name', lambda: chain(*stem(name='x'), conv(4, 3, O8, name='x_2'), end=True))


def add40():
    return lambda x: add(O8, buffer=40)([conv(8, 3, O8)(x), conv(8, 1, O8)(x)])


# --- files whose configuration was changed
def seq(name, change, target='v2', make=None):
    case(name, make or (lambda: chain(*stem(), conv(4, 3, name='c'), relu(6., O8, name='r'))), target=target, patch=change)


seq('file_weight_bits_0', edit_layer('c', quant_config__weight_quantizer__bitwidth=0))
seq('file_weight_bits_1', edit_layer('c', quant_config__weight_quantizer__bitwidth=1))
seq('file_output_bits_1', edit_layer('r', quant_config__output_quantizer__bitwidth=1))
seq('file_output_bits_float', edit_layer('r', quant_config__output_quantizer__bitwidth=8.5))
seq('file_output_axis', edit_layer('r', quant_config__output_quantizer__axis='per-row'))
seq('file_data_format', edit_layer('c', data_format='channels_first'))
seq('file_groups', edit_layer('c', groups=2))
seq('file_activation', edit_layer('c', activation='relu'))
seq('file_relu_slope', edit_layer('r', negative_slope=.1))
seq('file_strides', edit_layer('c', strides=[2, 1]))
seq('file_padding', edit_layer('c', padding='causal'))
seq('file_filters', edit_layer('c', filters=5))
seq('file_per_axis_of_vector', edit_layer('d', quant_config__output_quantizer=out(8)),
    make=lambda: chain(*stem(), conv(4, 3), gap(T8), dense(4, T8, name='d')))


def rename_class(layer_name, new):
    def change(config):
        for layer in config['config']['layers']:
            if layer['config']['name'] == layer_name:
                layer['class_name'] = new
                layer['registered_name'] = new
    return change


seq('file_unknown_class', rename_class('c', 'Custom>QuantizedMystery'))
seq('file_unknown_keras_class', rename_class('r', 'Mystery'))
