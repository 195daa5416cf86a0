// SPDX-License-Identifier: Apache-2.0
// What ships in the npm package, the native program and the page, as CycloneDX 1.6:
//   node scripts/sbom.mjs [npm] [native] [page] [windows] > build/sbom.json     (default: the first three)
// Every version is read from where it is pinned: Cargo.lock
// and the sources fetched by it, package-lock.json, and the installed packages of Debian 12.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages } from '../web/bundled.mjs';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = process.env.CNN2SNN_DEPS ?? join(ROOT, 'build/deps/src');
const text = (path) => readFileSync(join(ROOT, path), 'utf8');
const { version: own } = JSON.parse(text('npm/package.json'));

/** What CycloneDX says of a library; `hash` is that of the archive it comes in. */
function library(name, version, licence, purl, hash) {
  return {
    type: 'library',
    'bom-ref': `${name}@${version}`,
    name,
    version,
    licenses: [{ expression: licence }],
    purl,
    ...(hash && { hashes: [hash] }),
  };
}

/** A library compiled from the sources that a crate carries; `version` finds its own in them. */
function compiled(name, licence, carrier, version) {
  const pinned = text('third_party/sources/Cargo.lock').match(
    new RegExp(`name = "${carrier}"\nversion = "([^"]+)"\n(?:.*\n)?checksum = "([0-9a-f]+)"`),
  );
  if (!pinned) throw new Error(`Cargo.lock does not pin ${carrier}`);
  const [, crate, content] = pinned;
  const purl = `pkg:cargo/${carrier}@${encodeURIComponent(crate)}`;
  const inSources = (file) => readFileSync(join(SOURCES, `${carrier}-${crate}`, file), 'utf8');
  return library(name, version(crate, inSources), licence, purl, { alg: 'SHA-256', content });
}

function hdf5Version(crate, inSources) {
  const header = inSources('ext/hdf5/src/H5public.h');
  const part = (name) => header.match(`#define H5_VERS_${name} +(\\d+)`)[1];
  return ['MAJOR', 'MINOR', 'RELEASE'].map(part).join('.');
}

function zlibVersion(crate, inSources) {
  return inSources('src/zlib/zlib.h').match(/#define ZLIB_VERSION "([^"]+)"/)[1];
}

/** A library of Debian 12, in the version installed. */
function debian(name, licence) {
  const version = execFileSync('dpkg-query', ['-W', '-f=${Version}', name], { encoding: 'utf8' });
  return library(name, version, licence, `pkg:deb/debian/${name}@${encodeURIComponent(version)}`);
}

/** A package that the page is bundled with. */
function bundled({ name, version, license, integrity }) {
  const purl = `pkg:npm/${encodeURIComponent(name).replace('%2F', '/')}@${version}`;
  const content = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
  return library(name, version, license, purl, { alg: 'SHA-512', content });
}

/** What each product holds, and the other products in it. */
const PRODUCTS = {
  npm: {
    name: 'cnn2snn (npm package)',
    purl: `pkg:npm/cnn2snn@${own}`,
    // Emscripten's own libraries (musl, libc++, …) are part of every module.
    parts: () => [...core(), debian('emscripten', 'MIT AND Apache-2.0 WITH LLVM-exception')],
  },
  native: { name: 'cnn2snn (native program)', parts: () => [...core(), ...linkedStatically()] },
  page: {
    name: 'cnn2snn (page)',
    contains: ['npm'],
    parts: () => bundledPackages().map(bundled),
  },
  windows: { name: 'cnn2snn (Windows program)', parts: () => [...core(), ...mingw()] },
};

function core() {
  return [
    compiled('hdf5', 'BSD-3-Clause', 'hdf5-metno-src', hdf5Version),
    compiled('zlib', 'Zlib', 'libz-sys', zlibVersion),
    compiled('snappy', 'BSD-3-Clause', 'snappy_src', (crate) => crate.split('+snappy.')[1]),
    debian('libflatbuffers-dev', 'Apache-2.0'),
    debian('libprotozero-dev', 'BSD-2-Clause'),
    debian('nlohmann-json3-dev', 'MIT'),
    debian('libhwy-dev', 'Apache-2.0'),
  ];
}

function linkedStatically() {
  return [
    debian('libpng-dev', 'libpng-2.0'),
    debian('libjpeg62-turbo-dev', 'IJG AND BSD-3-Clause AND Zlib'),
    debian('zlib1g-dev', 'Zlib'),
    debian('libc6-dev', 'LGPL-2.1-or-later'),
    debian('libstdc++-12-dev', 'GPL-3.0-or-later WITH GCC-exception-3.1'),
    debian('libgcc-12-dev', 'GPL-3.0-or-later WITH GCC-exception-3.1'),
  ];
}

function mingw() {
  return [
    debian('mingw-w64-x86-64-dev', 'ZPL-2.1'),
    debian('g++-mingw-w64-x86-64-posix', 'GPL-3.0-or-later WITH GCC-exception-3.1'),
  ];
}

function product(ref, name, purl) {
  return {
    type: 'application',
    'bom-ref': ref,
    name,
    version: own,
    licenses: [{ expression: 'Apache-2.0' }],
    ...(purl && { purl }),
  };
}

const asked = process.argv.length > 2 ? process.argv.slice(2) : ['npm', 'native', 'page'];
const products = asked.map((ref) => {
  const { name, purl, contains = [], parts } = PRODUCTS[ref];
  const held = parts();
  const dependsOn = [...contains, ...held.map((part) => part['bom-ref'])];
  return { component: product(ref, name, purl), held, dependency: { ref, dependsOn } };
});
const parts = new Map(products.flatMap(({ held }) => held.map((part) => [part['bom-ref'], part])));
const sbom = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { component: product('cnn2snn', 'cnn2snn') },
  components: [...products.map(({ component }) => component), ...parts.values()],
  dependencies: [
    { ref: 'cnn2snn', dependsOn: asked },
    ...products.map(({ dependency }) => dependency),
  ],
};
process.stdout.write(`${JSON.stringify(sbom, null, 2)}\n`);
