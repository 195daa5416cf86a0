// SPDX-License-Identifier: Apache-2.0
// The command of the package against the native program: same words, files and exit codes.
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { both } from './effect.mjs';
import { nodeVersion } from './node-versions.mjs';
import { app, DS_CNN, fixture, models, native, npmCommand, run, scratch } from './packed.mjs';

const ONNX = fixture('../onnx/net_unet.onnx');

beforeAll(() => {
  if (!existsSync(native)) throw new Error(`${native} is missing: build it first (make native)`);
});

test('npx converts the real model, byte for byte as the native program', () => {
  const cwd = scratch('npx');
  copyFileSync(fixture(`${DS_CNN}.h5`), join(cwd, `${DS_CNN}.h5`));
  const { status, stderr, stdout } = run('npx', ['cnn2snn', 'convert', '-m', `${DS_CNN}.h5`], {
    cwd,
  });
  expect([status, stderr]).toEqual([0, expect.stringContaining('Warning: act_softmax')]);
  expect(stdout).toContain(`Model successfully converted and saved as ${DS_CNN}.fbz.`);
  const ours = readFileSync(join(cwd, `${DS_CNN}.fbz`));
  run(native, ['convert', '-m', `${DS_CNN}.h5`, '-o', 'native.fbz'], { cwd });
  expect(ours.equals(readFileSync(join(cwd, 'native.fbz')))).toBe(true);
});

describe('says and does what the native program does', () => {
  const commands = [
    '--version',
    'check -h',
    'info --help',
    'patterns --help',
    'devices --help',
    'devices',
    'devices --json',
    '',
    '--help',
    'convert --help',
    'convert',
    // Conversions
    'convert -m model.h5',
    'convert --model model.h5 --json',
    'convert --model=model.h5 --target v2',
    'convert -m model.h5 --target=v1',
    'convert -m model.h5 --target v1 --json',
    'convert -m model.h5 -o other.fbz',
    'convert -m model.h5 -o other',
    'convert -m model.h5 -o new/folder/',
    'convert -m model.h5 -o new/folder/name.fbz',
    'convert -m model.h5 --runtime-version 2.19.3',
    'convert -m model.h5 --runtime-version newest',
    'convert -m model.h5 -o -',
    'convert -m model.h5 -sc 1 -sh 0',
    'convert -m model.h5 -sc 1',
    'convert -m model.h5 --shift 3',
    'convert -m model.h5 -m text.h5 -m broken.h5 -o out/',
    'convert -m text.h5 -m model.h5 --json',
    // Conversions that fail
    'convert -m missing.h5',
    'convert -m missing.h5 --json',
    'convert -m text.h5',
    'convert -m text.h5 --json',
    'convert -m broken.h5',
    'convert -m broken.h5 --json',
    'convert -m network.ONNX',
    'convert -m network.ONNX --json',
    'convert -m .',
    'convert -m model.h5/x',
    'convert -m model.h5 -o text.h5/x.fbz',
    'convert -m model.h5 -o text.h5/x.fbz --json',
    'convert -m model.h5 -o model.h5',
    'convert -m model.h5 -o ./model.h5',
    'convert -m model.h5 -m broken.h5 -o one.fbz',
    'convert -m model.h5 -m ./model.h5',
    'convert -m model.h5 -o - --json',
    'convert -m model.h5 -m broken.h5 -o -',
    // Other actions
    'check -m model.h5',
    'check -m model.h5 --json',
    'check -m model.h5 --target v1',
    'check -m model.h5 --device AKD1000',
    'check -m model.h5 --device SixNodesIPv2',
    'check -m model.h5 --device SixNodesIPv2 --json',
    'check -m model.h5 --device AKD1000 --target v2',
    'check -m model.h5 -m text.h5 --input-dtype int8',
    'check -m missing.h5 --json',
    'check -m missing.h5',
    'info model.h5',
    'info model.h5 --json',
    'info --json text.h5',
    'info text.h5',
    'info missing.h5',
    'info missing.h5 --json',
    'patterns',
    'patterns --target v1',
    'patterns --json',
    // Wrong usage
    'unknown',
    'convert',
    'convert -m',
    'convert model.h5',
    'convert -m model.h5 other.h5 third.h5',
    'convert -m model.h5 --target v3',
    'convert -m model.h5 --target',
    'convert -m model.h5 -sc 1.5 -sh 0',
    'convert -m model.h5 -sc',
    'convert -m model.h5 --unknown',
    'convert -m model.h5 --unknown=1 -x',
    'convert -m model.h5 check',
    'check',
    'check -m model.h5 --input-dtype float32',
    'info',
    'info model.h5 text.h5',
    'patterns more',
    'patterns --target v0',
    'quantize',
    'quantize -m model.h5 -wq many',
    'reshape -m model.h5',
    'reshape -m model.h5 -ih 32',
    'calibrate bc',
    'calibrate unknown',
    '--unknown',
    '-v',
    'quantize -m model.h5',
    "quantize -m my'model.h5 -wq 8 -aq 2 -iq 4 --no-fold-BN",
    'reshape -m model.h5 -ih 32 -iw 48',
    'calibrate',
    'calibrate bc -m model.h5 -sa samples.npz -bs 10',
    'calibrate adaround -m model.h5 -sa samples.npz -e 3 -lr 0.1 -act',
  ];
  test.each(commands)('cnn2snn %s', (line) => {
    both(line.split(' ').filter(Boolean));
  });

  test.each(['v1', 'v2', 'v9', ''])('CNN2SNN_TARGET_AKIDA_VERSION=%s', (value) => {
    const env = { CNN2SNN_TARGET_AKIDA_VERSION: value };
    for (const args of [
      'convert -m model.h5',
      'convert -m model.h5 --json',
      'check -m model.h5',
      'patterns',
      'convert -m model.h5 --target v2',
      'convert -m text.h5',
    ])
      both(args.split(' '), { env });
  });

  test('shows an .fbz', () => {
    const prepare = (cwd) => copyFileSync(fixture(`${DS_CNN}.fbz`), join(cwd, 'official.fbz'));
    expect(both(['info', 'official.fbz'], { prepare }).stdout).toContain('Akida v2 model');
    both(['info', 'official.fbz', '--json'], { prepare });
    both(['convert', '-m', 'official.fbz'], { prepare });
  });

  test('converts an ONNX model', () => {
    const prepare = (cwd) => copyFileSync(ONNX, join(cwd, 'network.onnx'));
    const { status, files } = both(['convert', '-m', 'network.onnx'], { prepare });
    expect([status, files.map(([path]) => path)]).toEqual([
      0,
      expect.arrayContaining(['network.fbz']),
    ]);
    both(['check', '-m', 'network.onnx', '--json'], { prepare });
    both(['info', 'network.onnx', '--json'], { prepare });
  });

  test('writes through links, and into folders that exist', () => {
    const prepare = (cwd) => {
      mkdirSync(join(cwd, 'there.d'));
      copyFileSync(fixture('conv_relu6_max.fbz'), join(cwd, 'old.fbz'));
      symlinkSync('old.fbz', join(cwd, 'link.fbz'));
    };
    both(['convert', '-m', 'model.h5', '-o', 'there.d'], { prepare });
    const { files } = both(['convert', '-m', 'model.h5', '-o', 'link.fbz'], { prepare });
    expect(files.find(([path]) => path === 'old.fbz')[1].length).toBeGreaterThan(1000);
  });

  test('reads names with blanks, and none with an extension', () => {
    const prepare = (cwd) => {
      mkdirSync(join(cwd, 'a.b'));
      copyFileSync(join(cwd, 'model.h5'), join(cwd, 'a.b/my model'));
      copyFileSync(join(cwd, 'model.h5'), join(cwd, '.h5'));
    };
    both(['convert', '-m', 'a.b/my model', '-m', '.h5'], { prepare });
  });

  test('reads a pipe', () => {
    const results = [npmCommand, native].map((command) => {
      const cwd = scratch('pipe');
      const line = `cat '${fixture(`${DS_CNN}.h5`)}' | '${command}' convert -m /dev/stdin -o piped.fbz`;
      const { status, stdout, stderr } = run('/bin/sh', ['-c', line], { cwd });
      return [status, stdout, stderr, readFileSync(join(cwd, 'piped.fbz')).toString('base64')];
    });
    expect(results[0]).toEqual(results[1]);
    expect(results[0][0]).toBe(0);
  });
});

test('says what Node cannot read, and converts the rest', () => {
  const cwd = scratch('huge');
  copyFileSync(fixture(`${DS_CNN}.h5`), join(cwd, 'model.h5'));
  copyFileSync(fixture(`${DS_CNN}.h5`), join(cwd, 'huge.h5'));
  truncateSync(join(cwd, 'huge.h5'), 3 * 2 ** 30);
  const { status, stderr } = run('npx', ['cnn2snn', 'convert', '-m', 'huge.h5', '-m', 'model.h5'], {
    cwd,
  });
  expect(status).toBe(3);
  expect(stderr).toContain(
    'Cannot read huge.h5: File too large for Node.js, which reads up to 2 GiB.',
  );
  expect(existsSync(join(cwd, 'huge.fbz'))).toBe(false);
  expect(existsSync(join(cwd, 'model.fbz'))).toBe(true);
});

test('never leaves half a file', () => {
  // The folder takes no new file, so the old one has to stay whole. (Root may write anywhere.)
  if (process.getuid?.() === 0) {
    const prepare = (cwd) => writeFileSync(join(cwd, 'model.fbz'), 'old');
    const { files } = both(['convert', '-m', 'broken.h5', '-o', 'model.fbz'], { prepare });
    expect(files.find(([path]) => path === 'model.fbz')[1]).toBe(btoa('old'));
    return;
  }
  const prepare = (cwd) => {
    mkdirSync(join(cwd, 'locked'));
    writeFileSync(join(cwd, 'locked/model.fbz'), 'old');
    chmodSync(join(cwd, 'locked'), 0o555);
  };
  const { status, files } = both(['convert', '-m', 'model.h5', '-o', 'locked/model.fbz'], {
    prepare,
  });
  expect(status).toBe(3);
  expect(files.find(([path]) => path === 'locked/model.fbz')[1]).toBe(btoa('old'));
});

test.each([18, 22])('works in Node %i', (major) => {
  const node = nodeVersion(major);
  if (!node) return;
  const cwd = scratch('node');
  const main = join(app, 'node_modules/cnn2snn/dist/cli/main.cjs');
  const args = ['convert', '-m', fixture(`${DS_CNN}.h5`), '-o', 'model.fbz'];
  const { status, stderr } = run(node, [main, ...args], { cwd });
  expect([status, stderr]).toEqual([0, expect.stringContaining('Warning: act_softmax')]);
  run(native, ['convert', '-m', fixture(`${DS_CNN}.h5`), '-o', 'native.fbz'], { cwd });
  expect(readFileSync(join(cwd, 'model.fbz')).equals(readFileSync(join(cwd, 'native.fbz')))).toBe(
    true,
  );
});

describe('the whole fixture table, byte for byte as the native program', () => {
  test.each(['v1', 'v2'])('target %s', (target) => {
    const names = models
      .filter((model) => model.target === target && existsSync(fixture(`${model.name}.h5`)))
      .map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    const args = names.flatMap((name) => ['-m', fixture(`${name}.h5`)]);
    const results = [npmCommand, native].map((command) => {
      const cwd = scratch('table');
      const { status, stdout } = run(
        command,
        ['convert', ...args, '--target', target, '-o', 'out/', '--json'],
        { cwd },
      );
      const files = existsSync(join(cwd, 'out')) ? readdirSync(join(cwd, 'out')).sort() : [];
      return {
        status,
        reports: stdout.trimEnd().split('\n'),
        files: files.map((name) => [name, readFileSync(join(cwd, 'out', name)).toString('base64')]),
      };
    });
    const [ours, natives] = results;
    expect(ours.reports).toHaveLength(names.length);
    for (const [i, name] of names.entries())
      expect([name, ours.reports[i]]).toEqual([name, natives.reports[i]]);
    expect(ours.files.map(([name]) => name)).toEqual(natives.files.map(([name]) => name));
    for (const [i, [name, bytes]] of ours.files.entries())
      expect([name, bytes === natives.files[i][1]]).toEqual([name, true]);
    expect(ours.status).toBe(natives.status);
    const converted = ours.reports.filter((report) => JSON.parse(report).ok);
    expect(ours.files).toHaveLength(converted.length);
    expect(converted.length).toBeGreaterThan(0);
  });
});
