# SPDX-License-Identifier: Apache-2.0
"""Writes the files that npz_test.cpp reads: arrays as numpy saves them. Needs numpy."""
import pathlib

import numpy as np
from numpy.lib import format as npy_format

HERE = pathlib.Path(__file__).parent / 'files'
HERE.mkdir(exist_ok=True)
a = np.arange(24).reshape(2, 3, 4)

np.savez(HERE / 'types.npz', **{t: (a % 2 if t == 'bool' else a).astype(t) for t in (
    'bool', 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float16', 'float32', 'float64')})
np.savez(HERE / 'orders.npz', big=a.astype('>f4'), fortran=np.asfortranarray(a.astype('<i2')), both=np.asfortranarray(a.astype('>f8')))
np.savez_compressed(HERE / 'compressed.npz', x=np.zeros((4, 8, 8, 3), 'uint8'), y=np.ones((2, 8, 8, 3), 'uint8'))
np.save(HERE / 'objects.npy', np.array([{}, None], object), allow_pickle=True)
np.save(HERE / 'structured.npy', np.zeros(2, [('a', 'i4'), ('b', 'f4')]))
np.save(HERE / 'complex.npy', np.zeros(2, 'complex64'))
np.save(HERE / 'scalar.npy', np.float32(2.5))
np.save(HERE / 'empty.npy', np.zeros((0, 5), 'float32'))
np.save(HERE / 'one_axis.npy', np.arange(3, dtype='int64'))
for version in ((2, 0), (3, 0)):
    with open(HERE / f'version{version[0]}.npy', 'wb') as f:
        npy_format.write_array(f, a.astype('float32'), version)
