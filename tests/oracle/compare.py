# SPDX-License-Identifier: Apache-2.0
"""Compare two .fbz models:  compare.py A.fbz B.fbz [--runtime [N]] [--seed S]

Prints the differences; exit status 0 = equivalent, 1 = different, 2 = cannot read / cannot run.
Ignored: version string, padding, FlatBuffer layout, storage order of entries and variables,
variables missing from a file are NOT assumed equal to the default (see --runtime for that).
--runtime: also load both with akida, compare to_dict(), run both on N generated inputs (default 8, at least 2)
and compare exactly the output of each layer (by removing the last layer again and again).
"""
import argparse
import json
import os
import re
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import fbz  # noqa: E402



def diff_data(a, b):
    if a["data"] == b["data"]:
        return None
    w = fbz.DTYPES.get(a["dtype_code"], (None, 1))[1] or 1
    x, y = memoryview(a["data"]), memoryview(b["data"])
    bad = [i for i in range(0, len(x), w) if x[i:i + w] != y[i:i + w]]
    f = {"int32": "<i", "float32": "<f", "uint8": "<B", "int16": "<h", "uint16": "<H"}.get(a["dtype"], "<b")
    ex = ", ".join("[%d] %r != %r" % (i // w, struct.unpack_from(f, x, i)[0], struct.unpack_from(f, y, i)[0]) for i in bad[:3])
    return "%d of %d elements differ (%s%s)" % (len(bad), len(x) // w, ex, ", ..." if len(bad) > 3 else "")


def diff_layer(a, b, out):
    n = a["name"]
    if a["type_code"] != b["type_code"]:
        out.append("%s: type %s != %s" % (n, a["type"], b["type"]))
    if a["inbounds"] != b["inbounds"]:
        out.append("%s: inbounds %s != %s" % (n, a["inbounds"], b["inbounds"]))
    for k in sorted(set(a["parameters"]) | set(b["parameters"])):
        x, y = a["parameters"].get(k), b["parameters"].get(k)
        if x != y:
            out.append("%s: parameter %s: %s != %s" % (n, k, x, y))
    for k in sorted(set(a["variables"]) | set(b["variables"])):
        x, y = a["variables"].get(k), b["variables"].get(k)
        if x is None or y is None:
            out.append("%s: variable %s only in %s" % (n, k, "A" if y is None else "B"))
            continue
        for f in ("shape", "dtype"):
            if x[f] != y[f]:
                out.append("%s: variable %s: %s %s != %s" % (n, k, f, x[f], y[f]))
        if len(x["shape"]) > 1 and x["order"] != y["order"]:      # 1-D: the order byte has no effect
            out.append("%s: variable %s: order %s != %s" % (n, k, x["order"], y["order"]))
        if len(x["data"]) != len(y["data"]):
            out.append("%s: variable %s: %d bytes != %d bytes" % (n, k, len(x["data"]), len(y["data"])))
        else:
            d = diff_data(x, y)
            if d:
                out.append("%s: variable %s: %s" % (n, k, d))


COUNTED = re.compile(r"sequential_\d+_input")


def _without_counter(layers):
    """Legacy models: the InputData is named sequential_N_input, where N counts what its process built before."""
    def name(x):
        return "sequential_N_input" if COUNTED.fullmatch(x) else x
    return [dict(l, name=name(l["name"]), inbounds=[name(x) for x in l["inbounds"]]) for l in layers]


def diff(a, b):
    out = []
    la, lb = _without_counter(a["layers"]), _without_counter(b["layers"])
    if len(la) != len(lb):
        out.append("layer count: %d != %d" % (len(la), len(lb)))
    na, nb = [l["name"] for l in la], [l["name"] for l in lb]
    if na != nb:
        if sorted(na) == sorted(nb):
            out.append("layer order differs: %s" % [(i, x, y) for i, (x, y) in enumerate(zip(na, nb)) if x != y][:5])
        else:
            out += ["layer only in A: %s" % x for x in na if x not in nb]
            out += ["layer only in B: %s" % x for x in nb if x not in na]
    byname = {l["name"]: l for l in lb}
    for l in la:
        if l["name"] in byname:
            diff_layer(l, byname[l["name"]], out)
    if a["learning"] != b["learning"]:
        out.append("learning: %s != %s" % (a["learning"], b["learning"]))
    return out


def make_inputs(layers, shape, n, rng):
    """Noise, smooth ramps and flat levels over the whole input range (noise alone leaves deep nets constant)."""
    import akida
    import numpy as np
    first = layers[0]
    L, t = akida.LayerType, first.parameters.layer_type
    if t == getattr(L, "Quantizer", None):          # older runtimes have no such layer
        lo, hi, dt = -4.0, 4.0, "float32"
    elif t == L.InputData:
        bits = first.parameters.input_bits
        if not any("StatefulRecurrent" in str(x.parameters.layer_type) for x in layers):
            bits = min(bits, 8)                         # whatever is declared, the runtime takes 8 bits elsewhere
        if first.output_signed:
            dt = "int8" if bits <= 8 else "int16" if bits <= 16 else "int32"
            lo, hi = -(1 << (bits - 1)), (1 << (bits - 1)) - 1
        else:
            lo, hi, dt = 0, (1 << min(bits, 8)) - 1, "uint8"
    else:
        lo, hi, dt = 0, 255, "uint8"
    out = []
    for i in range(n):
        kind = i % 4
        if kind == 0:
            x = rng.uniform(lo, hi, shape)
        elif kind == 1:
            x = lo + (hi - lo) * np.linspace(0, 1, int(np.prod(shape))).reshape(shape) * rng.uniform(.3, 1)
        elif kind == 2:
            x = np.full(shape, rng.uniform(lo, hi))
        else:
            x = rng.uniform(lo, hi, shape[-1]) + np.zeros(shape) + rng.normal(0, (hi - lo) / 20, shape)
        x = np.clip(x, lo, hi)
        out.append((x if dt == "float32" else np.rint(x)).astype(dt))
    return np.stack(out)


def runtime(pa, pb, n, seed, out, outputs=True):
    """Compare to_dict and (unless `outputs` is false) the output of every prefix of the model that has a single head."""
    import akida
    import numpy as np
    ma, mb = akida.Model(pa), akida.Model(pb)
    da, db = (json.loads(COUNTED.sub("sequential_N_input", json.dumps(m.to_dict(), default=repr, sort_keys=True))) for m in (ma, mb))
    if da != db:
        keys = [k for k in da if da[k] != db.get(k)]
        lay = [x["name"] for x, y in zip(da["layers"], db["layers"]) if x != y]
        out.append("runtime: to_dict differs in %s; layers %s" % (keys, lay[:10]))
    if not outputs:
        return None

    def name(layer):
        return COUNTED.sub("sequential_N_input", layer.name)

    sig = [[(name(x), str(x.parameters.layer_type), [name(i) for i in x.inbounds]) for x in m.layers] for m in (ma, mb)]
    if tuple(ma.input_shape) != tuple(mb.input_shape) or sig[0] != sig[1]:
        out.append("runtime: layers or inputs differ, outputs not compared")
        return None
    x = make_inputs(ma.layers, tuple(ma.input_shape), n, np.random.default_rng(seed))
    compared = vary = skipped = 0
    final = None
    # a Dequantizer only runs through predict(); other prefixes through forward()
    while ma.layers:
        names = [l.name for l in ma.layers]
        used = {i.name for l in ma.layers for i in l.inbounds}
        last = ma.layers[-1].name
        t = ma.layers[-1].parameters.layer_type
        if len(names) == 1 and t in (akida.LayerType.InputData, akida.LayerType.Quantizer):
            break
        if [k for k in names if k not in used] != [last]:
            skipped += 1                     # running a model with dangling layers crashes the runtime
        else:
            fn = "predict" if t == akida.LayerType.Dequantizer else "forward"
            ya, yb = np.asarray(getattr(ma, fn)(x)), np.asarray(getattr(mb, fn)(x))
            if ya.shape != yb.shape or ya.dtype != yb.dtype:
                out.append("runtime: %s: output %s %s != %s %s" % (last, ya.shape, ya.dtype, yb.shape, yb.dtype))
            elif ya.tobytes() != yb.tobytes():
                out.append("runtime: %s: %d of %d output elements differ" % (last, int((ya != yb).sum()), ya.size))
            v = bool((ya != ya[:1]).any())
            compared, vary, final = compared + 1, vary + v, v if final is None else final
        ma.pop_layer()
        mb.pop_layer()
    print("runtime: %d layer outputs compared on %d inputs, %d of them depend on the input "
          "(final output: %s), %d not runnable alone" % (compared, n, vary, final, skipped))
    if not final:
        print("runtime: WARNING the final output is the same for all inputs: equality of it proves little")
    return {"compared": compared, "varying": vary, "skipped": skipped, "final_varies": bool(final)}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("a")
    p.add_argument("b")
    p.add_argument("--runtime", nargs="?", type=int, const=8, default=0, metavar="N")
    p.add_argument("--seed", type=int, default=0)
    o = p.parse_args()
    try:
        out = diff(fbz.read(o.a), fbz.read(o.b))
    except (OSError, fbz.FormatError) as e:
        print("cannot read:", e)
        return 2
    for line in out:
        print(line, flush=True)
    if o.runtime > 0:
        sys.stdout.flush()
        k = len(out)
        try:
            runtime(o.a, o.b, max(2, o.runtime), o.seed, out)
        except Exception as e:  # noqa: BLE001 - whatever the runtime raises is the answer
            print("cannot run:", type(e).__name__, e)
            return 1 if out else 2
        for line in out[k:]:
            print(line)
    print("EQUIVALENT" if not out else "DIFFERENT (%d)" % len(out))
    return 1 if out else 0


if __name__ == "__main__":
    sys.exit(main())
