// SPDX-License-Identifier: Apache-2.0
// What ships in the packages and programs, as CycloneDX 1.6: node scripts/sbom.mjs > build/sbom.json
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const text = (path) => readFileSync(here(path), 'utf8');
const own = JSON.parse(text('npm/package.json'));

/** Name, version and SHA-256 of a crate, as pinned in Cargo.lock. */
function crate(name) {
  const found = text('third_party/sources/Cargo.lock').match(
    new RegExp(`name = "${name}"\nversion = "([^"]+)"\n(?:.*\n)?checksum = "([0-9a-f]+)"`),
  );
  if (!found) throw new Error(`Cargo.lock does not pin ${name}`);
  return { version: found[1], sha256: found[2] };
}

/** What CycloneDX says of a library; `hash` is that of the archive it comes in. */
function library(name, version, license, purl, hash) {
  return {
    type: 'library',
    'bom-ref': `${name}@${version}`,
    name,
    version,
    licenses: [{ license: { id: license } }],
    purl,
    ...(hash && { hashes: [hash] }),
  };
}

/** A library compiled from the sources that a crate carries. */
function compiled(name, version, license, carrier) {
  const { version: crateVersion, sha256 } = crate(carrier);
  const purl = `pkg:cargo/${carrier}@${encodeURIComponent(crateVersion)}`;
  return library(name, version, license, purl, { alg: 'SHA-256', content: sha256 });
}

/** A library of Debian 12, in the version installed. */
function debian(name, license) {
  const version = execFileSync('dpkg-query', ['-W', '-f=${Version}', name], { encoding: 'utf8' });
  return library(name, version, license, `pkg:deb/debian/${name}@${encodeURIComponent(version)}`);
}

/** A package that the page is bundled with, in the version and with the hash of the lock file. */
function bundled(name, license) {
  const { packages } = JSON.parse(text('web/package-lock.json'));
  const { version, integrity } = packages[`node_modules/${name}`];
  const purl = `pkg:npm/${encodeURIComponent(name).replace('%2F', '/')}@${version}`;
  const content = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
  return library(name, version, license, purl, { alg: 'SHA-512', content });
}

const components = [
  compiled('hdf5', '2.2.0', 'BSD-3-Clause', 'hdf5-metno-src'),
  compiled('zlib', '1.3.2', 'Zlib', 'libz-sys'),
  compiled('snappy', '1.3.1', 'BSD-3-Clause', 'snappy_src'),
  debian('libflatbuffers-dev', 'Apache-2.0'),
  debian('libprotozero-dev', 'BSD-2-Clause'),
  debian('nlohmann-json3-dev', 'MIT'),
  debian('libhwy-dev', 'Apache-2.0'),
  debian('libpng-dev', 'libpng-2.0'),
  debian('libjpeg62-turbo-dev', 'IJG'),
  bundled('preact', 'MIT'),
  bundled('@dagrejs/dagre', 'MIT'),
];

const sbom = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    component: {
      type: 'application',
      'bom-ref': `cnn2snn@${own.version}`,
      name: 'cnn2snn',
      version: own.version,
      licenses: [{ license: { id: 'Apache-2.0' } }],
      purl: `pkg:npm/cnn2snn@${own.version}`,
    },
  },
  components,
  dependencies: [
    { ref: `cnn2snn@${own.version}`, dependsOn: components.map((part) => part['bom-ref']) },
  ],
};
process.stdout.write(`${JSON.stringify(sbom, null, 2)}\n`);
