# SPDX-License-Identifier: Apache-2.0
"""lite.py MODEL.tflite: the milliseconds that LiteRT (XNNPACK, one thread) takes, one a line."""

import sys
import time

import numpy as np
from ai_edge_litert.interpreter import Interpreter

SECONDS = 1.5

interpreter = Interpreter(model_path=sys.argv[1], num_threads=1)
interpreter.allocate_tensors()
details = interpreter.get_input_details()[0]
noise = np.random.default_rng(1).integers(-128, 128, details["shape"], dtype=np.int8)
interpreter.set_tensor(details["index"], noise)
interpreter.invoke()
end = time.perf_counter() + SECONDS
while time.perf_counter() < end:
    start = time.perf_counter()
    interpreter.invoke()
    print(f"{1000 * (time.perf_counter() - start):.4f}")
