# SPDX-License-Identifier: Apache-2.0
"""Float models as users have them, quantized by QuantizeML in its different ways: `UNITS` as in models_units.py."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from models_float import C, H, L, R, net  # noqa: E402
import models_float_random  # noqa: E402
from models_zoo import A4, A8, V1  # noqa: E402

V2_WAYS = [A8, A4, dict(A8, weight_bits=4), dict(A8, per_tensor_activations=True), dict(A8, input_dtype='int8')]
V1_WAYS = [V1, dict(V1, weight_bits=2, input_weight_bits=4), dict(V1, input_weight_bits=4)]
UNITS = {}
for seed in range(300):
    build = models_float_random.build(seed)
    UNITS[f'rand_{seed}_v2'] = (build, 'v2', V2_WAYS[seed % 5])
    UNITS[f'rand_{seed}_v1'] = (build, 'v1', V1_WAYS[seed % 3])


def case(name, *layers):
    def build():
        return net(*[make() for make in layers])
    UNITS[f'{name}_v2'] = (build, 'v2', A8)
    UNITS[f'{name}_v2_tensor'] = (build, 'v2', dict(A8, per_tensor_activations=True))
    UNITS[f'{name}_v1'] = (build, 'v1', V1)


D = lambda: L.Dense(3)                        # noqa: E731
GAP = lambda: L.GlobalAveragePooling2D()      # noqa: E731
# --- reshapes with a dimension to be found
for tag, shape in (('m1', (-1,)), ('m1_last', (-1, 8)), ('one_one_m1', (1, 1, -1))):
    case(f'rs_{tag}_dense', C(), R(), C(), R(), lambda s=shape: L.Reshape(s), D)
case('rs_map_conv', C(), R(), C(), R(), lambda: L.Reshape((12, -1, 8)), C(5, 1), R(), H)
case('rs_relugap_m1', C(), R(), C(), R(), GAP, lambda: L.Reshape((-1,)), D)
case('rs_relugap_conv', C(), R(), C(), R(), GAP, lambda: L.Reshape((1, 1, -1)), C(4, 1), R(), D)
# --- tables at the end of a model: their scales are seen
for function in ('gelu', 'swish', 'leaky_relu'):
    case(f'lut_last_{function}', C(), R(), C(4), lambda f=function: L.LeakyReLU(.1) if f == 'leaky_relu' else L.Activation(f))
