# SPDX-License-Identifier: Apache-2.0
"""Writes pictures and what Keras makes of them (expected.npz) for pictures_test.cpp.

Needs Pillow and tensorflow with tf_keras.
"""
import pathlib
import shutil

import numpy as np
import tf_keras as keras
from PIL import Image

HERE = pathlib.Path(__file__).parent / 'files'
shutil.rmtree(HERE, ignore_errors=True)
random = np.random.default_rng(3)


def smooth(h, w, c):
    """Noise on a gradient, as photographs have."""
    y, x = np.mgrid[:h, :w]
    base = np.stack([y * 200 / h, x * 200 / w, (x + y) * 200 / (h + w), 255 - x * 100 / w][:c], -1)
    return np.clip(base + random.integers(0, 56, (h, w, c)), 0, 255).astype('uint8')


for name in ('dog', 'cat/persian', 'cat/siamese', 'tests only'):
    (HERE / 'pictures' / name).mkdir(parents=True, exist_ok=True)
root = HERE / 'pictures'
Image.fromarray(smooth(37, 23, 3)).save(root / 'dog' / 'b.jpg', quality=90)
Image.fromarray(smooth(37, 23, 3)).save(root / 'dog' / 'a.JPEG', quality=60, subsampling=0, progressive=True)
Image.fromarray(smooth(19, 40, 1)[:, :, 0]).save(root / 'dog' / 'grey.jpg')
Image.fromarray(smooth(16, 20, 3)).save(root / 'cat' / 'persian' / 'same_size.png')
Image.fromarray(smooth(30, 31, 4)).save(root / 'cat' / 'persian' / 'alpha.png')
Image.fromarray(smooth(9, 11, 1)[:, :, 0]).save(root / 'cat' / 'siamese' / 'grey.png')
Image.fromarray(smooth(24, 24, 3)).quantize(16).save(root / 'cat' / 'siamese' / 'palette.png')
Image.fromarray((smooth(12, 12, 1)[:, :, 0] > 128)).save(root / 'cat' / 'siamese' / 'one_bit.png')
Image.fromarray(smooth(12, 14, 1)[:, :, 0].astype('uint16') * 257).save(root / 'tests only' / 'wide.png')
(root / 'dog' / 'readme.txt').write_text('no picture\n')

out = {}
for mode, color in (('rgb', 3), ('grayscale', 1)):
    data = keras.utils.image_dataset_from_directory(root, color_mode=mode, image_size=(16, 20), shuffle=False, batch_size=None)
    out[mode] = np.stack([x.numpy() for x, _ in data])
    out['labels'] = np.array([int(y) for _, y in data], 'int32')
data = keras.utils.image_dataset_from_directory(root, image_size=(12, 12), shuffle=False, batch_size=None)
out['square'] = np.stack([x.numpy() for x, _ in data])
shutil.copytree(root / 'cat', HERE / 'png_only' / 'cat')
data = keras.utils.image_dataset_from_directory(HERE / 'png_only', color_mode='rgba', image_size=(16, 20), shuffle=False, batch_size=None)
out['rgba'] = np.stack([x.numpy() for x, _ in data])
shutil.rmtree(HERE / 'png_only')
np.savez_compressed(HERE / 'expected.npz', **out)
print(data.class_names, out['labels'])
