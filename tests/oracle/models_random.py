# SPDX-License-Identifier: Apache-2.0
"""Random architectures from quantized layers, one per seed: `UNITS` as in models_units.py."""
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tf_keras as keras  # noqa: E402
from direct_layers import *  # noqa: E402,F403
from direct_layers import L, out, PER_TENSOR, PER_AXIS  # noqa: E402

UNITS = {}
COUNT = 80


class Maker:
    """Grows a model from an input: it keeps the tensor, whether it is a map, and draws what comes next."""

    def __init__(self, seed, v1):
        self.r, self.v1 = random.Random(seed), v1
        self.bits = self.r.choice((4, 8)) if not v1 else 4

    def axis(self):
        return PER_TENSOR if self.v1 or self.r.random() < .3 else PER_AXIS

    def oq(self, axis=None, wide=False):
        bits = 4 if self.v1 else self.r.choice((8, 8, 8, 4 if not wide else 8))
        return out(bits, axis or self.axis(), buffer=self.r.choice((32, 32, 32)))

    def relu(self, o):
        return relu(self.r.choice((6., 1., 2., 3.7, .5)) if self.v1 or self.r.random() < .7 else None, o)

    def conv(self, filters=None, o=None, **k):
        wide = not self.v1 and self.r.random() < .15
        return conv(filters or self.r.randint(1, 20), self.r.choice((1, 3, 3, 5)), o, w=k.pop('w', self.bits),
                    use_bias=self.r.random() < .8, buffer=24 if wide else None, **k)

    def block(self, x):
        """One block on a map."""
        r = self.r
        kind = r.choice(('conv', 'conv', 'sep') if self.v1 else ('conv', 'conv', 'conv', 'dw', 'transpose', 'dwt', 'lut', 'temporal', 'dtemporal',
                                                                 'add', 'concat'))
        small = min(x.shape[1:3]) < 4
        if kind in ('conv', 'sep', 'dw'):
            main = self.conv() if kind == 'conv' else separable(r.randint(1, 16), r.choice((3, 5)), w=r.choice((2, 4))) if kind == 'sep' else \
                depthwise(3, w=self.bits, strides=1 if small else r.choice((1, 2)))
            x = main(x)
            if not small and r.random() < .35:
                x = max_pool(r.choice((2, 3)), r.choice((1, 2)))(x)
            return self.relu(self.oq())(x)
        if kind in ('transpose', 'dwt') and x.shape[1] < 20:
            main = conv_transpose(r.randint(1, 12), r.choice((3, 4)), w=self.bits) if kind == 'transpose' else depthwise_transpose(r.choice((3, 4)), w=self.bits)
            return self.relu(self.oq())(main(self.per_tensor(x) if kind == 'transpose' else x))
        if kind == 'lut':
            return lut(r.choice(('gelu', 'swish', 'hard_silu', 'leaky_relu')), self.oq(wide=True), alpha=r.uniform(.01, .5))(
                self.conv(o=out(11, PER_TENSOR))(x))
        if kind == 'temporal':
            return self.relu(self.oq())(temporal(r.randint(1, 10), r.randint(2, 5), w=self.bits, use_bias=True)(x))
        if kind == 'dtemporal':
            return self.relu(self.oq())(depthwise_temporal(r.randint(2, 5), w=self.bits, use_bias=True)(x))
        if kind == 'add':
            n = r.randint(2, 10)
            a, b = self.conv(n, out(8, self.axis()))(x), self.conv(n, out(8, self.axis()))(x)
            return add(out(8, self.axis()), average=r.random() < .3)([a, b])
        if kind == 'concat':
            a, b = self.conv(None, out(8, self.axis()))(x), self.conv(None, out(8, self.axis()))(x)
            return concat()([a, b])
        return self.conv(None, self.oq(wide=True))(x)

    def per_tensor(self, x):
        return x

    def make(self):
        r = self.r
        shape = (r.randint(6, 18), r.randint(6, 18), r.choice((1, 3, 3, 4)))
        hrc = shape[2] in (1, 3)
        x = i = L.Input(shape, dtype='uint8' if hrc else 'int8', name='input')
        if r.random() < .3:
            x = rescale(1 / r.choice((127., 255., 37.)))(x)
        if hrc:
            k = r.choice((3, 5, 7) if self.v1 else (3, 4, 5, 7))
            x = conv(r.randint(3, 20), k, w=r.choice((4, 8)), strides=r.choice((1, 2)))(x)
            if r.random() < .3:
                x = max_pool(2)(x)
            x = self.relu(self.oq())(x)
        for _ in range(r.randint(1, 5)):
            x = self.block(x)
        ending = r.choice(('none', 'gap', 'flatten', 'flatten2'))
        if ending == 'gap' and x.shape[1] * x.shape[2] <= 256:
            c = self.conv()(x)
            x = self.relu(out(4, PER_TENSOR))(gap()(c)) if self.v1 else gap(out(8, PER_TENSOR))(relu(6.)(c))
            x = dense(r.randint(2, 9), w=self.bits)(x)
        elif ending.startswith('flatten') and x.shape[1] * x.shape[2] <= 120:
            x = flatten()(x)
            if ending == 'flatten2':
                x = self.relu(out(4 if self.v1 else 8, PER_TENSOR))(dense(r.randint(2, 12), w=self.bits)(x))
            x = dense(r.randint(2, 9), w=self.bits)(x)
        return keras.Model(i, Dequantizer(name='dequantizer')(x))


for n in range(COUNT):
    v1 = n % 4 == 3
    UNITS[f'random_{n:03d}'] = (lambda n=n, v1=v1: Maker(1000 + n, v1).make(), 'v1' if v1 else 'v2', dict(direct=True, seed=1000 + n))
