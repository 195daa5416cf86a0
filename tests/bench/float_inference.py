# SPDX-License-Identifier: Apache-2.0
"""float_inference.py CNN2SNN [FOLDER]: the calibration's float inference against LiteRT's (XNNPACK), one thread each, in turns in one run.

Needs an environment of tests/oracle/requirements.txt. Builds MobileNet and AkidaNet of half the width at 224 x 224 with random weights in FOLDER
(default: a temporary one). A sample takes (time of `quantize` with 40 random samples - that with 8) / 32, which is more than inference: the samples
are made and every output is looked at. LiteRT's is a 32nd of 32 invocations. Times are the processor's, so that other programs do not count; the
best of all turns does. Then AkidaNet is quantized with 128 samples: time and peak memory."""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

TURNS = 5
FEW, MANY = 8, 40


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


# In between, a small process: a child's peak memory counts from what its parent had when it was started.
MEASURE = """import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"""


def quantize(cli, h5, samples, out):
    """Seconds of processor time, and the peak memory in MB."""
    command = [cli, 'quantize', '-m', h5, '-ns', str(samples), '-bs', '1', '--threads', '1', '-s', out]
    return map(float, subprocess.check_output([sys.executable, '-S', '-c', MEASURE, *map(str, command)]).split())


def lite(path):
    """Seconds of processor time that an invocation takes."""
    import numpy as np
    import tensorflow as tf
    interpreter = tf.lite.Interpreter(str(path), num_threads=1)
    interpreter.allocate_tensors()
    details = interpreter.get_input_details()[0]
    x = np.random.default_rng(0).integers(0, 256, (1, 224, 224, 3)).astype(details['dtype'])
    interpreter.set_tensor(details['index'], x)
    interpreter.invoke()
    start = time.process_time()
    for _ in range(MANY - FEW):
        interpreter.set_tensor(details['index'], x)
        interpreter.invoke()
    return (time.process_time() - start) / (MANY - FEW)


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
            few.append(next(quantize(cli, h5, FEW, out)))
            theirs.append(lite(folder / f'{name}.tflite'))
            many.append(next(quantize(cli, h5, MANY, out)))
        ours = (min(many) - min(few)) / (MANY - FEW)
        print(f'{name}: {1e3 * ours:.1f} ms a sample, LiteRT {1e3 * min(theirs):.1f} ms: {min(theirs) / ours:.2f} x', flush=True)
    seconds, peak = quantize(cli, folder / 'akidanet_05_224.h5', 128, out)
    print(f'akidanet_05_224, 128 samples, one thread: {seconds:.1f} s of processor time, at most {peak:.0f} MB')


if __name__ == '__main__':
    main()
