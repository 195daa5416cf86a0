#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the HDF5 files of these tests into files/ (needs h5py and numpy; the tests do not).

    python3 make_files.py
"""
import json
import pathlib
import struct
import zlib

import h5py
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent / "files"
TEXT = h5py.string_dtype("utf-8")
GRID = (np.arange(60, dtype="<f4") / 4 - 3).reshape(5, 12)


def new(name, **options):
    return h5py.File(HERE / (name + ".h5"), "w", track_order=False, **options)


def compact(group, name, data):
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple(data.shape)
    h5py.h5d.create(group.id, name.encode(), h5py.h5t.py_create(data.dtype), space, plist).write(
        h5py.h5s.ALL, h5py.h5s.ALL, data)


def fixed(obj, name, values, size, pad, shape=None):
    """A fixed-length string attribute with the given padding."""
    kind = h5py.h5t.C_S1.copy()
    kind.set_size(size)
    kind.set_strpad(pad)
    space = h5py.h5s.create(h5py.h5s.SCALAR) if shape is None else h5py.h5s.create_simple(shape)
    attr = h5py.h5a.create(obj.id, name.encode(), kind, space)
    attr.write(np.array(values, dtype="S%d" % size), mtype=kind)


def numbers():
    with new("numbers") as f:
        values = np.array([0, 1, -1, 2, 100, -128])
        for code in ("f2", "f4", "f8", "i1", "i2", "i4", "i8"):
            for order, suffix in (("<", "le"), (">", "be")):
                f["%s_%s" % (code, suffix)] = values.astype(order + code)
        for code in ("u1", "u2", "u4", "u8"):
            for order, suffix in (("<", "le"), (">", "be")):
                f["%s_%s" % (code, suffix)] = np.array([0, 1, 7, 200], dtype=order + code)
        f["halves"] = np.array([65504, 6.1e-05, 5.96e-08, -5.96e-08, np.inf, -np.inf, np.nan, -0.0],
                               dtype="<f2")
        f["doubles"] = np.array([1 / 3, 1e-46, 16777217, 1e300], dtype="<f8")
        f["large"] = np.array([16777217, 2**62 + 1, -(2**62) - 1], dtype="<i8")
        f["scalar"] = np.float32(2.5)
        f["none"] = np.zeros((0, 3), dtype="<f4")
        f.create_dataset("null", data=h5py.Empty("<f4"))
        f["grid"] = GRID
        f["deep/er/grid"] = GRID
        f["committed_type"] = np.dtype("<f4")
        f.create_dataset("committed", data=GRID, dtype=f["committed_type"])
        compact(f, "compact", GRID)
        f["pair"] = np.array([(1, 2)], dtype=[("a", "<f4"), ("b", "<i4")])
        f["complex"] = np.array([1 + 2j], dtype="<c8")
        f["flag"] = np.array([True, False])
        f["text"] = np.array([b"abc"])
        f.create_dataset("words", data=["a", "b"], dtype=TEXT)


def filters():
    with new("filters") as f:
        f.create_dataset("chunked", data=GRID, chunks=(2, 5))
        f.create_dataset("gzip", data=GRID, chunks=(2, 5), compression="gzip")
        f.create_dataset("shuffle", data=GRID, chunks=(2, 5), shuffle=True)
        f.create_dataset("fletcher32", data=GRID, chunks=(2, 5), fletcher32=True)
        f.create_dataset("all", data=GRID, chunks=(2, 5), compression=9, shuffle=True,
                         fletcher32=True)
        f.create_dataset("growing", data=GRID, chunks=(2, 5), maxshape=(None, None),
                         compression="gzip")
        f.create_dataset("big_endian", data=GRID.astype(">f8"), chunks=(4, 4), compression="gzip",
                         shuffle=True)
        f.create_dataset("lzf", data=GRID, chunks=(2, 5), compression="lzf")
        f.create_dataset("scaleoffset", data=GRID.astype("<i4"), chunks=(2, 5), scaleoffset=0)
    with new("filters_latest", libver="latest") as f:
        f.create_dataset("single", data=GRID, chunks=GRID.shape, compression="gzip")
        f.create_dataset("fixed_array", data=GRID, chunks=(2, 5), compression="gzip")
        f.create_dataset("extensible_array", data=GRID, chunks=(2, 5), maxshape=(None, 12),
                         compression="gzip")
        f.create_dataset("btree2", data=GRID, chunks=(2, 5), maxshape=(None, None),
                         compression="gzip")
        for i in range(40):  # Dense attributes and links: fractal heap and version 2 B-tree.
            f.attrs["attribute%d" % i] = "value %d" % i
            f.create_group("group%d" % i)
        f.attrs["long"] = np.bytes_(b"x" * 100000)


def strings():
    with new("strings") as f:
        f.attrs["variable"] = "v\u00e4rld"
        f.attrs["bytes"] = np.bytes_(b"fixed")
        f.attrs["names"] = np.array([b"a", b"conv_0/relu", b"ccc"])
        f.attrs.create("variable_names", ["a", "", "ccc"], dtype=TEXT)
        f.attrs.create("grid_names", [["a", "b"], ["c", "d"]], dtype=TEXT)
        f.attrs["empty"] = []
        f.attrs["number"] = 3
        f.attrs["nothing"] = h5py.Empty("S1")
        f.attrs["one"] = np.array([b"single"])
        fixed(f, "null_terminated", b"ab\0cd", 8, h5py.h5t.STR_NULLTERM)
        fixed(f, "null_padded", b"ab\0cd", 8, h5py.h5t.STR_NULLPAD)
        fixed(f, "space_padded", b"ab cd   ", 8, h5py.h5t.STR_SPACEPAD)
        f.attrs["chunked0"] = np.array([b"a", b"b"])
        f.attrs["chunked1"] = np.array([b"c"])
        f.attrs["chunked3"] = np.array([b"lost"])
        f.attrs.create("many", ["x"] * 3000, dtype=TEXT)
        f["kind"] = np.dtype("S5")
        f.attrs.create("committed", b"kinds", dtype=f["kind"])
        f.create_dataset("data", data=GRID).attrs["note"] = "of a dataset"


def shared_string():
    """3000 elements that all refer to one string of 40000 bytes; and one with a wrong length."""
    with new("shared_string") as f:
        f.attrs.create("many", ["x"] * 3000, dtype=TEXT)
        f.attrs["long"] = "y" * 40000
        f.attrs["cut"] = "z" * 333
        f.attrs["good"] = "fine"
    path = HERE / "shared_string.h5"
    data = bytearray(path.read_bytes())
    one = struct.pack("<I", 1)
    start = next(i for i in range(len(data) - 48000)
                 if all(data[i + 16 * k:i + 16 * k + 4] == one for k in range(3000)))
    long = data.find(struct.pack("<I", 40000))
    while data[long + 12:long + 16] != one and long >= 0:  # Index 1 in a collection of its own.
        long = data.find(struct.pack("<I", 40000), long + 1)
    data[start:start + 48000] = data[long:long + 16] * 3000
    cut = data.find(struct.pack("<I", 333))
    while data[cut + 8:cut + 12] != bytes(4):  # The upper half of an address, not of a size.
        cut = data.find(struct.pack("<I", 333), cut + 1)
    data[cut:cut + 4] = struct.pack("<I", 0xFFFFFFFF)
    path.write_bytes(data)


def links():
    with new("links") as f:
        f["inside/data"] = GRID
        f["soft"] = h5py.SoftLink("/inside/data")
        f["soft_group"] = h5py.SoftLink("/inside")
        f["dangling"] = h5py.SoftLink("/nowhere")
        f["external"] = h5py.ExternalLink("/etc/passwd", "/x")
        f["hard"] = f["inside/data"]
        f["inside/loop"] = f["inside"]
    with new("outside") as f:
        f.create_dataset("external_storage", (28,), "u1", external=[("/etc/passwd", 0, 28)])
        layout = h5py.VirtualLayout((28,), "u1")
        layout[:] = h5py.VirtualSource("/etc/passwd", "x", (28,))
        f.create_virtual_dataset("virtual", layout)
        own = h5py.VirtualLayout((60,), "<f4")
        own[:] = h5py.VirtualSource(".", "plain", (60,))
        f["plain"] = GRID.ravel()
        f.create_virtual_dataset("virtual_inside", own)


def hostile():
    with new("hostile") as f:
        f.create_dataset("huge", (2**20, 2**20, 2**20), "<f4", chunks=(1, 1, 1))
        f.create_dataset("overflow", (2**31, 2**31, 2**31), "<f4", chunks=(1, 1, 1))
        f.create_dataset("large_chunk", (4,), "<f4", chunks=(2**28,), maxshape=(None,),
                         compression="gzip")
        f.create_dataset("claims", (2**26,), "<f4", chunks=(2**20,))
        f.create_dataset("many_chunks", (3000, 1000), "u1", chunks=(1, 1), compression="gzip")
        bomb = f.create_dataset("bomb", (16,), "<f4", chunks=(16,), compression="gzip")
        bomb.id.write_direct_chunk((0,), zlib.compress(bytes(1 << 22), 9)[:70])
        f.create_dataset("padding", data=np.zeros(8192, "<f4"))
    with new("bomb") as f:
        bomb = f.create_dataset("bomb", (4096,), "<f4", chunks=(4096,), compression="gzip")
        bomb.id.write_direct_chunk((0,), zlib.compress(bytes(8 << 20), 9))
        bad = f.create_dataset("not_deflated", (4096,), "<f4", chunks=(4096,), compression="gzip")
        bad.id.write_direct_chunk((0,), b"this is not a zlib stream")
        short = f.create_dataset("short", (4096,), "<f4", chunks=(4096,), compression="gzip")
        short.id.write_direct_chunk((0,), zlib.compress(bytes(100)))
        raw = f.create_dataset("unfiltered_chunk", (8,), "<f4", chunks=(8,), compression="gzip")
        raw.id.write_direct_chunk((0,), np.arange(8, dtype="<f4").tobytes(), filter_mask=1)
        good = f.create_dataset("checked", (64,), "<f4", chunks=(64,), fletcher32=True)
        good.id.write_direct_chunk((0,), np.arange(64, dtype="<f4").tobytes() + b"\1\2\3\4")


def input_layer(name="input", shape=(None, 4, 4, 3)):
    return {"class_name": "InputLayer", "name": name, "inbound_nodes": [],
            "config": {"batch_input_shape": list(shape), "dtype": "uint8", "sparse": False,
                       "ragged": False, "name": name}}


def functional():
    conv = {"class_name": "Custom>QuantizedConv2D", "name": "block/conv",
            "config": {"name": "block/conv", "filters": 2, "kernel_size": [3, 3],
                       "padding": "same"},
            "inbound_nodes": [[["input", 0, 0, {}]]]}
    relu = {"class_name": "Custom>QuantizedReLU", "name": "block/conv/relu",
            "config": {"name": "block/conv/relu", "max_value": float("inf")},
            "inbound_nodes": [[["block/conv", 0, 0, {}]]]}
    return {"class_name": "Functional",
            "config": {"name": "small", "layers": [input_layer(), conv, relu],
                       "input_layers": [["input", 0, 0]],
                       "output_layers": [["block/conv/relu", 0, 0]]}}


def keras_weights(root, chunked=False):
    names = [b"input", b"block/conv", b"block/conv/relu"]
    if chunked:
        for i, name in enumerate(names):
            root.attrs["layer_names%d" % i] = np.array([name])
    else:
        root.attrs["layer_names"] = np.array(names)
    root.create_group("input").attrs["weight_names"] = []
    group = root.create_group("block/conv")
    group.attrs["weight_names"] = np.array([b"block/conv/kernel:0", b"block/conv/bias:0"])
    group["block/conv/kernel:0"] = np.arange(54, dtype="<f4").reshape(3, 3, 3, 2)
    group["block/conv/bias:0"] = np.array([0.5, -0.5], dtype="<f4")
    group = root.create_group("block/conv/relu")
    quantizer = "block/conv/relu/output_quantizer/"
    group.attrs["weight_names"] = np.array([(quantizer + "range_max:0").encode(),
                                            (quantizer + "rescaling_rate:0").encode()])
    group[quantizer + "range_max:0"] = np.float32(6)
    group[quantizer + "rescaling_rate:0"] = np.float32(1)


def keras_models():
    text = json.dumps(functional())
    with new("model") as f:
        f.attrs["model_config"] = text
        f.attrs["keras_version"] = "2.19.0"
        keras_weights(f.create_group("model_weights"))
    with new("model_chunked_names") as f:
        f.attrs["model_config"] = np.bytes_(text.encode())
        keras_weights(f.create_group("model_weights"), chunked=True)
    with new("model_weights_in_root") as f:
        f.attrs["model_config"] = text
        keras_weights(f)
    with new("model_user_block", userblock_size=1024) as f:
        f.attrs["model_config"] = text
        keras_weights(f.create_group("model_weights"))
    with new("model_latest", libver="latest") as f:
        f.attrs["model_config"] = text
        keras_weights(f.create_group("model_weights"))
    with new("model_without_weight") as f:
        f.attrs["model_config"] = text
        keras_weights(f.create_group("model_weights"))
        del f["model_weights/block/conv/block/conv/bias:0"]
    with new("weights_only") as f:
        keras_weights(f)
    with new("no_model") as f:
        f["data"] = GRID
    with new("model_broken_json") as f:
        f.attrs["model_config"] = text[:-3]
        keras_weights(f.create_group("model_weights"))


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for make in (numbers, filters, strings, shared_string, links, hostile, keras_models):
        make()
