# SPDX-License-Identifier: Apache-2.0
"""Small float Keras models, one feature of the converter each.

`UNITS` maps a name to (builder, target, quantization). `target` is 'v2' or 'v1'; `quantization` is a dict of
QuantizationParams arguments (QuantizeML) or a dict with key 'legacy' (cnn2snn.quantize arguments).
"""
import tf_keras as keras
import quantizeml.layers as qlayers

L = keras.layers
A8 = dict(activation_bits=8, weight_bits=8, input_weight_bits=8)
A4 = dict(activation_bits=4, weight_bits=4, input_weight_bits=8)
V1 = dict(activation_bits=4, weight_bits=4, input_weight_bits=8, per_tensor_activations=True)
LEG = dict(legacy=dict(weight_quantization=4, activ_quantization=4, input_weight_quantization=8))
UNITS = {}


def unit(name, target, q):
    def deco(f):
        UNITS[name] = (f, target, q)
        return f
    return deco


def _head(x, classes=5):
    return L.Dense(classes, name='head')(L.Flatten(name='flat')(x))


def conv_case(kernel, stride, padding, relu, pool, bias, shape=(16, 16, 3), bn=False, dilation=1, n=2):
    def f():
        x = i = L.Input(shape, name='input')
        for k in range(n):
            x = L.Conv2D(8 + 4 * k, kernel, strides=stride if k == 0 else 1, padding=padding, use_bias=bias,
                         name=f'conv_{k}')(x)
            if bn:
                x = L.BatchNormalization(name=f'bn_{k}')(x)
            if pool == 'max' and k == 0:
                x = L.MaxPool2D(2, padding=padding, name=f'pool_{k}')(x)
            if pool == 'max3s1' and k == 0:
                x = L.MaxPool2D(3, strides=1, padding=padding, name=f'pool_{k}')(x)
            if relu is not None:
                x = L.ReLU(max_value=relu or None, name=f'relu_{k}')(x)
        if pool == 'gap':
            x = L.GlobalAveragePooling2D(name='gap')(x)
            return keras.Model(i, L.Dense(5, name='head')(x))
        return keras.Model(i, _head(x))
    return f


for k in (1, 3, 5, 7):
    for s in (1, 2):
        for p in ('same', 'valid'):
            UNITS[f'conv_k{k}_s{s}_{p}'] = (conv_case(k, s, p, 6., None, True), 'v2', A8)
for nm, relu in (('relu6', 6.), ('relu_unbounded', 0), ('norelu', None)):
    for pool in ('none', 'max', 'max3s1', 'gap'):
        UNITS[f'conv_{nm}_{pool}'] = (conv_case(3, 1, 'same', relu, pool, False, bn=True), 'v2', A8)
        UNITS[f'conv_{nm}_{pool}_w4'] = (conv_case(3, 1, 'same', relu, pool, True, bn=True), 'v2', A4)
        UNITS[f'v1_conv_{nm}_{pool}'] = (conv_case(3, 1, 'same', relu, pool, True, bn=True), 'v1', V1)
        UNITS[f'legacy_conv_{nm}_{pool}'] = (conv_case(3, 1, 'same', relu, pool, True, bn=True), 'v1', LEG)
for c in (1, 2, 3, 4):
    UNITS[f'input_c{c}_uint8'] = (conv_case(3, 1, 'same', 6., None, True, (12, 12, c)), 'v2', A8)
    UNITS[f'input_c{c}_int8'] = (conv_case(3, 1, 'same', 6., None, True, (12, 12, c)), 'v2', dict(A8, input_dtype='int8'))
    UNITS[f'v1_input_c{c}'] = (conv_case(3, 1, 'same', 6., None, True, (12, 12, c)), 'v1', V1)
    UNITS[f'legacy_input_c{c}'] = (conv_case(3, 1, 'same', 6., None, True, (12, 12, c)), 'v1', LEG)
UNITS['conv_per_tensor'] = (conv_case(3, 1, 'same', 6., 'max', True, bn=True), 'v2', dict(A8, per_tensor_activations=True))
UNITS['conv_buffer24'] = (conv_case(3, 1, 'same', 6., 'max', True, bn=True), 'v2', dict(A8, buffer_bits=24))
UNITS['conv_last_output4'] = (conv_case(3, 1, 'same', 6., 'max', True, bn=True), 'v2', dict(A8, last_output_bits=4))
UNITS['conv_w8_a4'] = (conv_case(3, 1, 'same', 6., 'max', True, bn=True), 'v2', dict(activation_bits=4, weight_bits=8, input_weight_bits=8))
UNITS['conv_input_w4'] = (conv_case(3, 1, 'same', 6., 'max', True, bn=True), 'v2', dict(activation_bits=8, weight_bits=4, input_weight_bits=4))
for wb in (1, 2):
    UNITS[f'v1_w{wb}_a{wb}'] = (conv_case(3, 1, 'same', 6., 'max', True, bn=True), 'v1', dict(V1, weight_bits=wb, activation_bits=wb))
for wq, aq, iq in ((2, 2, 8), (4, 1, 8), (2, 4, 4), (8, 4, 8)):
    UNITS[f'legacy_wq{wq}_aq{aq}_iq{iq}'] = (conv_case(3, 1, 'same', 6., 'max', True, bn=True), 'v1',
                                            dict(legacy=dict(weight_quantization=wq, activ_quantization=aq, input_weight_quantization=iq)))


@unit('rescaling', 'v2', A8)
def _():
    i = L.Input((16, 16, 3), name='input')
    x = L.Rescaling(1 / 127., offset=-1., name='rescale')(i)
    x = L.ReLU(6.)(L.Conv2D(8, 3, padding='same', name='conv')(x))
    return keras.Model(i, _head(x))


UNITS['v1_rescaling'] = (UNITS['rescaling'][0], 'v1', V1)
UNITS['legacy_rescaling'] = (UNITS['rescaling'][0], 'v1', LEG)


def mlp(units, relu, shape=(64,)):
    def f():
        x = i = L.Input(shape, name='input')
        for n, u in enumerate(units[:-1]):
            x = L.Dense(u, name=f'fc_{n}')(x)
            if relu is not None:
                x = L.ReLU(relu or None, name=f'fc_relu_{n}')(x)
        return keras.Model(i, L.Dense(units[-1], name='out')(x))
    return f


UNITS['mlp_int8'] = (mlp((32, 16, 4), 6.), 'v2', dict(A8, input_dtype='int8'))
UNITS['mlp_uint8'] = (mlp((32, 16, 4), 0), 'v2', A8)
UNITS['mlp_int4'] = (mlp((32, 16, 4), 6.), 'v2', dict(A4, input_dtype='int8'))
UNITS['v1_mlp'] = (mlp((32, 16, 4), 6.), 'v1', V1)
UNITS['legacy_mlp'] = (mlp((32, 16, 4), 6.), 'v1', LEG)


@unit('depthwise_maxpool', 'v2', A8)
def _():
    i = L.Input((16, 16, 3), name='input')
    x = L.ReLU(6.)(L.Conv2D(8, 3, padding='same')(i))
    x = L.DepthwiseConv2D(3, padding='same')(x)
    x = L.MaxPool2D(2, padding='same')(x)
    x = L.ReLU(6.)(x)
    x = L.DepthwiseConv2D(5, strides=2, padding='same', use_bias=False)(x)
    x = L.ReLU()(x)
    return keras.Model(i, _head(x))


def sepconv(max_value=6.):
    def f():
        i = L.Input((16, 16, 3), name='input')
        x = L.ReLU(max_value)(L.BatchNormalization()(L.Conv2D(8, 3, padding='same', use_bias=False)(i)))
        x = L.SeparableConv2D(12, 3, padding='same', use_bias=False)(x)
        x = L.MaxPool2D(2, padding='same')(L.BatchNormalization()(x))
        x = L.ReLU(max_value)(x)
        x = L.SeparableConv2D(16, 3, padding='same')(x)
        x = L.ReLU(max_value)(x)
        return keras.Model(i, L.Dense(5)(L.GlobalAveragePooling2D()(x)))
    return f


UNITS['sepconv'] = (sepconv(), 'v2', A8)
UNITS['v1_sepconv'] = (sepconv(), 'v1', V1)
UNITS['legacy_sepconv'] = (sepconv(), 'v1', LEG)


@unit('add_skip', 'v2', A8)
def _():
    i = L.Input((16, 16, 3), name='input')
    x = L.ReLU(6.)(L.Conv2D(8, 3, padding='same')(i))
    y = L.ReLU(6.)(L.Conv2D(8, 3, padding='same')(x))
    x = L.ReLU(6.)(L.Add()([x, y]))
    y = L.Conv2D(8, 3, padding='same')(x)
    x = L.Add()([y, x])
    return keras.Model(i, _head(x))


UNITS['add_skip_w4'] = (UNITS['add_skip'][0], 'v2', A4)
UNITS['v1_add_skip'] = (UNITS['add_skip'][0], 'v1', V1)


@unit('concat_skip', 'v2', A8)
def _():
    i = L.Input((16, 16, 3), name='input')
    x = L.ReLU(6.)(L.Conv2D(8, 3, padding='same')(i))
    y = L.ReLU(3.)(L.Conv2D(4, 3, padding='same')(x))
    z = L.ReLU()(L.Conv2D(4, 1, padding='same')(x))
    x = L.Concatenate()([x, y, z])
    x = L.ReLU(6.)(L.Conv2D(8, 3, padding='same')(x))
    return keras.Model(i, _head(x))


@unit('transpose', 'v2', A8)
def _():
    i = L.Input((8, 8, 3), name='input')
    x = L.ReLU(6.)(L.Conv2D(8, 3, padding='same')(i))
    x = L.ReLU(6.)(L.Conv2DTranspose(8, 3, strides=2, padding='same')(x))
    x = L.Conv2DTranspose(4, 4, strides=2, padding='same')(x)
    x = L.ReLU()(x)
    return keras.Model(i, L.Conv2D(2, 1)(x))


@unit('zeropadding', 'v2', A8)
def _():
    i = L.Input((15, 15, 3), name='input')
    x = L.Rescaling(1 / 128., offset=-1)(i)
    x = L.ZeroPadding2D(1)(x)
    x = L.ReLU(6.)(L.Conv2D(8, 3, strides=2, padding='valid')(x))
    return keras.Model(i, _head(x))


def act_case(name, shape=(16, 16, 3)):
    def f():
        i = L.Input(shape, name='input')
        x = L.Activation(name)(L.Conv2D(8, 3, padding='same')(i))
        x = L.Activation(name)(L.DepthwiseConv2D(3, padding='same')(x))
        x = L.Activation(name)(L.Conv2D(8, 3, padding='same')(x))
        return keras.Model(i, L.Dense(3)(L.GlobalAveragePooling2D()(x)))
    return f


for a in ('swish', 'gelu', 'sigmoid', 'tanh', 'hard_sigmoid', 'selu', 'elu', 'softplus'):
    UNITS[f'act_{a}'] = (act_case(a), 'v2', A8)
UNITS['v1_act_swish'] = (act_case('swish'), 'v1', V1)


@unit('leaky_relu', 'v2', A8)
def _():
    i = L.Input((16, 16, 3), name='input')
    x = L.LeakyReLU(.1)(L.Conv2D(8, 3, padding='same')(i))
    x = L.PReLU(shared_axes=[1, 2])(L.Conv2D(8, 3, padding='same')(x))
    return keras.Model(i, _head(x))


@unit('flatten_reshape_dropout', 'v2', A8)
def _():
    i = L.Input((8, 8, 3), name='input')
    x = L.ReLU(6.)(L.Conv2D(8, 3, padding='same')(i))
    x = L.Dropout(.2)(x)
    x = L.Reshape((1, 1, 8 * 8 * 8))(x)
    x = L.ReLU(6.)(L.Dense(16)(x))
    return keras.Model(i, L.Softmax()(L.Dense(5)(L.Flatten()(x))))


@unit('no_head', 'v2', A8)
def _():
    i = L.Input((8, 8, 3), name='input')
    x = L.ReLU(6.)(L.Conv2D(8, 3, padding='same')(i))
    return keras.Model(i, L.ReLU(6.)(L.Conv2D(4, 3, padding='same')(x)))


@unit('sequential', 'v2', A8)
def _():
    return keras.Sequential([L.Conv2D(8, 3, padding='same', input_shape=(8, 8, 1), activation='relu'),
                             L.MaxPool2D(), L.Flatten(), L.Dense(16, activation='relu'), L.Dense(4, activation='softmax')])


UNITS['v1_sequential'] = (UNITS['sequential'][0], 'v1', V1)
UNITS['legacy_sequential'] = (UNITS['sequential'][0], 'v1', LEG)


@unit('nested_model', 'v2', A8)
def _():
    i = L.Input((8, 8, 3)); sub = keras.Model(i, L.ReLU(6.)(L.Conv2D(8, 3, padding='same')(i)), name='backbone')
    return keras.Sequential([sub, L.Flatten(), L.Dense(4)])


@unit('rect_kernel', 'v2', A8)
def _():
    i = L.Input((8, 8, 3)); x = L.ReLU(6.)(L.Conv2D(8, (3, 5), padding='same')(i))
    return keras.Model(i, _head(x))


UNITS['v1_rect_kernel'] = (UNITS['rect_kernel'][0], 'v1', V1)


@unit('dilated', 'v2', A8)
def _():
    i = L.Input((8, 8, 3)); x = L.ReLU(6.)(L.Conv2D(8, 3, dilation_rate=2, padding='same')(i))
    return keras.Model(i, _head(x))


@unit('two_outputs', 'v2', A8)
def _():
    i = L.Input((8, 8, 3)); x = L.ReLU(6.)(L.Conv2D(8, 3, padding='same')(i))
    return keras.Model(i, [L.Dense(2)(L.Flatten()(x)), L.Dense(3)(L.GlobalAveragePooling2D()(x))])


@unit('relu_odd_values', 'v2', A8)
def _():
    x = i = L.Input((8, 8, 3))
    for k, m in enumerate((.37, 1., 2., 3.9999, 4., 127.)):
        x = L.ReLU(m)(L.Conv2D(8, 3, padding='same', name=f'c{k}')(x))
    return keras.Model(i, _head(x))


@unit('long_names', 'v2', A8)
def _():
    x = i = L.Input((8, 8, 3))
    for k in range(40):
        x = L.ReLU(6., name=f'a_rather_long_block_name_for_the_relu_layer_number_{k:03d}' * 2)(
            L.Conv2D(8, 3, padding='same', name=f'stage_{k}/unit_{k}/conv_with_a_long_name_{k:03d}')(x))
    return keras.Model(i, _head(x))
