# SPDX-License-Identifier: Apache-2.0
"""Float models made at random, mostly of what Akida takes, each with a few things it may not: name -> builder.

`rand_SEED` builds the same model for the same seed; judge_float.py --random FIRST COUNT asks the official helper.
"""
import random

import tensorflow as tf
import tf_keras as keras
from quantizeml import layers as ql

L = keras.layers


class Maker:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.v1 = self.rng.random() < .4           # what Akida 1.0 takes
        self.odd = self.rng.choice([0, 0, .03, .06, .12])   # how often something unusual comes

    def maybe(self, p):
        return self.rng.random() < p

    def odd_one(self):
        return self.rng.random() < self.odd

    def pick(self, *choices):
        return self.rng.choice(choices)

    def relu(self):
        if self.odd_one():
            return self.pick(lambda x: L.ReLU(6., negative_slope=.1)(x), lambda x: L.ReLU(6., threshold=.5)(x),
                             lambda x: L.LeakyReLU(.2)(x), lambda x: L.PReLU(shared_axes=[1, 2])(x), lambda x: L.ELU()(x),
                             lambda x: L.Activation('tanh')(x), lambda x: L.Softmax()(x), lambda x: tf.nn.relu(x),
                             lambda x: tf.nn.relu6(x), lambda x: tf.nn.gelu(x), lambda x: L.ReLU(.25)(x),
                             lambda x: L.Activation('hard_sigmoid')(x), lambda x: tf.sigmoid(x),
                             lambda x: ql.Activation('gelu')(x), lambda x: tf.nn.leaky_relu(x, .1))
        if self.v1:
            return self.pick(lambda x: L.ReLU(6.)(x), lambda x: L.ReLU(4.)(x), lambda x: L.ReLU(6)(x))
        return self.pick(lambda x: L.ReLU()(x), lambda x: L.ReLU(6.)(x), lambda x: L.Activation('relu')(x),
                         lambda x: L.Activation('swish')(x), lambda x: L.Activation('gelu')(x), lambda x: L.LeakyReLU(.1)(x),
                         lambda x: L.ReLU(6.)(x), lambda x: L.ReLU()(x), lambda x: L.ReLU(5.)(x))

    def filters(self):
        return self.pick(4, 6, 8, 8, 12, 16)

    def conv(self, x):
        k = self.pick(1, 3, 3, 3, 5)
        s = self.pick(1, 1, 1, 2)
        kw = dict(padding=self.pick('same', 'same', 'valid'), use_bias=self.maybe(.7))
        if self.odd_one():
            k = self.pick(2, 4, 6, (3, 1), (1, 3), 7, 9)
        if self.odd_one():
            s = self.pick(3, 4, (1, 2))
        if self.odd_one():
            kw['dilation_rate'], s = 2, 1
        if self.odd_one():
            kw['groups'] = 2
        if self.odd_one():
            kw['activation'] = self.pick('relu', 'sigmoid', 'swish', 'softmax', 'gelu')
        return L.Conv2D(self.filters(), k, strides=s, **kw)(x)

    def transpose(self, x):
        k, s, p = self.pick(2, 3, 3, 4), 2, 'same'
        if self.odd_one():
            k, s, p = self.pick((3, 1, 'same'), (3, 2, 'valid'), (5, 3, 'same'))
        if self.maybe(.5):
            return ql.DepthwiseConv2DTranspose(k, strides=2, padding='same')(x)
        return L.Conv2DTranspose(self.filters(), k, strides=s, padding=p)(x)

    def depthwise(self, x):
        kw = dict(padding=self.pick('same', 'same', 'valid'), strides=self.pick(1, 1, 2))
        if self.odd_one():
            kw['depth_multiplier'] = 2
        if self.odd_one():
            kw['dilation_rate'], kw['strides'] = 2, 1
        x = L.DepthwiseConv2D(self.pick(3, 3, 5, 4 if self.odd_one() else 3), **kw)(x)
        if self.maybe(.5):
            x = self.after(x)
        return L.Conv2D(self.filters(), 1)(x) if self.maybe(.8) else x

    def separable(self, x):
        kw = dict(depth_multiplier=2) if self.odd_one() else {}
        return L.SeparableConv2D(self.filters(), self.pick(3, 3, 5), strides=self.pick(1, 1, 2),
                                 padding=self.pick('same', 'same', 'valid'), **kw)(x)

    def maxpool(self, x):
        if self.odd_one():
            return self.pick(lambda: L.AveragePooling2D(2)(x), lambda: L.MaxPool2D((2, 1))(x), lambda: L.MaxPool2D(3, (1, 2))(x),
                             lambda: L.MaxPool2D(2, 3)(x))()
        return L.MaxPool2D(self.pick(2, 2, 3), self.pick(None, None, 1, 2), padding=self.pick('same', 'same', 'valid'))(x)

    def after(self, x):
        steps = []
        if self.maybe(.4):
            steps.append(lambda x: L.BatchNormalization()(x))
        if self.maybe(.25) and min(x.shape[1:3]) >= 6:
            steps.append(self.maxpool)
        if self.maybe(.93 if not self.v1 else .98):
            steps.append(self.relu())
        if self.maybe(.2 if not self.v1 else .1):
            self.rng.shuffle(steps)
        for step in steps:
            x = step(x)
        if self.maybe(.06):
            x = L.Dropout(.1)(x)
        if self.odd_one():
            x = self.pick(lambda: L.ZeroPadding2D(1)(x), lambda: L.UpSampling2D(2)(x), lambda: L.Cropping2D(1)(x),
                          lambda: L.GaussianNoise(.1)(x), lambda: L.SpatialDropout2D(.1)(x), lambda: L.Permute((2, 1, 3))(x),
                          lambda: L.LayerNormalization()(x), lambda: x * 2., lambda: x + 1., lambda: -x,
                          lambda: L.Rescaling(.5)(x), lambda: tf.transpose(x, (0, 2, 1, 3)),
                          lambda: L.Reshape((x.shape[2], x.shape[1], x.shape[3]))(x), lambda: tf.identity(x),
                          lambda: L.Activation('linear')(x), lambda: tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]),
                          lambda: tf.reduce_max(x, axis=(1, 2), keepdims=True), lambda: L.ActivityRegularization(.1)(x))()
        return x

    def layer(self, x):
        if min(x.shape[1:3]) < 4:
            return L.Conv2D(self.filters(), 1)(x)
        if self.v1:
            return self.pick(self.conv, self.conv, self.separable)(x)
        if self.maybe(.03 + self.odd):
            return self.separable(x)
        return self.pick(self.conv, self.conv, self.conv, self.depthwise, self.transpose)(x)

    def skip(self, x):
        """Two or more branches and what joins them."""
        filters = x.shape[-1]
        branches = [L.Conv2D(filters, self.pick(1, 3), padding='same')(x)]
        if self.maybe(.5):
            branches[0] = self.relu()(branches[0])
        branches.append(x if self.maybe(.5) else self.relu()(L.Conv2D(filters, 3, padding='same')(x)))
        if self.maybe(.3):
            branches.reverse()
        if self.odd_one():
            branches.append(L.Conv2D(filters, 1)(x))
        if self.odd_one():
            return L.Multiply()(branches)
        if self.odd_one():
            return branches[0] + branches[1]
        if self.odd_one():
            return L.Subtract()(branches[:2])
        x = self.pick(L.Add, L.Concatenate, L.Add)()(branches)
        if self.maybe(.6):
            x = self.relu()(x)
        return x

    def end(self, x):
        way = self.rng.randrange(9)
        if way == 0:
            return x
        if way == 1:
            return L.Conv2D(3, 1)(x)
        if way == 2:
            return L.Activation('sigmoid')(L.Conv2D(1, 1)(x))
        if way in (3, 4) or self.odd_one():
            x = L.GlobalAveragePooling2D(keepdims=self.maybe(.3))(x)
            if self.maybe(.3):
                x = self.relu()(x)
            if len(x.shape) == 4 and self.maybe(.5):
                x = self.pick(L.Flatten(), L.Reshape((x.shape[-1],)))(x)
        elif way == 5:
            x = L.Reshape((x.shape[1] * x.shape[2] * x.shape[3],))(x)
        elif self.odd_one():
            x = L.GlobalMaxPooling2D()(x)
        else:
            x = L.Flatten()(x)
        if self.maybe(.3):
            x = L.Dense(8, use_bias=self.maybe(.7))(x)
            if self.maybe(.4):
                x = L.BatchNormalization()(x)
            x = self.relu()(x)
        if self.maybe(.2):
            x = L.Dropout(.3)(x)
        x = L.Dense(4)(x)
        if self.maybe(.3):
            x = self.pick(L.Softmax(), L.Activation('softmax'), L.Activation('sigmoid'), L.Reshape((1, 4)), L.Reshape((4,)),
                          L.Reshape((2, 2)))(x)
        return x

    def vector_model(self):
        x = i = L.Input(self.pick((16,), (1, 1, 16), (16,)))
        if self.maybe(.2):
            x = L.Rescaling(.5)(x)
        for _ in range(self.rng.randrange(1, 4)):
            x = L.Dense(self.filters(), use_bias=self.maybe(.7))(x)
            if self.maybe(.3):
                x = L.BatchNormalization()(x)
            if self.maybe(.9):
                x = self.relu()(x)
            if self.odd_one():
                x = L.Reshape((x.shape[-1],))(x)
        return keras.Model(i, L.Dense(3)(x) if self.maybe(.8) else x)

    def model(self):
        if self.maybe(.06):
            return self.vector_model()
        size = self.pick(8, 12, 16, 18, 20)
        dtype = self.pick('uint8', 'int8') if self.odd_one() else None
        x = i = L.Input((size, size, self.pick(1, 3, 3, 3, 2 if self.odd_one() else 3, 4 if self.odd_one() else 3)), dtype=dtype)
        if self.odd_one():
            x = self.pick(L.Rescaling(1 / 255.), L.Rescaling(1 / 127., offset=-1.), L.ZeroPadding2D(1), L.BatchNormalization(),
                          L.MaxPool2D(), L.ReLU(), L.Rescaling([.1] * x.shape[-1]), L.Permute((2, 1, 3)))(x)
        x = self.after(self.conv(x) if self.maybe(.95) else self.layer(x))
        for _ in range(self.rng.randrange(1, 4)):
            x = self.after(self.layer(x))
            if self.maybe(.3 if not self.v1 else .02):
                x = self.skip(x)
        out = self.end(x)
        if self.odd_one():
            out = [out, L.Conv2D(2, 1)(x) if len(x.shape) == 4 else x]
        return keras.Model(i, out)


def build(seed):
    return lambda: Maker(seed).model()


def dtypes(name):
    """What is asked besides uint8."""
    return ('int8',) if int(name.removeprefix('rand_')) % 4 == 0 else ()
