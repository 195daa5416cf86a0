# SPDX-License-Identifier: Apache-2.0
"""run_seeds.py FOLDER: seeds of run_fuzzer, from the recorded runs of small models."""

import glob
import io
import json
import os
import struct
import sys
import zipfile

RUNS = os.path.join(os.path.dirname(__file__), "../fixtures/runs")


def decompress(data):
    """Raw Snappy (format_description.txt of the Snappy project)."""
    at = shift = size = 0
    while True:
        byte = data[at]
        at += 1
        size |= (byte & 0x7F) << shift
        shift += 7
        if byte < 128:
            break
    out = bytearray()
    while len(out) < size:
        tag = data[at]
        at += 1
        if tag & 3 == 0:
            length = tag >> 2
            if length >= 60:
                extra = length - 59
                length = int.from_bytes(data[at : at + extra], "little")
                at += extra
            out += data[at : at + length + 1]
            at += length + 1
            continue
        if tag & 3 == 1:
            length, offset = (tag >> 2 & 7) + 4, (tag >> 5) << 8 | data[at]
            at += 1
        else:
            extra = 2 if tag & 3 == 2 else 4
            length, offset = (tag >> 2) + 1, int.from_bytes(data[at : at + extra], "little")
            at += extra
        for _ in range(length):
            out.append(out[-offset])
    return bytes(out)


folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
for path in glob.glob(f"{RUNS}/*.json"):
    with open(path) as f:
        model = json.load(f)["model"]
    with open(os.path.join(RUNS, "..", model), "rb") as f:
        payload = decompress(f.read())
    with zipfile.ZipFile(path[:-5] + ".npz") as z:
        array = io.BytesIO(z.read("in.0.npy")).read()[128:]
    with open(os.path.join(folder, os.path.basename(path)[:-5]), "wb") as f:
        f.write(struct.pack("<I", len(payload)) + payload + array[:256])
