#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Saves float models and notes what cnn2snn.check_model_compatibility says of each.

    judge_float.py OUT [--zoo | --random FIRST COUNT] [--only TEXT] [--limit N]

OUT/NAME.h5 and OUT/verdicts.json: {name: {"v2": "OK" or "Class: message", "v1": …, "v2 int8": …}}. The check runs on
the model as loaded from the file, for both targets with uint8 inputs, and for other input types where models_float.py
asks for them. A model that cannot be saved or loaded is left out.
"""
import argparse
import gc
import json
import os
import pathlib
import warnings

os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')
os.environ.setdefault('CUDA_VISIBLE_DEVICES', '-1')
warnings.simplefilter('ignore')

import tf_keras as keras
import cnn2snn
from cnn2snn import AkidaVersion, set_akida_version
from build_models import randomize
import models_float
import models_float_random


def verdict(path, target, dtype):
    with set_akida_version(AkidaVersion.v1 if target == 'v1' else AkidaVersion.v2):
        try:
            cnn2snn.check_model_compatibility(cnn2snn.load_quantized_model(str(path)), input_dtype=dtype)
        except Exception as e:  # noqa: BLE001 - the exception is the verdict
            # A failing call is told with its Python stack, which says where packages are installed.
            return f'{type(e).__name__}: {e}'.partition('\n\nin user code:')[0].rstrip()
    return 'OK'


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('out', type=pathlib.Path)
    p.add_argument('--zoo', action='store_true', help='the architectures of the model zoo instead of the small models')
    p.add_argument('--random', type=int, nargs=2, metavar=('FIRST', 'COUNT'), help='models made at random instead')
    p.add_argument('--only', default='')
    p.add_argument('--exact', default='', help='only these, comma-separated, in this order')
    p.add_argument('--limit', type=int, default=0)
    a = p.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    gc.disable()     # collecting TensorFlow's immortal graphs only gets slower
    path = a.out / 'verdicts.json'
    verdicts = json.loads(path.read_text()) if path.exists() else {}
    done = 0
    models = models_float.ZOO if a.zoo else models_float.MODELS
    if a.random:
        models = {f'rand_{n}': models_float_random.build(n) for n in range(a.random[0], sum(a.random))}
    for name in a.exact.split(',') if a.exact else models:
        build = models[name]
        dtypes = models_float_random.dtypes(name) if name.startswith('rand_') else models_float.DTYPES.get(name, ())
        if a.only not in name or name in verdicts:
            continue
        h5 = a.out / f'{name}.h5'
        try:
            keras.utils.set_random_seed(7)
            model = build()
            if not name.startswith('bn_') or 'gamma' not in name:
                randomize(model, 7)
            model.save(h5, include_optimizer=False)
            verdicts[name] = {'v2': verdict(h5, 'v2', 'uint8'), 'v1': verdict(h5, 'v1', 'uint8')}
            for dtype in dtypes:
                for target in ('v2', 'v1'):
                    verdicts[name][f'{target} {dtype}'] = verdict(h5, target, dtype)
        except Exception as e:  # noqa: BLE001
            h5.unlink(missing_ok=True)
            verdicts[name] = {'not_built': f'{type(e).__name__}: {e}'[:300]}
        print(name, {k: v[:90] for k, v in verdicts[name].items()}, flush=True)
        path.write_text(json.dumps(verdicts, indent=1))
        keras.backend.clear_session()
        done += 1
        if a.limit and done >= a.limit:
            raise SystemExit(3)


if __name__ == '__main__':
    main()
