// SPDX-License-Identifier: Apache-2.0
// The largest functions of a WebAssembly module, in bytes of code: node scripts/function-sizes.mjs
// FILE.wasm FILE.mjs.symbols [COUNT]. The names come from the map that Emscripten writes beside it.
import { readFileSync } from 'node:fs';

const [wasm, symbols, count = '40'] = process.argv.slice(2);
const bytes = readFileSync(wasm);
const IMPORTS = 2;
const CODE = 10;

/** A reader of the numbers (LEB128) and names that a module is made of. */
function reader(at) {
  return {
    at,
    number() {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[this.at++];
        value += (byte & 127) * 2 ** shift;
        if (byte < 128) return value;
      }
    },
    skipName() {
      const length = this.number();
      this.at += length;
    },
    skipLimits() {
      const flags = bytes[this.at++];
      this.number();
      if (flags & 1) this.number();
    },
  };
}

/** Imported functions have the first indices. */
function importedFunctions(at) {
  const section = reader(at);
  let functions = 0;
  for (let left = section.number(); left > 0; --left) {
    section.skipName();
    section.skipName();
    const kind = bytes[section.at++];
    if (kind === 0) {
      functions += 1;
      section.number();
    } else if (kind === 3) {
      section.at += 2; // A global: its type, whether it changes.
    } else {
      if (kind === 1 || kind === 4) section.at += 1; // A table's element type, an exception's kind.
      if (kind === 4) section.number();
      else section.skipLimits();
    }
  }
  return functions;
}

function codeSizes(at) {
  const section = reader(at);
  const sizes = [];
  for (let left = section.number(); left > 0; --left) {
    const size = section.number();
    sizes.push(size);
    section.at += size;
  }
  return sizes;
}

let [first, sizes] = [0, []];
for (const module = reader(8); module.at < bytes.length;) {
  const id = bytes[module.at++];
  const length = module.number();
  if (id === IMPORTS) first = importedFunctions(module.at);
  if (id === CODE) sizes = codeSizes(module.at);
  module.at += length;
}

/** Emscripten writes what is neither a letter nor a digit as \\28. */
const plain = (name) =>
  name
    .replaceAll(/\\([0-9a-f]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll('std::__2::', 'std::');

const lines = readFileSync(symbols, 'utf8').trim().split('\n');
const names = new Map(lines.map((line) => [Number.parseInt(line, 10), line.replace(/^\d+:/, '')]));
const total = sizes.reduce((sum, size) => sum + size, 0);
const largest = sizes
  .map((size, index) => ({ size, name: names.get(first + index) ?? '?' }))
  .sort((a, b) => b.size - a.size)
  .slice(0, Number(count));

console.log(`${'bytes'.padStart(9)}  of ${String(total)} in ${String(sizes.length)} functions`);
for (const { size, name } of largest) {
  console.log(`${String(size).padStart(9)}  ${plain(name).slice(0, 150)}`);
}
