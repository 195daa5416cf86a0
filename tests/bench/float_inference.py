# SPDX-License-Identifier: Apache-2.0
"""float_inference.py CNN2SNN [FOLDER]: the calibration's float inference against LiteRT's (XNNPACK), one thread each, in turns in one run.

Needs an environment of tests/oracle/requirements.txt. Builds MobileNet and AkidaNet of half the width at 224 x 224 with random weights in FOLDER
(default: a temporary one). A sample takes (time of `quantize` with 40 random samples - that with 8) / 32; LiteRT's is that of one invocation. The
best of all turns counts. Then AkidaNet is quantized with 128 samples: time and peak memory."""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

TURNS = 5


def build(folder, name, make):
    import numpy as np
    import tensorflow as tf
    if (folder / f'{name}.tflite').exists():
        return
    random = np.random.default_rng(1)
    model = make(input_shape=(224, 224, 3), alpha=.5, classes=1000)
    for layer in model.layers:
        if 'BatchNormalization' in type(layer).__name__:
            layer.set_weights([random.uniform(.5, 1.5, w.shape) if i in (0, 3) else random.normal(0, .2, w.shape)
                               for i, w in enumerate(layer.get_weights())])
    model.save(folder / f'{name}.h5')
    (folder / f'{name}.tflite').write_bytes(tf.lite.TFLiteConverter.from_keras_model(model).convert())


def quantize(cli, h5, samples, out):
    start = time.perf_counter()
    subprocess.run([cli, 'quantize', '-m', h5, '-ns', str(samples), '-bs', '1', '--threads', '1', '-s', out], check=True, capture_output=True)
    return time.perf_counter() - start


def lite(path, runs=8):
    import numpy as np
    import tensorflow as tf
    interpreter = tf.lite.Interpreter(str(path), num_threads=1)
    interpreter.allocate_tensors()
    details = interpreter.get_input_details()[0]
    x = np.random.default_rng(0).integers(0, 256, (1, 224, 224, 3)).astype(details['dtype'])
    best = float('inf')
    for _ in range(runs):
        interpreter.set_tensor(details['index'], x)
        start = time.perf_counter()
        interpreter.invoke()
        best = min(best, time.perf_counter() - start)
    return best


def main():
    os.environ.update(TF_CPP_MIN_LOG_LEVEL='3', TF_USE_LEGACY_KERAS='1')
    import akida_models
    cli = sys.argv[1]
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp())
    out = folder / 'quantized.h5'
    for name, make in (('mobilenet_05_224', akida_models.mobilenet_imagenet), ('akidanet_05_224', akida_models.akidanet_imagenet)):
        build(folder, name, make)
        h5 = folder / f'{name}.h5'
        few, many, theirs = [], [], []
        for _ in range(TURNS):
            few.append(quantize(cli, h5, 8, out))
            theirs.append(lite(folder / f'{name}.tflite'))
            many.append(quantize(cli, h5, 40, out))
        ours = (min(many) - min(few)) / 32
        print(f'{name}: {1e3 * ours:.1f} ms a sample, LiteRT {1e3 * min(theirs):.1f} ms: {min(theirs) / ours:.2f} x', flush=True)
    seconds = quantize(cli, folder / 'akidanet_05_224.h5', 128, out)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f'akidanet_05_224, 128 samples, one thread: {seconds:.1f} s, at most {peak:.0f} MB')


if __name__ == '__main__':
    main()
