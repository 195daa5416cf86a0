# SPDX-License-Identifier: Apache-2.0
"""Running models beside other engines, one thread each: natively beside LiteRT (int8, XNNPACK), in
WebAssembly beside onnxruntime-web. Needs `cnn2snn_run_bench` (cmake -DCNN2SNN_BENCH=ON), `npm run
build` in npm/, Python 3 and Node; installs the others into FOLDER (default build/bench).

    python3 tests/bench/run/compare.py [FOLDER] [--json]

--json prints the ratios alone, for ../table.mjs.

The engines take turns, so that a busy machine slows all of them alike; the best call of each counts.
"""

import json
import os
import subprocess
import sys
import venv

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "../../..")
PROGRAM = os.path.join(ROOT, "build/native/bin/cnn2snn")
BENCH = os.path.join(ROOT, "build/native/bin/cnn2snn_run_bench")
ROUNDS = 5
GOALS = {"native / LiteRT": 1.5, "wasm / onnxruntime-web": 1.0, "wasm / native": 2.5}


def install(folder):
    """A Python and a Node of our own with the other engines."""
    python = os.path.join(folder, "venv/bin/python")
    if not os.path.exists(python):
        venv.create(os.path.join(folder, "venv"), with_pip=True)
    with open(os.path.join(HERE, "requirements.txt")) as f:
        wanted = f.read().split()
    subprocess.run([python, "-m", "pip", "install", "-q", *wanted], check=True)
    with open(os.path.join(folder, "package.json"), "w") as f:
        json.dump({"private": True, "dependencies": {"onnxruntime-web": "1.30.0"}}, f)
    subprocess.run(["npm", "install", "--silent"], cwd=folder, check=True)
    with open(os.path.join(HERE, "ort.mjs")) as source:
        with open(os.path.join(folder, "ort.mjs"), "w") as f:  # Imports are looked for beside it.
            f.write(source.read())
    return python


def best(command, seen):
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return min([float(line) for line in lines] + ([seen] if seen else []))


def compare(folder, python, name):
    """Milliseconds of each engine."""
    base = os.path.join(folder, name)
    info = json.loads(subprocess.check_output([PROGRAM, "info", f"{base}.fbz", "--json"]))
    with open(f"{base}.json", "w") as f:
        json.dump(info, f)
    subprocess.run([python, os.path.join(HERE, "architectures.py"), base], check=True)
    shape = ",".join(str(size) for size in info["model"]["input_shape"])
    commands = {
        "native": [BENCH, "time", f"{base}.fbz"],
        "LiteRT": [python, os.path.join(HERE, "lite.py"), f"{base}.tflite"],
        "wasm": ["node", os.path.join(HERE, "ours.mjs"), f"{base}.fbz"],
        "onnxruntime-web": ["node", os.path.join(folder, "ort.mjs"), f"{base}.onnx", shape],
    }
    times = {}
    for _ in range(ROUNDS):
        for engine, command in commands.items():
            times[engine] = best(command, times.get(engine))
    return times


def rows(name, times):
    """What table.mjs shows of it."""
    for goal, most in GOALS.items():
        one, other = goal.split(" / ")
        yield {"what": f"run {name}, {one}", "beside": other, "ours": times[one], "theirs": times[other], "most": most}


def show(name, times):
    print(f"{name}: " + ", ".join(f"{engine} {time:.3f} ms" for engine, time in times.items()))
    for row in rows(name, times):
        print(f"  {row['what']} / {row['beside']}: {row['ours'] / row['theirs']:.2f} (goal: at most {row['most']})")


def scaling(folder):
    """Milliseconds a sample, by threads and by samples in a call."""
    model = os.path.join(folder, "akidanet.fbz")
    for threads, samples in ((1, 1), (1, 8), (1, 32), (2, 32)):
        time = None
        for _ in range(ROUNDS):
            time = best([BENCH, "time", model, str(threads), str(samples)], time)
        print(f"akidanet, {threads} threads, {samples} samples: {time / samples:.3f} ms a sample")


def main():
    folders = [argument for argument in sys.argv[1:] if argument != "--json"]
    folder = os.path.abspath(folders[0] if folders else os.path.join(ROOT, "build/bench"))
    os.makedirs(folder, exist_ok=True)
    python = install(folder)
    subprocess.run([BENCH, "write", folder], check=True)
    times = {name: compare(folder, python, name) for name in ("akidanet", "ds_cnn")}
    if "--json" in sys.argv:
        print(json.dumps([row for name in times for row in rows(name, times[name])]))
        return
    for name in times:
        show(name, times[name])
    scaling(folder)


if __name__ == "__main__":
    main()
