# SPDX-License-Identifier: Apache-2.0
"""The architecture of an Akida model, as `cnn2snn info --json` tells it, with random int8 weights
for other engines: a TensorFlow Lite model, and an ONNX model of quantized operators."""

import numpy as np

RANDOM = np.random.default_rng(1)
# Of TensorFlow Lite's operators, by their code (AveragePool2D, Conv2D, DepthwiseConv2D,
# FullyConnected): the first ones with int8 and a scale a channel.
VERSIONS = {1: 2, 3: 3, 4: 3, 9: 4}
SCALE = 0.05  # Of every activation: it decides values, not time.


def layers_of(info):
    """[(kind, stride, kernel, inputs, outputs, (in_x, in_y), (out_x, out_y), relu, average)]"""
    layers = []
    for layer in info["model"]["layers"]:
        parameters = layer["parameters"]
        kind = {
            "InputConv2D": "convolution",
            "Conv2D": "convolution",
            "DepthwiseConv2D": "depthwise",
            "Dense1D": "dense",
        }.get(layer["type"])
        if kind is None:
            continue
        stride = parameters.get("kernel_stride", 1)
        x, y, inputs = layer["input_shape"]
        layers.append(
            {
                "kind": kind,
                "stride": stride,
                "kernel": parameters.get("kernel_size", 1),
                "inputs": inputs,
                "outputs": layer["output_shape"][2],
                "input": (x, y),
                "output": (-(-x // stride), -(-y // stride)),
                "relu": parameters.get("activation", 0) == 1,
                "average": parameters.get("pool_type", 0) == 2,
            }
        )
    return layers


def weights_of(shape):
    return RANDOM.integers(-127, 128, shape, dtype=np.int8)


def weight_scales(layer):
    taps = layer["kernel"] ** 2 * (1 if layer["kind"] == "depthwise" else layer["inputs"])
    return np.full(layer["outputs"], 1 / (73 * np.sqrt(taps)), np.float32)


class TfliteModel:
    """A chain of int8 operators, written with LiteRT's own schema."""

    def __init__(self, schema):
        self.schema = schema
        self.buffers = [schema.BufferT()]
        self.tensors = []
        self.operators = []
        self.codes = []

    def tensor(self, name, shape, dtype, scales, zero=0, data=None, axis=0):
        t = self.schema.TensorT()
        t.name = name.encode()
        t.shape = list(shape)
        t.type = dtype
        t.quantization = self.schema.QuantizationParametersT()
        t.quantization.scale = [float(s) for s in np.atleast_1d(scales)]
        t.quantization.zeroPoint = [zero] * len(t.quantization.scale)
        t.quantization.quantizedDimension = axis
        buffer = self.schema.BufferT()
        if data is not None:
            buffer.data = np.frombuffer(data.tobytes(), np.uint8)
        t.buffer = len(self.buffers)
        self.buffers.append(buffer)
        self.tensors.append(t)
        return len(self.tensors) - 1

    def operator(self, code, inputs, output, kind, options):
        if code not in self.codes:
            self.codes.append(code)
        op = self.schema.OperatorT()
        op.opcodeIndex = self.codes.index(code)
        op.inputs, op.outputs = inputs, [output]
        op.builtinOptionsType, op.builtinOptions = kind, options
        self.operators.append(op)

    def bytes(self, first, last):
        import flatbuffers

        schema = self.schema
        graph = schema.SubGraphT()
        graph.tensors, graph.operators = self.tensors, self.operators
        graph.inputs, graph.outputs = [first], [last]
        model = schema.ModelT()
        model.version = 3
        model.buffers, model.subgraphs = self.buffers, [graph]
        model.operatorCodes = []
        for code in self.codes:
            c = schema.OperatorCodeT()
            c.builtinCode, c.deprecatedBuiltinCode = code, code
            c.version = VERSIONS[code]
            model.operatorCodes.append(c)
        builder = flatbuffers.Builder(1 << 20)
        builder.Finish(model.Pack(builder), b"TFL3")
        return bytes(builder.Output())


def write_tflite(layers, path):
    from ai_edge_litert import schema_py_generated as schema

    model = TfliteModel(schema)
    int8, int32 = schema.TensorType.INT8, schema.TensorType.INT32
    builtin, options = schema.BuiltinOperator, schema.BuiltinOptions
    x, y = layers[0]["input"]
    first = last = model.tensor("input", [1, x, y, layers[0]["inputs"]], int8, SCALE)
    for i, layer in enumerate(layers):
        kind, k, outputs = layer["kind"], layer["kernel"], layer["outputs"]
        scales = weight_scales(layer)
        axis = 3 if kind == "depthwise" else 0
        shape = {
            "convolution": [outputs, k, k, layer["inputs"]],
            "depthwise": [1, k, k, outputs],
            "dense": [outputs, layer["inputs"]],
        }[kind]
        w = model.tensor(f"w{i}", shape, int8, scales, 0, weights_of(shape), axis)
        bias = RANDOM.integers(-1000, 1000, outputs, dtype=np.int32)
        b = model.tensor(f"b{i}", [outputs], int32, scales * SCALE, 0, bias)
        x, y = layer["output"]
        shape = [1, outputs] if kind == "dense" else [1, x, y, outputs]
        zero = -128 if layer["relu"] else 0
        to = model.tensor(f"t{i}", shape, int8, SCALE, zero)
        if kind == "convolution":
            o = schema.Conv2DOptionsT()
            code, kind_of = builtin.CONV_2D, options.Conv2DOptions
        elif kind == "depthwise":
            o = schema.DepthwiseConv2DOptionsT()
            o.depthMultiplier = 1
            code, kind_of = builtin.DEPTHWISE_CONV_2D, options.DepthwiseConv2DOptions
        else:
            o = schema.FullyConnectedOptionsT()
            code, kind_of = builtin.FULLY_CONNECTED, options.FullyConnectedOptions
        if kind != "dense":
            o.padding = schema.Padding.SAME
            o.strideH = o.strideW = layer["stride"]
            o.dilationHFactor = o.dilationWFactor = 1
        if layer["relu"]:
            o.fusedActivationFunction = schema.ActivationFunctionType.RELU
        model.operator(code, [last, w, b], to, kind_of, o)
        last = to
        if layer["average"]:
            o = schema.Pool2DOptionsT()
            o.padding = schema.Padding.VALID
            o.strideH = o.strideW = 1
            o.filterHeight, o.filterWidth = x, y
            to = model.tensor(f"p{i}", [1, 1, 1, outputs], int8, SCALE, zero)
            model.operator(builtin.AVERAGE_POOL_2D, [last], to, options.Pool2DOptions, o)
            last = to
    with open(path, "wb") as f:
        f.write(model.bytes(first, last))


def write_onnx(layers, path):
    """QLinearConv, QLinearGlobalAveragePool and QLinearMatMul: uint8 activations, int8 weights."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    constants, nodes = [], []

    def constant(name, value):
        constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    scale, zero = constant("scale", np.float32(SCALE)), constant("zero", np.uint8(128))
    low = constant("low", np.uint8(0))  # A ReLU is a zero point at the end of the range.
    x, y = layers[0]["input"]
    last, last_zero = "input", zero
    for i, layer in enumerate(layers):
        kind, k, outputs = layer["kind"], layer["kernel"], layer["outputs"]
        out_zero = low if layer["relu"] else zero
        scales = constant(f"ws{i}", weight_scales(layer))
        zeros = constant(f"wz{i}", np.zeros(outputs, np.int8))
        if kind == "dense":
            w = constant(f"w{i}", weights_of([layer["inputs"], outputs]))
            nodes.append(helper.make_node("Flatten", [last], [f"f{i}"]))
            inputs = [f"f{i}", scale, last_zero, w, scales, zeros, scale, out_zero]
            nodes.append(helper.make_node("QLinearMatMul", inputs, [f"t{i}"]))
        else:
            depthwise = kind == "depthwise"
            w = constant(f"w{i}", weights_of([outputs, 1 if depthwise else layer["inputs"], k, k]))
            b = constant(f"b{i}", RANDOM.integers(-1000, 1000, outputs, dtype=np.int32))
            inputs = [last, scale, last_zero, w, scales, zeros, scale, out_zero, b]
            nodes.append(
                helper.make_node(
                    "QLinearConv",
                    inputs,
                    [f"t{i}"],
                    auto_pad="SAME_UPPER",
                    kernel_shape=[k, k],
                    strides=[layer["stride"]] * 2,
                    group=outputs if depthwise else 1,
                )
            )
        last, last_zero = f"t{i}", out_zero
        if layer["average"]:
            inputs = [last, scale, last_zero, scale, last_zero]
            node = helper.make_node("QLinearGlobalAveragePool", inputs, [f"p{i}"])
            node.domain = "com.microsoft"
            nodes.append(node)
            last = f"p{i}"
    graph = helper.make_graph(
        nodes,
        "architecture",
        [helper.make_tensor_value_info("input", TensorProto.UINT8, [1, layers[0]["inputs"], x, y])],
        [helper.make_tensor_value_info(last, TensorProto.UINT8, None)],
        constants,
    )
    imports = [helper.make_opsetid("", 13), helper.make_opsetid("com.microsoft", 1)]
    onnx.save(helper.make_model(graph, opset_imports=imports, ir_version=8), path)


if __name__ == "__main__":
    import json
    import sys

    # MODEL: reads MODEL.json, writes MODEL.tflite and MODEL.onnx.
    with open(sys.argv[1] + ".json") as source:
        architecture = layers_of(json.load(source))
    write_tflite(architecture, sys.argv[1] + ".tflite")
    write_onnx(architecture, sys.argv[1] + ".onnx")
