# SPDX-License-Identifier: Apache-2.0
"""Runs files in the Akida runtime it is started with; one JSON request per input line, one JSON answer per line.

    {"compare": [OFFICIAL, OURS], "inputs": N, "seed": S}   -> {"differences": [...], "compared": n, "varying": n, ...}
        "outputs": false: only load both and compare to_dict()
    {"load": FILE, "inputs": N, "seed": S}                  -> {"digest": ..., "error": ...}

It is a process of its own because the runtime can crash: the caller starts another one.
"""
import contextlib
import hashlib
import io
import json
import sys

import akida
import numpy as np
import compare


def outputs_digest(path, n, seed):
    """Loads a file and runs it: the digest of its outputs, to be held against the newest runtime's."""
    model = akida.Model(path)
    x = compare.make_inputs(model.layers, tuple(model.input_shape), n, np.random.default_rng(seed))
    last = model.layers[-1].parameters.layer_type
    dequantizer = getattr(akida.LayerType, 'Dequantizer', None)
    y = np.asarray((model.predict if last == dequantizer else model.forward)(x))
    return hashlib.sha256(y.tobytes()).hexdigest()


def answer(request):
    if 'compare' in request:
        official, ours = request['compare']
        differences, text = [], io.StringIO()
        with contextlib.redirect_stdout(text):
            counts = compare.runtime(official, ours, request['inputs'], request['seed'], differences,
                                     request.get('outputs', True))
        return dict(counts or {}, differences=differences)
    return dict(digest=outputs_digest(request['load'], request['inputs'], request['seed']))


def main():
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except Exception as e:  # noqa: BLE001 - whatever the runtime raises is the answer
            reply = dict(error=f'{type(e).__name__}: {e}')
        print(json.dumps(reply), flush=True)


if __name__ == '__main__':
    main()
