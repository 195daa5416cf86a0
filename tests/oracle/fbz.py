# SPDX-License-Identifier: Apache-2.0
"""Pure-Python reader for Akida .fbz model files (raw Snappy around a FlatBuffer).

    m = read("model.fbz")
    m["version"], m["learning"] (dict or None), m["layers"]: list of
      {name, type, parameters{str:int}, inbounds[str], variables{name: {shape, dtype, order, data}}}

`shape` and `data` are given in API order: C order, last dimension fastest.  For a variable with
order == 0 (akida v1 weights) the file holds the reversed shape; it is turned here, the bytes are the same.
`stored_shape` keeps the shape as found in the file.  Standard library only; uses cramjam or python-snappy
for speed if present.
"""
import struct

LAYER_TYPES = {0: "Unknown", 1: "InputData", 2: "InputConvolutional", 3: "FullyConnected",
               4: "Convolutional", 5: "SeparableConvolutional", 6: "Add", 12: "Concatenate",
               14: "Conv2D", 15: "InputConv2D", 16: "DepthwiseConv2D", 17: "Conv2DTranspose",
               19: "Dequantizer", 20: "DepthwiseConv2DTranspose", 21: "BufferTempConv",
               22: "DepthwiseBufferTempConv", 25: "Dense1D", 26: "StatefulRecurrent",
               27: "Quantizer", 28: "PicoPostProcessing"}
# code -> (name, bytes per element)
DTYPES = {0: ("int32", 4), 1: ("float32", 4), 2: ("uint8", 1), 3: ("int8", 1), 4: ("code4", 1), 5: ("code5", 1),
          6: ("bit", 1), 7: ("int4", 1), 8: ("int2", 1), 9: ("int16", 2), 10: ("uint16", 2)}


class FormatError(ValueError):
    pass


def _scan(d):
    """Return (uncompressed length, start of tags, end of the compressed stream): the rest is padding."""
    n = s = i = 0
    while True:
        if i >= len(d) or i > 4:
            raise FormatError("bad length preamble")
        b = d[i]
        i += 1
        n |= (b & 127) << s
        s += 7
        if b < 128:
            break
    start, o, size = i, 0, len(d)
    while o < n:
        if i >= size:
            raise FormatError("truncated snappy stream")
        t = d[i]
        i += 1
        k = t & 3
        if k == 0:
            l = t >> 2
            if l >= 60:
                nb = l - 59
                l = int.from_bytes(d[i:i + nb], "little")
                i += nb
            l += 1
            i += l
        elif k == 1:
            l = ((t >> 2) & 7) + 4
            i += 1
        else:
            l = (t >> 2) + 1
            i += 2 if k == 2 else 4
        o += l
    if o != n or i > size:
        raise FormatError("corrupt snappy stream")
    return n, start, i


def _inflate(d, n, i):
    o = bytearray()
    while len(o) < n:
        t = d[i]
        i += 1
        k = t & 3
        if k == 0:
            l = t >> 2
            if l >= 60:
                nb = l - 59
                l = int.from_bytes(d[i:i + nb], "little")
                i += nb
            l += 1
            o += d[i:i + l]
            i += l
            continue
        if k == 1:
            l, off = ((t >> 2) & 7) + 4, ((t >> 5) << 8) | d[i]
            i += 1
        else:
            w = 2 if k == 2 else 4
            l, off = (t >> 2) + 1, int.from_bytes(d[i:i + w], "little")
            i += w
        p = len(o) - off
        if off == 0 or p < 0:
            raise FormatError("bad snappy copy offset")
        if off >= l:
            o += o[p:p + l]
        else:
            o += (bytes(o[p:]) * (l // off + 1))[:l]
    return bytes(o)


def decompress(d):
    """Raw Snappy; trailing padding is ignored."""
    n, start, end = _scan(d)
    try:
        import cramjam
        return bytes(cramjam.snappy.decompress_raw(d[:end]))
    except ImportError:
        pass
    try:
        import snappy
        return snappy.uncompress(d[:end])
    except ImportError:
        return _inflate(d, n, start)


class _Table:
    __slots__ = ("d", "p", "f")

    def __init__(self, d, p):
        self.d, self.p = d, p
        vt = p - struct.unpack_from("<i", d, p)[0]
        n = struct.unpack_from("<H", d, vt)[0]
        if vt < 0 or n < 4 or n & 1:
            raise FormatError("bad vtable")
        self.f = struct.unpack_from("<%dH" % ((n - 4) // 2), d, vt + 4)

    def _at(self, k):
        return self.p + self.f[k] if k < len(self.f) and self.f[k] else None

    def scalar(self, k, fmt, default=0):
        o = self._at(k)
        return default if o is None else struct.unpack_from(fmt, self.d, o)[0]

    def _ref(self, k):
        o = self._at(k)
        return None if o is None else o + struct.unpack_from("<I", self.d, o)[0]

    def table(self, k):
        o = self._ref(k)
        return None if o is None else _Table(self.d, o)

    def _bytes(self, o, width=1):
        n = struct.unpack_from("<I", self.d, o)[0]
        if o + 4 + n * width > len(self.d):
            raise FormatError("vector runs past the end")
        return self.d[o + 4:o + 4 + n * width]

    def bytes(self, k, width=1):
        o = self._ref(k)
        return None if o is None else self._bytes(o, width)

    def string(self, k):
        b = self.bytes(k)
        return None if b is None else b.decode()

    def _refs(self, k):
        o = self._ref(k)
        if o is None:
            return []
        n = struct.unpack_from("<I", self.d, o)[0]
        if o + 4 + 4 * n > len(self.d):
            raise FormatError("vector runs past the end")
        return [o + 4 + 4 * i + r for i, r in enumerate(struct.unpack_from("<%dI" % n, self.d, o + 4))]

    def tables(self, k):
        return [_Table(self.d, o) for o in self._refs(k)]

    def strings(self, k):
        return [self._bytes(o).decode() for o in self._refs(k)]


def parse(buf):
    """Decode the FlatBuffer (bytes) to plain Python data."""
    try:
        return _parse(bytes(buf))
    except struct.error as e:
        raise FormatError("offset outside the buffer (%s)" % e) from None


def _parse(buf):
    root = _Table(buf, struct.unpack_from("<I", buf, 0)[0])
    learning = root.table(1)
    model = {"version": root.string(2), "layers": [],
             "learning": None if learning is None else
             {e.string(0): e.scalar(1, "<d", 0.0) for e in learning.tables(0)}}
    for lt in root.tables(0):
        holder = lt.table(3)
        dic = holder.table(3) if holder else None
        par = {e.string(0): e.scalar(1, "<i") for e in dic.tables(0)} if dic else {}
        variables = {}
        for v in lt.tables(2):
            code, order = v.scalar(3, "<b"), v.scalar(4, "<b")
            name, width = DTYPES.get(code, ("code%d" % code, None))
            raw = v.bytes(1, 4) or b""
            shape = struct.unpack("<%dI" % (len(raw) // 4), raw)
            data, n = v.bytes(2) or b"", 1
            for x in shape:
                n *= x
            if width and n * width != len(data):
                raise FormatError("%s/%s: %d bytes for shape %s %s" % (lt.string(1), v.string(0), len(data), shape, name))
            variables[v.string(0)] = {"shape": shape if order else shape[::-1], "stored_shape": shape,
                                      "dtype": name, "dtype_code": code, "order": order, "data": data}
        t = par.pop("layer_type", 0)
        model["layers"].append({"name": lt.string(1), "type": LAYER_TYPES.get(t, "type%d" % t), "type_code": t,
                                "parameters": par, "inbounds": lt.strings(4), "variables": variables})
    return model


def read(path):
    with open(path, "rb") as f:
        return parse(decompress(f.read()))


if __name__ == "__main__":
    import sys
    m = read(sys.argv[1])
    print("version", m["version"], "learning", m["learning"])
    for layer in m["layers"]:
        print("%-24s %-24s <- %s  %s" % (layer["type"], layer["name"], layer["inbounds"], layer["parameters"]))
        for k, v in layer["variables"].items():
            print("    %-16s %-8s %s" % (k, v["dtype"], v["shape"]))
