# SPDX-License-Identifier: Apache-2.0
"""One model in many HDF5 files: every way a dataset or an attribute can be stored, and damaged files.

`UNITS` as in models_units.py."""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import h5py  # noqa: E402
import numpy as np  # noqa: E402
from direct_layers import *  # noqa: E402,F403
from direct_layers import out  # noqa: E402

UNITS = {}


def model():
    return chain(*stem(name='block/stem'), conv(5, 3, name='block/stem/conv'), relu(4., out()), conv(3, 1, name='block'))


def case(name, rewrite):
    UNITS[f'h5_{name}'] = (model, 'v2', dict(direct=True, rewrite=rewrite))


def copy(path, dataset=None, attribute=None, libver=None, userblock=0, mangle=None, **file_options):
    """Writes the file anew: `dataset(group, name, array)` and `attribute(owner, name, value)` store the parts."""
    old = str(path) + '.old'
    os.rename(path, old)

    def plain_dataset(group, name, array):
        group.create_dataset(name, data=array)

    def plain_attribute(owner, name, value):
        owner.attrs[name] = value

    with h5py.File(old, 'r') as a, h5py.File(path, 'w', libver=libver, userblock_size=userblock, **file_options) as b:
        def visit(source, target):
            for k, v in source.attrs.items():
                (attribute or plain_attribute)(target, k, v)
            for k in source:
                if isinstance(source[k], h5py.Group):
                    visit(source[k], target.create_group(k, **({'track_order': True} if file_options.get('track_order') else {})))
                else:
                    (dataset or plain_dataset)(target, k, source[k][()])
                    for n, v in source[k].attrs.items():
                        (attribute or plain_attribute)(target[k], n, v)
        visit(a, b)
        if mangle:
            mangle(b)
    os.unlink(old)


def stored(**how):
    def dataset(group, name, array):
        if array.shape == ():
            group.create_dataset(name, data=array)
        else:
            group.create_dataset(name, data=array, **dict(dict(chunks=True), **how))
    return lambda path: copy(path, dataset=dataset)


case('gzip', stored(compression='gzip'))
case('gzip_shuffle_fletcher', stored(compression='gzip', compression_opts=9, shuffle=True, fletcher32=True))
case('shuffle', stored(shuffle=True))
case('fletcher32', stored(fletcher32=True))
case('chunked', stored(chunks=True))
case('maxshape', stored(maxshape=None))


def small_chunks(path):
    copy(path, dataset=lambda g, n, a: g.create_dataset(n, data=a, chunks=tuple(max(1, x // 2) for x in a.shape) or None,
                                                        **({'compression': 'gzip'} if a.shape else {})))


case('small_chunks', small_chunks)
case('latest', lambda path: copy(path, libver='latest'))
case('v110', lambda path: copy(path, libver=('v110', 'v110')))
case('latest_gzip', lambda path: copy(path, libver='latest', dataset=lambda g, n, a: g.create_dataset(
    n, data=a, **(dict(chunks=True, compression='gzip') if a.shape else {}))))
case('track_order', lambda path: copy(path, track_order=True))
case('userblock', lambda path: copy(path, userblock=512))
case('float64', lambda path: copy(path, dataset=lambda g, n, a: g.create_dataset(n, data=a.astype('float64'))))
case('float16', lambda path: copy(path, dataset=lambda g, n, a: g.create_dataset(n, data=a.astype('float16'))))
case('big_endian', lambda path: copy(path, dataset=lambda g, n, a: g.create_dataset(n, data=a.astype('>f4'))))
case('int32', lambda path: copy(path, dataset=lambda g, n, a: g.create_dataset(n, data=np.round(a * 3).astype('int32'))))


def compact(path):
    def dataset(group, name, array):
        space = h5py.h5s.create_simple(array.shape) if array.shape else h5py.h5s.create(h5py.h5s.SCALAR)
        properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        properties.set_layout(h5py.h5d.COMPACT)
        d = h5py.h5d.create(group.id, name.encode(), h5py.h5t.IEEE_F32LE, space, properties)
        d.write(h5py.h5s.ALL, h5py.h5s.ALL, np.ascontiguousarray(array))
    copy(path, dataset=dataset)


case('compact', compact)


def variable_strings(owner, name, value):
    if isinstance(value, np.ndarray):
        owner.attrs.create(name, [x.decode() if isinstance(x, bytes) else x for x in value], dtype=h5py.string_dtype())
    else:
        owner.attrs.create(name, value.decode() if isinstance(value, bytes) else value, dtype=h5py.string_dtype())


def fixed_strings(owner, name, value):
    if isinstance(value, np.ndarray):
        owner.attrs.create(name, np.array([x.encode() if isinstance(x, str) else x for x in value], dtype='S'))
    else:
        owner.attrs[name] = np.bytes_(value.encode() if isinstance(value, str) else value)


def split_lists(owner, name, value):
    """What Keras does to lists above 64 kB: NAME0, NAME1, …"""
    if name in ('layer_names', 'weight_names') and len(value):
        for k, part in enumerate(np.array_split(value, min(3, len(value)))):
            owner.attrs[f'{name}{k}'] = part
    else:
        owner.attrs[name] = value


case('variable_strings', lambda path: copy(path, attribute=variable_strings))
case('fixed_strings', lambda path: copy(path, attribute=fixed_strings))
case('split_lists', lambda path: copy(path, attribute=split_lists))


def soft_links(f):
    for k in list(f['model_weights']):
        f.move(f'model_weights/{k}', f'stored/{k}')
        f['model_weights'][k] = h5py.SoftLink(f'/stored/{k}')


def hard_links(f):
    f['elsewhere'] = f['model_weights']


case('hard_links', lambda path: copy(path, mangle=hard_links))
case('extra_objects', lambda path: copy(path, mangle=lambda f: f.create_dataset('optimizer_weights/x', data=np.arange(9.))))
# --- refused
case('empty', lambda path: path.write_bytes(b''))
case('text', lambda path: path.write_bytes(b'this is not HDF5\n' * 50))
case('truncated', lambda path: path.write_bytes(path.read_bytes()[:-4000]))
case('truncated_half', lambda path: path.write_bytes(path.read_bytes()[:9000]))
case('no_config', lambda path: copy(path, mangle=lambda f: f.attrs.__delitem__('model_config')))
case('bad_json', lambda path: copy(path, attribute=lambda o, n, v: o.attrs.__setitem__(n, '{"class_name": ' if n == 'model_config' else v)))
case('config_null', lambda path: copy(path, attribute=lambda o, n, v: o.attrs.__setitem__(n, 'null' if n == 'model_config' else v)))
case('config_list', lambda path: copy(path, attribute=lambda o, n, v: o.attrs.__setitem__(n, '[]' if n == 'model_config' else v)))
case('missing_weight', lambda path: copy(path, dataset=lambda g, n, a: None if n == 'bias:0' and a.size == 5 else g.create_dataset(n, data=a)))
case('missing_group', lambda path: copy(path, mangle=lambda f: f['model_weights'].__delitem__('block')))
case('wrong_shape', lambda path: copy(path, dataset=lambda g, n, a: g.create_dataset(n, data=a[..., :-1] if n == 'bias:0' and a.size == 5 else a)))
case('no_weight_names', lambda path: copy(path, attribute=lambda o, n, v: None if n == 'weight_names' else o.attrs.__setitem__(n, v)))
case('no_layer_names', lambda path: copy(path, attribute=lambda o, n, v: None if n == 'layer_names' else o.attrs.__setitem__(n, v)))
case('no_weights', lambda path: copy(path, mangle=lambda f: f.__delitem__('model_weights')))


def cycle(path):
    def attribute(owner, name, value):
        if name == 'model_config':
            config = json.loads(value)
            layers = config['config']['layers']
            layers[1]['inbound_nodes'] = [[[layers[3]['config']['name'], 0, 0, {}]]]
            value = json.dumps(config)
        owner.attrs[name] = value
    copy(path, attribute=attribute)


case('cycle', cycle)
