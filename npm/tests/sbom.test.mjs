// SPDX-License-Identifier: Apache-2.0
// The list of what ships (scripts/sbom.mjs) against the sources and the documentation.
import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packed.mjs';

const repository = join(root, '..');
const read = (path) => readFileSync(join(repository, path), 'utf8');
const sbom = JSON.parse(
  execFileSync(process.execPath, [join(repository, 'scripts/sbom.mjs')], { encoding: 'utf8' }),
);
const component = (name) => sbom.components.find((each) => each.name === name);
const contents = (ref) => sbom.dependencies.find((each) => each.ref === ref).dependsOn;

/** Sources below a folder of the repository, as text. */
function sources(folder, endings) {
  return readdirSync(join(repository, folder), { recursive: true })
    .filter((path) => endings.test(path))
    .map((path) => read(join(folder, path)));
}

/** Headers of others, by how they are included, and what they are part of. */
const HEADERS = {
  hdf5: /^(hdf5|H5\w+)\.h$/,
  zlib: /^zlib\.h$/,
  snappy: /^snappy(-\w+)?\.h$/,
  'libflatbuffers-dev': /^flatbuffers\//,
  'libprotozero-dev': /^protozero\//,
  'nlohmann-json3-dev': /^nlohmann\//,
  'libhwy-dev': /^hwy\//,
  emscripten: /^emscripten\//,
  'libpng-dev': /^png\.h$/,
  'libjpeg62-turbo-dev': /^j\w+\.h$/,
};
const OF_SYSTEM =
  /^(sys\/|(fcntl|io|malloc|shellapi|unistd|windows|immintrin|wasm_simd128)\.h$|[a-z_]+$)/;

describe('the list of what ships', () => {
  test('has every library that the core includes', () => {
    const found = new Set();
    for (const text of sources('core', /\.(cpp|h)$/).concat(sources('wasm', /\.(cpp|h)$/))) {
      for (const [, header] of text.matchAll(/^ *#include <([^>]+)>/gm)) {
        if (OF_SYSTEM.test(header)) continue;
        const of = Object.keys(HEADERS).find((name) => HEADERS[name].test(header));
        expect([header, of]).toEqual([header, expect.any(String)]);
        found.add(of);
      }
    }
    expect([...found].sort()).toEqual(Object.keys(HEADERS).sort());
    for (const name of found)
      expect([name, component(name)?.version]).toEqual([name, expect.any(String)]);
  });

  test('has every package that the page imports, and what those depend on', () => {
    const { packages } = JSON.parse(read('web/package-lock.json'));
    const found = new Set();
    for (const text of sources('web/src', /\.tsx?$/)) {
      for (const [, name] of text.matchAll(/from '((?:@[^/']+\/)?[^./'][^/']*)/g)) found.add(name);
    }
    found.delete('cnn2snn');
    for (const name of found) {
      for (const other of Object.keys(packages[`node_modules/${name}`].dependencies ?? {}))
        found.add(other);
    }
    expect(found.size).toBeGreaterThan(2);
    const inPage = sbom.components.filter((each) => contents('page').includes(each['bom-ref']));
    expect(inPage.map(({ name }) => name).sort()).toEqual(
      ['cnn2snn (npm package)', ...found].sort(),
    );
  });

  test('says of versions what the documentation of third-party libraries says', () => {
    const names = {
      HDF5: 'hdf5',
      zlib: 'zlib',
      Snappy: 'snappy',
      FlatBuffers: 'libflatbuffers-dev',
      'nlohmann/json': 'nlohmann-json3-dev',
      protozero: 'libprotozero-dev',
      Highway: 'libhwy-dev',
    };
    const rows = [
      ...read('third_party/README.md').matchAll(/^\| ([^|]+) \| (\d[\d.]*)[^|]* \| ([^|]+) \|/gm),
    ];
    expect(rows.map(([, name]) => name).sort()).toEqual(Object.keys(names).sort());
    for (const [, name, version, source] of rows) {
      const found = component(names[name]);
      expect([name, found.version]).toEqual([name, expect.stringContaining(version)]);
      const crate = /crate `([^`]+)` (\d[\d.]*)/.exec(source);
      if (crate) expect(found.purl).toContain(`${crate[1]}@${crate[2]}`);
    }
    const [offline] = /^ {4}hdf5-metno-src-.*$/m.exec(read('third_party/README.md'));
    for (const name of ['hdf5', 'zlib', 'snappy']) {
      const crate = decodeURIComponent(component(name).purl)
        .replace('pkg:cargo/', '')
        .replace('@', '-');
      expect(offline).toContain(`${crate}.crate`);
    }
  });

  test('names what each product contains, and nothing that is not described', () => {
    const described = new Set(sbom.components.map((each) => each['bom-ref']));
    for (const { dependsOn } of sbom.dependencies) {
      for (const ref of dependsOn) expect([ref, described.has(ref)]).toEqual([ref, true]);
    }
    const everything = new Set(sbom.dependencies.flatMap(({ dependsOn }) => dependsOn));
    expect([...everything].sort()).toEqual([...described].sort());
    const of = (product) => contents(product).map((ref) => ref.split('@')[0]);
    expect(of('npm')).toContain('emscripten');
    expect(of('npm')).not.toContain('libc6-dev');
    expect(of('native')).toEqual(expect.arrayContaining(['hdf5', 'libpng-dev', 'libc6-dev']));
  });
});
