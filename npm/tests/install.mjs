// SPDX-License-Identifier: Apache-2.0
// Packs the package and installs the tarball into an empty folder, as a user does.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchNodeVersions } from './node-versions.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

export default function install() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cnn2snn-npm-')));
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{ "private": true, "type": "module" }\n');
  const npm = (args, cwd) => execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: 'pipe' });
  const packed = JSON.parse(
    npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root),
  );
  const tarball = join(folder, packed[0].filename);
  npm(['install', '--offline', '--no-audit', '--no-fund', tarball], app);
  process.env.CNN2SNN_TEST_FOLDER = folder;
  process.env.CNN2SNN_TEST_TARBALL = tarball;
  fetchNodeVersions();
}
