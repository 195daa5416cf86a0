# SPDX-License-Identifier: Apache-2.0
"""Float models for the compatibility check: name -> builder. judge_float.py saves them and asks the official helper."""
import numpy as np
import tensorflow as tf
import tf_keras as keras
from quantizeml import layers as ql

L = keras.layers
MODELS = {}
ZOO = {}      # larger architectures: built from akida_models, judged, but not small enough for fixtures
DTYPES = {}   # name -> input dtypes to judge besides uint8


def model(f=None, dtypes=()):
    def register(f):
        MODELS[f.__name__.rstrip('_')] = f
        if dtypes:
            DTYPES[f.__name__.rstrip('_')] = dtypes
        return f
    return register(f) if f else register


def net(*layers, shape=(12, 12, 3), dtype=None):
    x = i = L.Input(shape, dtype=dtype)
    for layer in layers:
        x = layer(x)
    return keras.Model(i, x)


def c(filters=8, kernel=3, **k):
    return L.Conv2D(filters, kernel, padding=k.pop('padding', 'same'), **k)


def r(m=6., **k):
    return L.ReLU(m, **k)


def head(n=4):
    return lambda x: L.Dense(n)(L.Flatten()(x))


def add_net(name, *layers, dtypes=(), **k):
    MODELS[name] = lambda: net(*[m() for m in layers], **k)
    if dtypes:
        DTYPES[name] = dtypes


C = lambda *a, **k: (lambda: c(*a, **k))    # noqa: E731
R = lambda *a, **k: (lambda: r(*a, **k))    # noqa: E731
H = lambda: head()                          # noqa: E731
MP = lambda *a, **k: (lambda: L.MaxPool2D(*a, padding=k.pop('padding', 'same'), **k))    # noqa: E731

# --- plain chains
add_net('chain_8bit_all', C(), R(), C(12), R(), MP(), C(16), R(), H, dtypes=('int8', 'int16'))
add_net('bounded_v1', C(), R(), C(12), MP(), R(), H)
add_net('bounded_v1_gap', C(), R(), C(12), lambda: L.GlobalAveragePooling2D(), R(), lambda: L.Dense(4))
add_net('gap_relu_dense', C(), R(), C(12), R(), lambda: L.GlobalAveragePooling2D(), lambda: L.Dense(4))
add_net('gap_keepdims', C(), R(), C(12), R(), lambda: L.GlobalAveragePooling2D(keepdims=True), lambda: L.Flatten(), lambda: L.Dense(4))
add_net('gap_17x16', C(), R(), C(12), lambda: L.GlobalAveragePooling2D(), R(), lambda: L.Dense(4), shape=(17, 16, 3))
add_net('one_channel', C(), R(), C(12), R(), H, shape=(16, 16, 1), dtypes=('int8',))
add_net('two_channels', C(), R(), C(12), R(), H, shape=(16, 16, 2), dtypes=('int8',))
add_net('one_conv_relu', C(), R())
add_net('one_conv', C(), dtypes=('int8',))
add_net('conv_relu_pool_pool', C(), R(), MP(), MP(), C(), R())
add_net('relu_maxpool', C(), R(), MP(), C(), R(), MP(), H)
add_net('valid_pool_same_conv', C(), MP(padding='valid'), R(), H)
add_net('k1_valid_same_pool', C(), R(), C(8, 1, padding='valid'), MP(), R(), H)
add_net('rect_pool', C(), R(), C(), MP((2, 3), 1), R(), H)
add_net('rect_pool_strides', C(), R(), C(), MP(3, (1, 2)), R(), H)
add_net('pool_stride_over_size', C(), R(), C(), MP(2, 3), R(), H)
add_net('input_k12_s5', C(8, 12, strides=5), R(), C(), R(), shape=(40, 40, 3))
add_net('stride3_second', C(), R(), C(8, 3, strides=3), R(), H)
add_net('stride2_k5_second', C(), R(), C(8, 5, strides=2), R(), H)
add_net('stride2_k7_second', C(), R(), C(8, 7, strides=2), R(), H)
add_net('stride2_k1_second', C(), R(), C(8, 1, strides=2), R(), H)
add_net('valid_to_nothing', C(), R(), C(8, 7, padding='valid'), R(), C(8, 5, padding='valid'), R(), shape=(8, 8, 3))
add_net('even_k4_stride1', C(), R(), C(8, 4), R(), H)
add_net('even_k4_stride2', C(), R(), C(8, 4, strides=2), R(), H)
add_net('even_k2_stride2', C(), R(), C(8, 2, strides=2), R(), H)
add_net('even_k6_input', C(8, 6), R(), C(), R(), H)
add_net('even_k4_input', C(8, 4), R(), C(), R(), H)
add_net('even_dw', C(), R(), lambda: L.DepthwiseConv2D(4, padding='same'), R(), C(8, 1), R())
add_net('dw_k5_s2', C(), R(), lambda: L.DepthwiseConv2D(5, strides=2, padding='same'), R(), C(8, 1), R(), H)
add_net('dw_k7_s2_valid', C(), R(), lambda: L.DepthwiseConv2D(7, strides=2, padding='valid'), R(), C(8, 1), R(), H)
add_net('dw_maxpool', C(), R(), lambda: L.DepthwiseConv2D(3, padding='same'), MP(), R(), C(8, 1), R(), H)
add_net('dw_gap', C(), R(), lambda: L.DepthwiseConv2D(3, padding='same'), lambda: L.GlobalAveragePooling2D(), lambda: L.Dense(3))
add_net('separable_v1', C(), R(), lambda: L.SeparableConv2D(8, 3, padding='same'),
        MP(), R(), lambda: L.SeparableConv2D(8, 3, padding='same'), R(), H)
add_net('separable_gap_v1', C(), R(), lambda: L.SeparableConv2D(8, 3, padding='same'),
        lambda: L.GlobalAveragePooling2D(), R(), lambda: L.Dense(3))
add_net('separable_multiplier', C(), R(), lambda: L.SeparableConv2D(8, 3, padding='same', depth_multiplier=2), R(), H)
# --- dense
add_net('mlp', lambda: L.Dense(8), R(), lambda: L.Dense(4), shape=(20,), dtypes=('int8', 'int16'))
add_net('mlp_111n', lambda: L.Dense(8), R(), lambda: L.Dense(4), shape=(1, 1, 20), dtypes=('int8',))
add_net('mlp_unbounded', lambda: L.Dense(8, activation='relu'), lambda: L.Dense(4, activation='softmax'), shape=(20,), dtypes=('int8',))
add_net('mlp_bn', lambda: L.Dense(8, use_bias=False), lambda: L.BatchNormalization(), R(), lambda: L.Dense(4), shape=(20,), dtypes=('int8',))
add_net('flatten_dense_relu', C(), R(), lambda: L.Flatten(), lambda: L.Dense(8), R(), lambda: L.Dense(3))
add_net('reshape_then_flatten', C(), R(), lambda: L.Reshape((8, 32, 8)), lambda: L.Flatten(), lambda: L.Dense(3))
add_net('reshape_vector', C(), R(), C(8, 1), lambda: L.GlobalAveragePooling2D(), lambda: L.Reshape((1, 1, 8)), lambda: L.Dense(3))
add_net('reshape_conv', C(), R(), lambda: L.Reshape((8, 32, 8)), C(), R())
add_net('dense_on_map', C(), R(), lambda: L.Dense(5), R())
# --- normalisation
add_net('bn_everywhere', C(use_bias=False), lambda: L.BatchNormalization(), R(), C(), lambda: L.BatchNormalization(), MP(), R(), H)
add_net('bn_after_pool', C(), MP(), lambda: L.BatchNormalization(), R(), C(), R(), H)
add_net('bn_after_gap', C(), R(), C(), lambda: L.GlobalAveragePooling2D(), lambda: L.BatchNormalization(), R(), lambda: L.Dense(3))
add_net('bn_axis1', C(), lambda: L.BatchNormalization(axis=1), R(), H)
add_net('bn_no_scale', C(), lambda: L.BatchNormalization(scale=False), R(), C(), R())
add_net('bn_twice', C(), lambda: L.BatchNormalization(), lambda: L.BatchNormalization(), R(), H)
add_net('bn_end', C(), R(), C(), lambda: L.BatchNormalization())
add_net('bn_transpose', C(), R(), lambda: L.Conv2DTranspose(8, 3, strides=2, padding='same'), lambda: L.BatchNormalization(), R())


def gammas(value):
    def change(m):
        for layer in m.layers:
            if isinstance(layer, L.BatchNormalization):
                w = layer.get_weights()
                w[0] = np.resize(np.float32(value), w[0].shape)
                layer.set_weights(w)
        return m
    return change


@model
def bn_gamma_zero():
    return gammas([0., 1.])(net(c(), L.BatchNormalization(), r(), c(), L.BatchNormalization(), r()))


@model
def bn_pool_gamma_negative():
    return gammas([-1., 1.])(net(c(), L.MaxPool2D(2, padding='same'), L.BatchNormalization(), r(), c(), r()))


@model
def bn_gamma_negative():
    return gammas([-1., 1.])(net(c(), L.BatchNormalization(), r(), c(), L.BatchNormalization(), r()))


# --- activations
for a in ('relu', 'relu6', 'tanh', 'sigmoid', 'swish', 'gelu', 'hard_sigmoid', 'leaky_relu', 'elu', 'selu', 'softplus', 'mish', 'exponential'):
    add_net(f'act_{a}', C(), R(), lambda a=a: c(activation=a) if a not in (
        'mish', 'leaky_relu') else c(activation=getattr(tf.nn, a, a)), C(), R())
    add_net(f'act_layer_{a}', C(), lambda a=a: L.Activation(a) if a not in (
        'mish', 'leaky_relu') else L.Activation(getattr(tf.nn, a, a)), C(), R())
add_net('qml_hard_silu', C(), R(), C(), lambda: ql.Activation('hard_silu'), C(), R())
add_net('qml_leaky', C(), lambda: ql.Activation('leaky_relu', alpha=.3), C(), R())
add_net('leaky_pool', C(), lambda: L.LeakyReLU(.1), MP(), C(), R(), H)
add_net('lut_gap', C(), R(), C(), lambda: L.Activation('swish'), lambda: L.GlobalAveragePooling2D(), lambda: L.Dense(3))
add_net('lut_dense', C(), R(), lambda: L.Flatten(), lambda: L.Dense(4), lambda: L.Activation('gelu'), lambda: L.Dense(3))
add_net('lut_dw', C(), R(), lambda: L.DepthwiseConv2D(3, padding='same'), lambda: L.Activation('gelu'), C(8, 1), R())
add_net('lut_transpose', C(), R(), lambda: L.Conv2DTranspose(8, 3, strides=2, padding='same'), lambda: L.Activation('gelu'), C(8, 1), R())
add_net('lut_last', C(), R(), C(), lambda: L.Activation('gelu'))
add_net('lut_twice', C(), lambda: L.Activation('gelu'), C(), lambda: L.Activation('swish'), C(), lambda: L.Activation('swish'))
add_net('prelu_equal', C(), lambda: L.PReLU(shared_axes=[1, 2], alpha_initializer='zeros'), C(), R())
add_net('prelu_different', C(), lambda: L.PReLU(shared_axes=[1, 2], alpha_initializer='random_normal'), C(), R())
add_net('softmax_middle', C(), R(), C(), lambda: L.Softmax(), C(), R())
add_net('thresholded', C(), R(), C(), lambda: L.ThresholdedReLU(.3), C(), R())


@model
def hard_silu_ops():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    x = c()(x)
    y = L.ReLU(6.)(x + 3.) * (1. / 6.)
    return keras.Model(i, r()(c()(L.Multiply()([x, y]))))


@model
def ops_relu6():
    i = L.Input((16, 16, 3))
    return keras.Model(i, tf.nn.relu6(c()(tf.nn.relu6(c()(i)))))


@model
def ops_add():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    return keras.Model(i, r()(c()(r()(c()(x)) + c()(x))))


@model
def ops_multiply():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    return keras.Model(i, r()(c()(r()(c()(x)) * c()(x))))


@model
def ops_reshape():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    return keras.Model(i, L.Dense(3)(tf.reshape(x, (-1, 16 * 16 * 8))))


@model
def ops_transpose():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    return keras.Model(i, r()(c()(tf.transpose(x, (0, 2, 1, 3)))))


@model
def ops_scale():
    i = L.Input((16, 16, 3))
    return keras.Model(i, r()(c()(i / 255.)))


@model
def ops_silu():
    i = L.Input((16, 16, 3))
    return keras.Model(i, r()(c()(tf.nn.silu(c()(i)))))


# --- rescaling and padding
add_net('rescaling_scalar', lambda: L.Rescaling(1 / 255.), C(), R(), C(), R(), H, dtypes=('int8',))
add_net('rescaling_offset_valid', lambda: L.Rescaling(1 / 127., offset=-1.), C(padding='valid'), R(), C(), R())
add_net('rescaling_offset_same', lambda: L.Rescaling(1 / 127., offset=-1.), C(), R(), C(), R())
add_net('rescaling_offset_positive', lambda: L.Rescaling(1 / 127., offset=1.), C(), R(), C(), R())
add_net('rescaling_offset_dense', lambda: L.Rescaling(1 / 127., offset=-1.),
        lambda: L.Dense(8), R(), lambda: L.Dense(4), shape=(20,), dtypes=('int8',))
add_net('rescaling_vector_valid', lambda: L.Rescaling([.1, .2, .3]), C(padding='valid'), R(), C(), R())
add_net('rescaling_vector_offset', lambda: L.Rescaling([.1, .2, .3], offset=[-1., -2., -3.]), C(), R(), C(), R())
add_net('rescaling_twice', lambda: L.Rescaling(.5), lambda: L.Rescaling(.5), C(), R(), C(), R())
add_net('rescaling_separable', lambda: L.Rescaling(.5), lambda: L.SeparableConv2D(8, 3), R(), C(), R())
add_net('zeropad_conv_s2', C(), R(), lambda: L.ZeroPadding2D(((0, 1), (0, 1))), C(8, 3, strides=2, padding='valid'), R(), H)
add_net('zeropad_dw_s2', C(), R(), lambda: L.ZeroPadding2D(1), lambda: L.DepthwiseConv2D(3, strides=2, padding='valid'), R(), C(8, 1), R())
add_net('zeropad_first', lambda: L.ZeroPadding2D(1), C(padding='valid'), R(), C(), R())
add_net('zeropad_k1', C(), R(), lambda: L.ZeroPadding2D(1), C(8, 1, padding='valid'), R())
add_net('cropping', C(), R(), lambda: L.Cropping2D(1), C(), R())
add_net('padded_conv', lambda: ql.PaddedConv2D(8, 3, padding_value=.0, padding='same'), R(), C(), R())
add_net('padded_conv_after_rescaling', lambda: L.Rescaling(1 / 255.),
        lambda: ql.PaddedConv2D(8, 3, padding_value=.5, padding='same'), R(), C(), R())
# --- graphs


@model
def residual():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    for _ in range(2):
        x = r()(L.Add()([c()(r()(c()(x))), x]))
    return keras.Model(i, L.Dense(3)(L.GlobalAveragePooling2D()(x)))


@model
def residual_linear():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    x = L.Add()([c()(r()(c()(x))), c(8, 1)(x)])
    return keras.Model(i, r()(c()(x)))


@model
def residual_from_input():
    i = L.Input((16, 16, 8))
    return keras.Model(i, r()(c()(L.Add()([i, c()(i)]))))


DTYPES['residual_from_input'] = ('int8',)


@model
def add_three():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    return keras.Model(i, r()(c()(L.Add()([c()(x), c()(x), c()(x)]))))


@model
def add_after_dense():
    i = L.Input((20,))
    x = r()(L.Dense(8)(i))
    return keras.Model(i, L.Dense(3)(L.Add()([r()(L.Dense(8)(x)), L.Dense(8)(x)])))


DTYPES['add_after_dense'] = ('int8',)


@model
def concat_skip():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    y = r()(c()(x))
    return keras.Model(i, r()(c()(L.Concatenate()([x, y]))))


@model
def concat_four():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    return keras.Model(i, r()(c()(L.Concatenate(name='cat')([r()(c()(x)), c(4)(x), r()(c(5, 1)(x)), c(3, 1)(x)]))))


@model
def concat_dense():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    return keras.Model(i, head()(L.Concatenate()([r()(c()(x)), r()(c()(x))])))


@model
def concat_same():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    return keras.Model(i, r()(c()(L.Concatenate()([x, x]))))


@model
def concat_linear_relu():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    return keras.Model(i, r()(c()(L.Concatenate()([r()(c()(x)), c()(x)]))))


@model
def inception():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    a = r()(c(4, 1)(x))
    b = r()(c(4, 3)(r()(c(4, 1)(x))))
    d = r()(c(4, 1)(L.MaxPool2D(3, 1, padding='same')(x)))
    return keras.Model(i, head()(r()(c()(L.Concatenate()([a, b, d])))))


@model
def many_outbounds():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    y = [c(4)(x) for _ in range(5)]
    z = y[0]
    for k in y[1:]:
        z = L.Add()([z, k])
    return keras.Model(i, r()(c()(z)))


@model
def unet_small():
    i = L.Input((16, 16, 3))
    a = r()(c()(i))
    b = r()(c(12, 3, strides=2)(a))
    d = r()(c(16, 3, strides=2)(b))
    u = r()(L.Conv2DTranspose(12, 3, strides=2, padding='same')(d))
    u = r()(c(12)(L.Concatenate()([u, b])))
    u = r()(L.Conv2DTranspose(8, 3, strides=2, padding='same')(u))
    u = r()(c()(L.Concatenate()([u, a])))
    return keras.Model(i, c(1, 1, activation='sigmoid')(u))


@model
def squeeze_excite():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    s = L.Dense(8, activation='sigmoid')(L.GlobalAveragePooling2D(keepdims=True)(x))
    return keras.Model(i, r()(c()(L.Multiply()([x, s]))))


@model
def shared_conv():
    i = L.Input((16, 16, 3))
    k = c()
    x = r()(c()(i))
    return keras.Model(i, r()(k(r()(k(x)))))


@model
def nested_backbone():
    i = L.Input((16, 16, 3))
    inner = net(c(), r(), shape=(16, 16, 8))
    return keras.Model(i, head()(inner(r()(c()(i)))))


@model
def sequential():
    return keras.Sequential([c(input_shape=(16, 16, 3)), r(), L.MaxPool2D(padding='same'), c(), r(), L.Flatten(), L.Dense(3)])


@model
def sequential_relu_names():
    return keras.Sequential([L.InputLayer((16, 16, 1)), L.Conv2D(8, 3, activation='relu'), L.Conv2D(8, 3, activation='relu'), L.Flatten(),
                             L.Dropout(.5), L.Dense(10, activation='softmax')])


@model
def dynamic_input():
    return net(c(), r(), c(), r(), shape=(None, None, 3))


@model
def three_inputs():
    a, b = L.Input((16, 16, 3)), L.Input((16, 16, 3))
    return keras.Model([a, b], r()(c()(L.Add()([c()(a), c()(b)]))))


@model
def three_heads():
    i = L.Input((16, 16, 3))
    x = r()(c()(i))
    return keras.Model(i, [c(1, 1)(x), c(2, 1)(x), head()(x)])


# --- transposes, temporal, recurrent, inputs of other types
for k, s, p in ((2, 2, 'same'), (3, 1, 'same'), (3, 2, 'valid'), (4, 2, 'same'), (5, 2, 'same')):
    add_net(f'transpose_k{k}_s{s}_{p}', C(), R(), lambda k=k, s=s, p=p: L.Conv2DTranspose(8, k, strides=s, padding=p), R(), C(), R())
add_net('transpose_groups_output_padding', C(), R(), lambda: L.Conv2DTranspose(
    8, 3, strides=2, padding='same', output_padding=1), R(), C(), R())
add_net('transpose_first', lambda: L.Conv2DTranspose(8, 3, strides=2, padding='same'), R(), C(), R(), dtypes=('int8',))
add_net('dw_transpose', C(), R(), lambda: ql.DepthwiseConv2DTranspose(3, strides=2, padding='same'), R(), C(), R())
add_net('dw_transpose_bn', C(), R(), lambda: ql.DepthwiseConv2DTranspose(
    4, strides=2, padding='same'), lambda: L.BatchNormalization(), R(), C(), R())
add_net('temporal_', C(), R(), lambda: ql.BufferTempConv(8, 3), R(), C(), R())
add_net('depthwise_temporal', C(), R(), lambda: ql.DepthwiseBufferTempConv(3), R(), C(), R())
add_net('conv3d_spatial', lambda: L.Conv3D(8, (1, 3, 3), padding='same'), R(),
        lambda: L.Conv3D(8, (1, 3, 3), padding='same'), R(), shape=(4, 16, 16, 3))
add_net('conv3d_temporal', lambda: L.Conv3D(8, (1, 3, 3), padding='same'), R(), lambda: L.ZeroPadding3D(((2, 0), (0, 0), (0, 0))),
        lambda: L.Conv3D(8, (3, 1, 1)), R(), lambda: L.Conv3D(8, (1, 3, 3), padding='same'), R(), shape=(4, 16, 16, 3))
add_net('uint8_input', C(), R(), C(), R(), H, dtype='uint8', dtypes=('int8',))
add_net('int8_input', C(), R(), C(), R(), H, dtype='int8', dtypes=('int8',))
add_net('int16_input', C(), R(), C(), R(), H, dtype='int16', dtypes=('int16',))
add_net('four_channels_int8', C(), R(), C(), R(), H, shape=(16, 16, 4), dtypes=('int8', 'int16'))
add_net('dw_first_int8', lambda: L.DepthwiseConv2D(3, padding='same'), R(), C(), R(), shape=(16, 16, 4), dtypes=('int8',))
add_net('permute_dims', C(), R(), lambda: L.Permute((2, 1, 3)), C(), R())
add_net('permute_channels', C(), R(), lambda: L.Permute((3, 1, 2)), C(), R())
add_net('extract_token', C(), R(), lambda: ql.ExtractToken(token=0, axis=1), lambda: L.Flatten(), lambda: L.Dense(3))
add_net('add_qml', C(), R(), lambda: (lambda x: ql.Add(average=True)([c()(x), c()(x)])), C(), R())
add_net('global_max', C(), R(), C(), R(), lambda: L.GlobalMaxPooling2D(), lambda: L.Dense(3))
add_net('average_pool_middle', C(), R(), lambda: L.AveragePooling2D(2), C(), R(), H)
add_net('upsampling_middle', C(), R(), lambda: L.UpSampling2D(2), C(), R())
add_net('gaussian_noise', C(), R(), lambda: L.GaussianNoise(.1), C(), R(), H)
add_net('dropout_everywhere', C(), lambda: L.Dropout(.1), R(), lambda: L.Dropout(.1),
        C(), R(), lambda: L.Flatten(), lambda: L.Dropout(.1), lambda: L.Dense(3))
add_net('lambda_python', C(), R(), lambda: L.Lambda(lambda x: x * 2.), C(), R())
add_net('gru', lambda: L.GRU(8), lambda: L.Dense(3), shape=(10, 4))
add_net('groups_equal_filters', C(), R(), C(8, 3, groups=8), R(), C(8, 1), R())
add_net('groups_4', C(), R(), C(8, 3, groups=4), R(), C(8, 1), R())
add_net('dilated_second', C(), R(), C(8, 3, dilation_rate=2), R())
add_net('locally_rect_kernel', C(), R(), C(8, (3, 1)), R(), C(8, (1, 3)), R())
add_net('regularized', lambda: c(kernel_regularizer='l2', activity_regularizer='l1'), R(), C(), R(), H)
MODELS['temporal'] = MODELS.pop('temporal_')


def recurrent():
    x = i = L.Input((8, 4), batch_size=1)
    x = ql.StatefulProjection(6, use_bias=False)(x)
    x = ql.StatefulRecurrent()(x)
    x = ql.ExtractToken(token=0, axis=-1)(x)
    return keras.Model(i, ql.StatefulProjection(5)(x))


MODELS['recurrent'] = recurrent
DTYPES['recurrent'] = ('int8', 'int16')

# --- reshapes with a dimension to be found
for n, t in (('m1', (-1,)), ('m1_last', (-1, 8)), ('one_m1', (1, -1)), ('one_one_m1', (1, 1, -1)), ('m1_mid', (8, -1, 8)), ('first_m1', (-1, 16, 8))):
    add_net(f'rs_{n}_dense', C(), R(), lambda t=t: L.Reshape(t), lambda: L.Dense(3))
    add_net(f'rs_{n}_flat_dense', C(), R(), lambda t=t: L.Reshape(t), H)
    add_net(f'rs_{n}_drop_flat_dense', C(), R(), lambda t=t: L.Reshape(t), lambda: L.Dropout(.1), H, R(), lambda: L.Dense(3))
GAP = lambda: L.GlobalAveragePooling2D()    # noqa: E731
add_net('rs_gap_m1', C(), R(), C(), GAP, R(), lambda: L.Reshape((-1,)), lambda: L.Dense(3))
add_net('rs_gap_m1_8', C(), R(), C(), GAP, R(), lambda: L.Reshape((1, 1, -1)), lambda: L.Dense(3))
add_net('rs_gap_conv', C(), R(), C(), GAP, R(), lambda: L.Reshape((1, 1, -1)), C(5, 1), R(), H)
add_net('rs_gap_conv8', C(), R(), C(), GAP, R(), lambda: L.Reshape((1, 1, 8)), C(5, 1), R(), H)
add_net('rs_map_conv', C(), R(), lambda: L.Reshape((12, -1, 8)), C(5, 1), R(), H)
add_net('rs_dense_end_m1', C(), R(), C(), R(), lambda: L.Flatten(), lambda: L.Dense(6), lambda: L.Reshape((-1, 3)), lambda: L.Softmax())
add_net('rs_dense_end_1', C(), R(), C(), R(), lambda: L.Flatten(), lambda: L.Dense(6), lambda: L.Reshape((1, -1)))

# --- layers of other types
for dtype in ('float16', 'float64', 'mixed_float16'):
    for where in ('conv', 'relu', 'dense'):
        def policy(layer, where=where, dtype=dtype):
            return keras.mixed_precision.Policy(dtype if layer == where else 'float32')
        add_net(f'dt_{where}_{dtype}', lambda p=policy: c(dtype=p('conv')), lambda p=policy: r(dtype=p('relu')), C(), R(),
                lambda: L.Flatten(), lambda p=policy: L.Dense(3, dtype=p('dense')))

# --- models of tutorials, and layers that are seldom used
MODELS['tutorial_mnist'] = lambda: keras.Sequential(
    [L.Flatten(input_shape=(28, 28)), L.Dense(128, activation='relu'), L.Dropout(.2), L.Dense(10)])
MODELS['tutorial_cifar'] = lambda: keras.Sequential([L.Conv2D(32, (3, 3), activation='relu', input_shape=(32, 32, 3)), L.MaxPooling2D((2, 2)), L.Conv2D(
    64, (3, 3), activation='relu'), L.MaxPooling2D((2, 2)), L.Conv2D(64, (3, 3), activation='relu'), L.Flatten(), L.Dense(64, activation='relu'), L.Dense(10)])
MODELS['tutorial_mnist_cnn'] = lambda: keras.Sequential([keras.Input((28, 28, 1)), L.Conv2D(32, (3, 3), activation='relu'), L.MaxPooling2D(
    (2, 2)), L.Conv2D(64, (3, 3), activation='relu'), L.MaxPooling2D((2, 2)), L.Flatten(), L.Dropout(.5), L.Dense(10, activation='softmax')])
MODELS['tutorial_augment'] = lambda: keras.Sequential([L.RandomFlip('horizontal', input_shape=(48, 48, 3)), L.RandomRotation(
    .1), L.RandomZoom(.1), L.Rescaling(1. / 255), L.Conv2D(16, 3, padding='same', activation='relu'), L.MaxPooling2D(), L.Flatten(), L.Dense(3)])
MODELS['tutorial_autoencoder'] = lambda: keras.Sequential([L.Input((28, 28, 1)), L.Conv2D(16, (3, 3), activation='relu', padding='same', strides=2), L.Conv2D(8, (3, 3), activation='relu', padding='same', strides=2), L.Conv2DTranspose(
    8, 3, strides=2, activation='relu', padding='same'), L.Conv2DTranspose(16, 3, strides=2, activation='relu', padding='same'), L.Conv2D(1, (3, 3), activation='sigmoid', padding='same')])
MODELS['tutorial_akida_mnist'] = lambda: keras.Sequential([L.Conv2D(32, 3, strides=2, input_shape=(28, 28, 1)), L.BatchNormalization(), L.ReLU(
), L.DepthwiseConv2D(3, padding='same', strides=2), L.Conv2D(64, 1, padding='same'), L.BatchNormalization(), L.ReLU(), L.Flatten(), L.Dense(10)])
MODELS['tutorial_normalization'] = lambda: keras.Sequential([L.Input((16, 16, 3)), L.Normalization(
    mean=[.1, .2, .3], variance=[1., 1., 1.]), L.Conv2D(8, 3), L.ReLU(), L.Flatten(), L.Dense(3)])
MODELS['conv_lstm'] = lambda: keras.Sequential([L.Input((4, 16, 16, 3)), L.ConvLSTM2D(4, 3), L.Flatten(), L.Dense(3)])
MODELS['time_distributed'] = lambda: keras.Sequential([L.Input((4, 16, 16, 3)), L.TimeDistributed(L.Conv2D(4, 3)), L.Flatten(), L.Dense(3)])
MODELS['bidirectional'] = lambda: keras.Sequential([L.Input((10, 4)), L.Bidirectional(L.LSTM(4)), L.Dense(3)])
MODELS['group_norm'] = lambda: net(c(), L.GroupNormalization(4), r(), c(), r(), head())
MODELS['unit_norm'] = lambda: net(c(), r(), L.Flatten(), L.UnitNormalization(), L.Dense(3))
MODELS['masking'] = lambda: keras.Sequential([L.Input((10, 4)), L.Masking(), L.LSTM(4), L.Dense(3)])
MODELS['repeat'] = lambda: keras.Sequential([L.Input((10,)), L.RepeatVector(3), L.Flatten(), L.Dense(3)])
MODELS['avg_merge'] = lambda: (lambda i: keras.Model(i, r()(c()(L.Average()([c()(i), c()(i)])))))(L.Input((12, 12, 3)))
MODELS['max_merge'] = lambda: (lambda i: (lambda x: keras.Model(
    i, r()(c()(L.Maximum()([r()(c()(x)), r()(c()(x))])))))(r()(c()(i))))(L.Input((12, 12, 3)))
MODELS['dot_merge'] = lambda: (lambda i: (lambda x: keras.Model(i, L.Dot(1)([L.Dense(8)(x), L.Dense(8)(x)])))
                               (r()(L.Dense(8)(i))))(L.Input((20,)))
MODELS['slicing'] = lambda: (lambda i: (lambda x: keras.Model(i, head()(x[:, 1:-1, 1:-1, :])))(r()(c()(i))))(L.Input((12, 12, 3)))
MODELS['split_op'] = lambda: (lambda i: (lambda x: (lambda p: keras.Model(i, head()(L.Concatenate()(
    [r()(c(4)(p[0])), r()(c(4)(p[1]))]))))(tf.split(x, 2, axis=-1)))(r()(c()(i))))(L.Input((12, 12, 3)))
MODELS['depth_to_space'] = lambda: (lambda i: keras.Model(i, tf.nn.depth_to_space(c(12)(r()(c()(i))), 2)))(L.Input((12, 12, 3)))
MODELS['resize_op'] = lambda: (lambda i: keras.Model(i, tf.image.resize(c(12)(r()(c()(i))), (24, 24))))(L.Input((12, 12, 3)))
MODELS['mean_op'] = lambda: (lambda i: keras.Model(i, L.Dense(3)(tf.reduce_mean(r()(c()(i)), axis=[1, 2]))))(L.Input((12, 12, 3)))
MODELS['concat_op'] = lambda: (lambda i: (lambda x: keras.Model(
    i, r()(c()(tf.concat([r()(c()(x)), r()(c()(x))], -1)))))(r()(c()(i))))(L.Input((12, 12, 3)))
MODELS['maxpool_op'] = lambda: (lambda i: keras.Model(i, r()(c()(tf.nn.max_pool2d(r()(c()(i)), 2, 2, 'SAME')))))(L.Input((12, 12, 3)))
MODELS['flatten_first_image'] = lambda: net(L.Flatten(), L.Dense(8), r(), L.Dense(3))
MODELS['dense_first_image'] = lambda: net(L.Dense(8), r(), head())
MODELS['batch_fixed'] = lambda: (lambda i: keras.Model(i, head()(r()(c()(r()(c()(i)))))))(L.Input((12, 12, 3), batch_size=1))
MODELS['big_kernel'] = lambda: net(c(8, 11), r(), c(8, 11), r(), head(), shape=(24, 24, 3))
MODELS['big_kernel13'] = lambda: net(c(8, 13), r(), c(8, 13), r(), head(), shape=(24, 24, 3))
MODELS['big_pool'] = lambda: net(c(8), r(), c(8), L.MaxPool2D(4, 4, padding='same'), r(), head(), shape=(24, 24, 3))
MODELS['huge_gap'] = lambda: net(c(8), r(), c(8), L.GlobalAveragePooling2D(), r(), L.Dense(3), shape=(48, 48, 3))
MODELS['channels_5000'] = lambda: net(c(8), r(), L.GlobalAveragePooling2D(), L.Dense(5000), r(), L.Dense(3))
MODELS['relu_layer_zero'] = lambda: net(c(8), L.ReLU(max_value=0.), c(8), r(), head())
MODELS['relu_tiny'] = lambda: net(c(8), L.ReLU(max_value=.01), c(8), r(), head())
MODELS['slashes'] = lambda: (lambda i: keras.Model(i, L.Dense(3, name='a/b/c')(L.Flatten(name='x/y')
                             (L.ReLU(6., name='block/relu')(L.Conv2D(8, 3, name='block/conv')(i))))))(L.Input((12, 12, 3)))


def zoo():
    import akida_models as am
    from akida_models.tenn_recurrent import convert_to_stateful
    small = dict(ds_cnn_kws=am.ds_cnn_kws, akidanet_025=lambda: am.akidanet_imagenet(input_shape=(64, 64, 3), alpha=.25, classes=10),
                 akidanet18=lambda: am.akidanet18_imagenet(input_shape=(64, 64, 3), classes=10),
                 mobilenet_025=lambda: am.mobilenet_imagenet(input_shape=(64, 64, 3), alpha=.25, classes=10),
                 centernet=lambda: am.centernet_base(input_shape=(64, 64, 3), classes=3), convtiny_dvs=am.convtiny_dvs, gxnor_mnist=am.gxnor_mnist,
                 pointnet=am.pointnet_plus_modelnet40, vgg_utk_face=am.vgg_utk_face, unet_portrait128=am.akida_unet_portrait128,
                 yolo=lambda: am.yolo_base(input_shape=(96, 96, 3), alpha=.25, classes=2), tenn_st_eye=am.tenn_spatiotemporal_eye,
                 tenn_st_dvs128=am.tenn_spatiotemporal_dvs128, tenn_st_jester=am.tenn_spatiotemporal_jester,
                 tenn_recurrent_sc12=am.tenn_recurrent_sc12, tenn_recurrent_uored=am.tenn_recurrent_uored,
                 tenn_recurrent_sc12_stateful=lambda: convert_to_stateful(am.tenn_recurrent_sc12(), timesteps=256),
                 tenn_recurrent_uored_stateful=lambda: convert_to_stateful(am.tenn_recurrent_uored(), timesteps=256))
    def edge():
        base = am.akidanet_imagenet(input_shape=(64, 64, 3), alpha=.25, classes=10)
        return am.akidanet_edge_imagenet(base, 10, base_layer='classifier')

    small['akidanet_edge'] = edge
    for name, build in small.items():
        ZOO[f'zoo_{name}'] = build


def applications():
    A = keras.applications
    ZOO['app_mobilenet'] = lambda: A.MobileNet((96, 96, 3), alpha=.25, weights=None, classes=10)
    ZOO['app_mobilenet_v2'] = lambda: A.MobileNetV2((96, 96, 3), alpha=.35, weights=None, classes=10)
    ZOO['app_mobilenet_v3_small'] = lambda: A.MobileNetV3Small((96, 96, 3), alpha=.75, weights=None, classes=10)
    ZOO['app_vgg16'] = lambda: A.VGG16(weights=None, input_shape=(32, 32, 3), classes=10)
    ZOO['app_resnet50'] = lambda: A.ResNet50(weights=None, input_shape=(64, 64, 3), classes=10)
    ZOO['app_resnet50v2'] = lambda: A.ResNet50V2(weights=None, input_shape=(64, 64, 3), classes=10)
    ZOO['app_efficientnet_b0'] = lambda: A.EfficientNetB0(weights=None, input_shape=(64, 64, 3), classes=10)
    ZOO['app_efficientnet_v2_b0'] = lambda: A.EfficientNetV2B0(weights=None, input_shape=(64, 64, 3), classes=10)
    ZOO['app_densenet121'] = lambda: A.DenseNet121(weights=None, input_shape=(64, 64, 3), classes=10)
    ZOO['app_xception'] = lambda: A.Xception(weights=None, input_shape=(96, 96, 3), classes=10)
    ZOO['app_inception_v3'] = lambda: A.InceptionV3(weights=None, input_shape=(96, 96, 3), classes=10)
    ZOO['app_mobilenet_notop'] = lambda: A.MobileNet((64, 64, 3), alpha=.25, weights=None, include_top=False)
    ZOO['app_transfer'] = lambda: (lambda b: keras.Sequential([L.InputLayer((64, 64, 3)), L.Rescaling(
        1 / 127.5, -1), b, L.GlobalAveragePooling2D(), L.Dense(3)]))(A.MobileNet((64, 64, 3), alpha=.25, weights=None, include_top=False))
    ZOO['app_transfer_v2'] = lambda: (lambda b, i: keras.Model(i, L.Dense(3, activation='softmax')(L.GlobalAveragePooling2D()(b(i)))))(
        A.MobileNetV2((64, 64, 3), alpha=.35, weights=None, include_top=False), L.Input((64, 64, 3)))


zoo()
applications()
