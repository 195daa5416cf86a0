// SPDX-License-Identifier: Apache-2.0
// What scripts/pack-npm.sh packs and what scripts/publish.sh refuses, with a registry made up here.
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { repository, run, scratch, writeFiles } from './packed.mjs';

const { version } = JSON.parse(readFileSync(join(repository, 'npm/package.json'), 'utf8'));
const OURS = 'git+https://github.com/someone/converter.git';

/** The manifest within a tarball. */
function manifest(tarball) {
  return JSON.parse(run('tar', ['-xzOf', tarball, 'package/package.json']).stdout);
}

function pack(env) {
  const folder = scratch('packed');
  const { status, stdout } = run(join(repository, 'scripts/pack-npm.sh'), [folder], { env });
  expect(status).toBe(0);
  return { folder, tarball: join(folder, stdout.trim().split('\n').pop()) };
}

/**
 * Publishes a package that names a repository, with an npm that knows the answer of the registry
 * and a gh of which both write down how they are called.
 */
function publish({ names, answer, published = 'exit 1', tag = `v${version}`, options = [] }) {
  const folder = scratch('publish');
  const tool = (body) => `#!/bin/sh\n${body}\n`;
  const note = `echo "$(basename "$0") $*" >>${folder}/calls`;
  writeFiles(folder, {
    'package/package.json': JSON.stringify({
      name: 'cnn2snn',
      version,
      ...(names && { repository: { type: 'git', url: names } }),
    }),
    'bin/npm': tool(`case "$1 $3" in
      'view repository.url') ${answer} ;;
      'view dist.integrity') ${published} ;;
      'view maintainers') echo 'somebody <somebody@example.org>' ;;
      *) ${note} ;;
    esac`),
    'bin/gh': tool(note),
    calls: '',
  });
  run('chmod', ['+x', join(folder, 'bin/npm'), join(folder, 'bin/gh')]);
  run('tar', ['-czf', `${folder}/cnn2snn-${version}.tgz`, '-C', folder, 'package']);
  const { status, stderr } = run(
    join(repository, 'scripts/publish.sh'),
    [...options, tag, folder],
    {
      env: {
        PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
        GITHUB_REPOSITORY: 'someone/converter',
        GITHUB_SERVER_URL: undefined,
      },
    },
  );
  return { status, stderr, calls: readFileSync(join(folder, 'calls'), 'utf8') };
}

describe('packing', () => {
  test('says where the sources are, and has the name it is given', () => {
    const { tarball } = pack({
      GITHUB_REPOSITORY: 'someone/converter',
      NPM_NAME: '@someone/cnn2snn',
    });
    expect(tarball).toContain(`someone-cnn2snn-${version}.tgz`);
    const plain = manifest(process.env.CNN2SNN_TEST_TARBALL);
    expect(manifest(tarball)).toEqual({
      ...plain,
      name: '@someone/cnn2snn',
      repository: { type: 'git', url: OURS, directory: 'npm' },
      homepage: 'https://github.com/someone/converter#readme',
      bugs: { url: 'https://github.com/someone/converter/issues' },
    });
    const files = (path) => run('tar', ['-tzf', path]).stdout.split('\n').sort();
    expect(files(tarball)).toEqual(files(process.env.CNN2SNN_TEST_TARBALL));
  });
});

describe('publishing', () => {
  const free = 'echo "npm error code E404"; exit 1';

  test.each([
    ['a name that nobody has', free],
    ['a name that is its own', `echo '${OURS}'`],
  ])('%s: the package with provenance, then the release', (_, answer) => {
    const { status, calls } = publish({ names: OURS, answer });
    expect(status).toBe(0);
    const [npm, gh] = calls.split('\n');
    expect(npm).toMatch(/^npm publish .*cnn2snn-.*\.tgz --provenance --access public --tag \w+$/);
    expect(gh).toMatch(
      new RegExp(`^gh release create v${version} .*cnn2snn-.*\\.tgz --verify-tag`),
    );
  });

  test.each([
    ['the same bytes: the release alone', `cnn2snn-${version}.tgz`, /^gh release create [^\n]*\n$/],
    ['other bytes: npm is asked, which refuses', 'package/package.json', /^npm publish /],
  ])('a version that npm has, %s', (_, file, calls) => {
    const digest = `openssl dgst -sha512 -binary "$(dirname "$0")/../"${file} | base64 -w0`;
    const published = `echo "sha512-$(${digest})"`;
    expect(publish({ names: OURS, answer: `echo '${OURS}'`, published })).toEqual({
      status: 0,
      stderr: expect.any(String),
      calls: expect.stringMatching(calls),
    });
  });

  test('a dry run publishes nothing', () => {
    const { status, calls } = publish({ names: OURS, answer: free, options: ['--dry-run'] });
    expect(status).toBe(0);
    expect(calls).toMatch(/^npm publish .* --dry-run [^\n]*\n$/);
  });

  test.each([
    ['a package without its repository', { names: null, answer: free }, /names '' as its repo/],
    [
      'a package of another repository',
      { names: 'git+https://github.com/other/x.git', answer: free },
      /Pack it with GITHUB_REPOSITORY/,
    ],
    [
      'the name of somebody else',
      { names: OURS, answer: 'echo git+https://github.com/other/x.git' },
      /'cnn2snn' is taken.*other\/x[^]*somebody@example.org[^]*@someone\/cnn2snn/,
    ],
    ['a name of no repository', { names: OURS, answer: 'true' }, /'cnn2snn' is taken/],
    ['a registry out of reach', { names: OURS, answer: 'echo EAI_AGAIN; exit 1' }, /EAI_AGAIN/],
    ['another version', { names: OURS, answer: free, tag: 'v0.0.1' }, /the tag says 0.0.1/],
  ])('refuses %s', (_, options, reason) => {
    const { status, stderr, calls } = publish(options);
    expect([status, stderr, calls]).toEqual([1, expect.stringMatching(reason), '']);
  });
});
