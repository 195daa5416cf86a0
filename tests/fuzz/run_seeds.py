# SPDX-License-Identifier: Apache-2.0
"""run_seeds.py FOLDER: seeds of run_fuzzer, from the recorded runs of small models."""

import glob
import io
import json
import os
import struct
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "../oracle"))
from fbz import decompress  # noqa: E402

RUNS = os.path.join(HERE, "../fixtures/runs")

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
