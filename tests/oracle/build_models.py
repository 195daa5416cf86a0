#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds Keras models, quantizes them, and converts them with the official packages.

    build_models.py OUT --set units|patterns|random|quantized|legacy|zoo|FILE.py [--seed N] [--only TEXT] [--exact A,B]
                        [--limit N]

For every case it writes OUT/NAME.h5 (the converter's input), then OUT/NAME.fbz (what the official converter makes of
it) or OUT/NAME.error (the official `ExceptionClass: message`: the model must be refused), and OUT/NAME.json: what the
case is, which block patterns the official converter found, which Akida layers came out.

A case set is a Python file with a dictionary `UNITS`: name -> (builder, target, quantization).
`quantization` is a dictionary:
    QuantizationParams arguments             the builder returns a float model, QuantizeML quantizes it
    {'legacy': cnn2snn.quantize arguments}   the builder returns a float model, CNN2SNN's old API quantizes it
    {'direct': True}                         the builder returns a quantized model; its weights and ranges are random
and may hold 'patch' (a function that changes the parsed `model_config` before the file is converted), 'rewrite' (a
function that changes the file itself),
'input_scaling' (scale, shift) for the converter, 'seed', and 'post' (a function called on the quantized model).
"""
import argparse
import gc
import importlib.util
import json
import os
import pathlib
import warnings

os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')
os.environ.setdefault('CUDA_VISIBLE_DEVICES', '-1')
warnings.simplefilter('ignore')

import h5py
import numpy as np
import tf_keras as keras
import cnn2snn
from cnn2snn import AkidaVersion, converter, set_akida_version
from cnn2snn.quantizeml import model_generator
from quantizeml.models import QuantizationParams, quantize

from fast_build import shapes_only

HERE = pathlib.Path(__file__).parent
SAMPLING = ('num_samples', 'batch_size')
RECORD = {}


def randomize(model, seed):
    """Gives every normalisation and bias of a float model a non-trivial value."""
    r = np.random.RandomState(seed)
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            randomize(layer, seed)
        elif isinstance(layer, keras.layers.BatchNormalization):
            values = []
            for w in layer.weights:
                low = 'gamma' in w.name or 'variance' in w.name
                values.append(r.uniform(.5, 1.5, w.shape) if low else r.normal(0, .3, w.shape))
            layer.set_weights(values)
        elif getattr(layer, 'bias', None) is not None:
            layer.bias.assign(r.normal(0, .05, layer.bias.shape))


def randomize_quantized(model, seed):
    """Gives every weight and every recorded range of a quantized model a plausible random value.

    Ranges grow with the width of the layer that is measured, so that random weights do not saturate everything."""
    r = np.random.RandomState(seed)
    for layer in model.layers:
        values = []
        for w in layer.weights:
            kind = w.name.split('/')[-1].split(':')[0]
            fan_in = max(1, int(np.prod(w.shape[:-1])))
            if 'kernel' in kind:
                value = r.normal(0, 1.2 / np.sqrt(fan_in), w.shape)
            elif kind == 'bias':
                value = r.normal(0, .2, w.shape)
            elif kind == 'range_max':
                value = r.uniform(1., 9., w.shape)
            elif kind == 'range_min':
                value = -r.uniform(.2, 4., w.shape)
            elif kind == 'rescaling_rate':
                value = r.uniform(.7, 1.4, w.shape)
            elif kind in ('A_real', 'A_imag'):
                angle = np.random.RandomState(seed + 1).uniform(.6, .78, w.shape)
                value = (np.cos if kind == 'A_real' else np.sin)(angle)
            else:
                value = w.numpy()
            values.append(value)
        if values:
            layer.set_weights(values)


def quantized_model(builder, q, seed):
    keras.utils.set_random_seed(seed)
    if 'direct' in q:
        with shapes_only():
            model = builder()
        randomize_quantized(model, seed)
    elif 'legacy' in q:
        model = builder()
        randomize(model, seed)
        model = cnn2snn.quantize(model, **q['legacy'])
    elif 'legacy_direct' in q:
        model = builder()
        randomize(model, seed)
    else:
        model = builder()
        randomize(model, seed)
        kwargs = {k: v for k, v in q.items() if k not in ('patch', 'rewrite', 'post', 'input_scaling', 'seed', 'samples')}
        sampling = dict(num_samples=kwargs.pop('num_samples', 16), batch_size=kwargs.pop('batch_size', 4))
        if 'samples' in q:
            sampling['samples'] = q['samples'](np.random.RandomState(seed))
        model = quantize(model, qparams=QuantizationParams(**kwargs), **sampling)
    if 'post' in q:
        model = q['post'](model) or model
    return model


def patch_config(path, change):
    with h5py.File(path, 'r+') as f:
        text = f.attrs['model_config']
        config = json.loads(text.decode() if isinstance(text, bytes) else text)
        change(config)
        f.attrs['model_config'] = json.dumps(config).encode()


def record_patterns():
    """Notes which patterns the official block splitter matched, and how far a refused conversion came
    (load, convert, blocks, quantization, layers). The official functions are wrapped, not changed."""
    original = model_generator.generate_block_converters
    inputs = (tuple(model_generator._V1_INPUT_PATTERN_CONVERTERS.values()) +
              tuple(model_generator._V2_INPUT_PATTERN_CONVERTERS.values()))

    def wrapped(model):
        RECORD['stage'] = 'blocks'
        blocks = original(model)
        RECORD['stage'] = 'quantization'
        RECORD['patterns'] = [('input: ' if isinstance(b, inputs) else '') + ' > '.join(c.__name__ for c in b.pattern)
                              for b in blocks]
        return blocks

    record = model_generator.record_quantization_variables

    def wrapped_record(model):
        record(model)
        RECORD['stage'] = 'layers'

    generate_legacy = converter.cnn2snn_generate_model

    def wrapped_legacy(model, input_scaling):
        RECORD['stage'] = 'layers'
        RECORD['patterns'] = legacy_patterns(model)
        return generate_legacy(model, input_scaling)

    converter.cnn2snn_generate_model = wrapped_legacy
    model_generator.generate_block_converters = wrapped
    model_generator.record_quantization_variables = wrapped_record


def legacy_patterns(model):
    """The blocks of a prepared legacy model: a neural layer, then its pooling and activation."""
    blocks = []
    for layer in model.layers:
        name = type(layer).__name__
        if name in ('QuantizedConv2D', 'QuantizedSeparableConv2D', 'QuantizedDense'):
            is_input = not blocks and name == 'QuantizedConv2D' and model.input_shape[-1] in (1, 3)
            blocks.append(('input: ' if is_input else '') + name)
        elif blocks and name in ('MaxPooling2D', 'GlobalAveragePooling2D', 'QuantizedReLU', 'ActivationDiscreteRelu'):
            blocks[-1] += ' > ' + name
    return blocks


def kind_of(q):
    return 'legacy' if 'legacy' in q or 'legacy_direct' in q else 'quantizeml'


def convert(path, q, fast=False):
    """Converts what was written, so that what the file says is what decides.

    `fast` loads without tracing the layers, which halves the time. What converts so is what converts normally (the
    converter traces the model itself); what fails is done again without the shortcut, for the error users get."""
    if fast:
        with shapes_only():
            record = convert_once(path, q)
        if 'layers' in record:
            return record
        path.with_suffix('.error').unlink()
    return convert_once(path, q)


def convert_once(path, q):
    RECORD.clear()
    record = {}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try:
            RECORD['stage'] = 'load'
            model = cnn2snn.load_quantized_model(str(path))
            RECORD['stage'] = 'convert'
            akida_model = cnn2snn.convert(model, input_scaling=q.get('input_scaling'))
            akida_model.save(str(path.with_suffix('.fbz')))
            record['layers'] = [str(x.parameters.layer_type).split('.')[-1] for x in akida_model.layers]
        except Exception as e:  # noqa: BLE001 - whatever the official converter raises is the expected answer
            path.with_suffix('.error').write_text(f'{type(e).__name__}: {e}')
            record['refused'] = f'{type(e).__name__}: {e}'[:500]
            record['stage'] = RECORD['stage']
    record['warnings'] = [str(w.message)[:200] for w in caught
                          if any(x in str(w.message) for x in ('Conversion stops', 'threshold', 'input_scaling'))]
    if 'patterns' in RECORD:
        record['patterns'] = RECORD['patterns']
    return record


def build(name, case, out, seed, fast=False):
    builder, target, q = case
    base = out / name
    if (out / f'{name}.json').exists():
        return False
    h5 = out / f'{name}.h5'
    record = dict(name=name, target=target, kind=kind_of(q), quantization={k: v for k, v in q.items() if not callable(v)})
    if 'input_scaling' in q:
        record['input_scaling'] = q['input_scaling']
    with set_akida_version(AkidaVersion.v1 if target == 'v1' else AkidaVersion.v2):
        try:
            quantized_model(builder, q, q.get('seed', seed)).save(h5, include_optimizer=False)
            if 'patch' in q:
                patch_config(h5, q['patch'])
            if 'rewrite' in q:
                q['rewrite'](h5)
        except Exception as e:  # noqa: BLE001
            record['not_quantizable'] = f'{type(e).__name__}: {e}'[:500]
            h5.unlink(missing_ok=True)
        else:
            record.update(convert(h5, q, fast))
    (out / f'{name}.json').write_text(json.dumps(record, indent=1))
    print(name, 'ok' if 'layers' in record else record.get('refused') and 'REFUSED ' + record['refused'][:110] or
          'NOT QUANTIZABLE ' + record['not_quantizable'][:110], flush=True)
    keras.backend.clear_session()
    return True


def load_set(name):
    path = pathlib.Path(name) if name.endswith('.py') else HERE / f'models_{name}.py'
    spec = importlib.util.spec_from_file_location('cases', path)
    cases = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(cases)
    return cases.UNITS


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('out', type=pathlib.Path)
    p.add_argument('--set', default='units')
    p.add_argument('--seed', type=int, default=7)
    p.add_argument('--only', default='', help='only the cases whose name holds this')
    p.add_argument('--exact', default='', help='only these cases, comma-separated')
    p.add_argument('--limit', type=int, default=0, help='stop after that many new cases (TensorFlow keeps its memory)')
    p.add_argument('--fast', action='store_true', help='do not trace layers when loading (see convert)')
    p.add_argument('--suffix', default='', help='appended to every name, for another seed')
    a = p.parse_args()
    gc.disable()     # TensorFlow's graphs stay alive whatever we do: collecting only gets slower and slower
    record_patterns()
    a.out.mkdir(parents=True, exist_ok=True)
    built = 0
    for name, case in load_set(a.set).items():
        if a.only in name and (not a.exact or name in a.exact.split(',')):
            built += build(name + a.suffix, case, a.out, a.seed, a.fast)
            if a.limit and built >= a.limit:
                raise SystemExit(3)          # more may be left: call again


if __name__ == '__main__':
    main()
