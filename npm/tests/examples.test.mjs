// SPDX-License-Identifier: Apache-2.0
// Every example of the repository's folder examples, as it stands there, on the installed package.
import { describe, expect, test } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { inBrowser, saved, STRICT_CSP } from './browser.mjs';
import {
  DS_CNN,
  fixture,
  installed,
  native,
  REFUSED,
  repository,
  root,
  run,
  scratch,
  sha256,
  tarball,
  writeFiles,
} from './packed.mjs';

const { goto, visit } = inBrowser();

/** A copy of an example, inside the folder where the package is installed. */
function example(name) {
  const folder = scratch(name);
  cpSync(join(repository, 'examples', name), folder, { recursive: true });
  return folder;
}

/** The same with the files of the package beside it, as its README says. */
function withPackage(name) {
  const folder = example(name);
  cpSync(join(installed, 'dist'), join(folder, 'cnn2snn'), { recursive: true });
  return folder;
}

/** The hash of what the native program makes of a fixture. */
function converted(name, target = 'v2') {
  const cwd = scratch('native');
  run(native, ['convert', '-m', fixture(`${name}.h5`), '-o', 'model.fbz', '--target', target], {
    cwd,
  });
  return sha256(readFileSync(join(cwd, 'model.fbz')));
}

const hashOf = (...path) => sha256(readFileSync(join(...path)));
const quiet = (said) => said.filter((text) => !/favicon|404/.test(text));

test('the list of examples is complete', () => {
  const folders = readdirSync(join(repository, 'examples')).filter((name) => name !== 'README.md');
  const list = readFileSync(join(repository, 'examples/README.md'), 'utf8');
  const named = [...list.matchAll(/^\| \[([\w-]+)\]\(\1\)/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual(folders.sort());
});

test('node: a folder is converted, and a refused model does not stop the others', () => {
  const cwd = example('node');
  mkdirSync(join(cwd, 'models/deep/er'), { recursive: true });
  copyFileSync(fixture(`${DS_CNN}.h5`), join(cwd, 'models/deep/er/kws.h5'));
  const convert = () => run(process.execPath, ['convert-folder.mjs', 'models', 'out'], { cwd });
  const { status, stdout, stderr } = convert();
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^deep\/er\/kws\.h5: \d+ layers, Akida v2\n$/);
  expect(hashOf(cwd, 'out/deep/er/kws.fbz')).toBe(converted(DS_CNN));

  copyFileSync(fixture('../onnx/add_gap.onnx'), join(cwd, 'models/deep/er/kws.onnx'));
  expect(convert().stdout).toMatch(/^deep\/er\/kws\.onnx: /m);
  expect(hashOf(cwd, 'out/deep/er/kws.fbz')).toBe(converted(DS_CNN));
  expect(existsSync(join(cwd, 'out/deep/er/kws.onnx.fbz'))).toBe(true);
  rmSync(join(cwd, 'models/deep/er/kws.onnx'));

  copyFileSync(fixture(`${REFUSED}.h5`), join(cwd, 'models/refused.h5'));
  const second = convert();
  expect([second.status, second.stdout]).toEqual([1, stdout]);
  expect(second.stderr).toMatch(/^refused\.h5: ./);
  expect(existsSync(join(cwd, 'out/refused.fbz'))).toBe(false);
});

test('plain-page', async () => {
  const { page, said } = await visit(withPackage('plain-page'), { csp: STRICT_CSP });
  await page.setInputFiles('#file', fixture(`${DS_CNN}.h5`));
  await page.waitForSelector('#download:not([hidden])');
  expect(await page.textContent('#status')).toMatch(/^\d+ layers, Akida v2$/);
  const { name, hash } = await saved(page, () => page.click('#download'));
  expect([name, hash]).toEqual([`${DS_CNN}.fbz`, converted(DS_CNN)]);
  await page.setInputFiles('#file', fixture(`${REFUSED}.h5`));
  await page.waitForFunction(() => !/^\d/.test(document.querySelector('#status').value));
  expect(await page.isHidden('#download')).toBe(true);
  expect(quiet(said)).toEqual([]);
});

describe('vite', () => {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  /** The example, with what npm would install. */
  const app = () => {
    const folder = example('vite');
    cpSync(installed, join(folder, 'node_modules/cnn2snn'), { recursive: true });
    const config = readFileSync(join(folder, 'vite.config.js'), 'utf8').replace(
      "'vite'",
      JSON.stringify(join(root, 'node_modules/vite/dist/node/index.js')),
    );
    writeFiles(folder, { 'vite.config.js': config });
    return folder;
  };
  const expectConverts = async ({ page, said }) => {
    await page.setInputFiles('#file', fixture(`${DS_CNN}.h5`));
    await page.waitForFunction(() => document.querySelector('#status').value);
    expect(await page.textContent('#status')).toMatch(/^\d+ bytes$/);
    return said;
  };

  test('built', async () => {
    const cwd = app();
    expect(run(process.execPath, [vite, 'build'], { cwd }).status).toBe(0);
    expect(quiet(await expectConverts(await visit(join(cwd, 'dist'))))).toEqual([]);
  });

  test('in development', async () => {
    const development = spawn(
      process.execPath,
      [vite, '--port', '0', '--host', '127.0.0.1', '--clearScreen', 'false'],
      { cwd: app(), env: { ...process.env, NO_COLOR: '1' } },
    );
    try {
      const url = await new Promise((resolve, reject) => {
        let text = '';
        development.stdout.on('data', (data) => {
          text += data;
          const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(text);
          if (found) resolve(found[0]);
        });
        development.on('exit', () => reject(new Error(text)));
      });
      await expectConverts(await goto(url));
    } finally {
      development.kill();
    }
  });
});

test('model-zoo: every button of its list converts', async () => {
  const folder = withPackage('model-zoo');
  const zoo = JSON.parse(readFileSync(join(folder, 'models.json'), 'utf8'));
  const names = zoo.map(({ file }) => /^models\/(\w+)\.h5$/.exec(file)[1]);
  // Those that its README tells to copy.
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  for (const name of names) expect(readme).toContain(`${name}.h5`);
  mkdirSync(join(folder, 'models'));
  for (const name of names) copyFileSync(fixture(`${name}.h5`), join(folder, `models/${name}.h5`));

  const csp = `${STRICT_CSP}; style-src 'self'`;
  const { page, said } = await visit(folder, { csp });
  const buttons = zoo.flatMap(({ versions }, index) =>
    versions.map((version) => ({ name: names[index], version })),
  );
  const elements = page.locator('cnn2snn-converter');
  await elements.first().waitFor();
  expect(await elements.count()).toBe(buttons.length);
  for (const { name, version } of buttons) {
    const element = page.locator(`cnn2snn-converter[src="models/${name}.h5"][version=${version}]`);
    await element.getByRole('button', { name: `Convert for ${version}` }).click();
    await element.and(page.locator('[state=done]')).waitFor();
    const link = element.getByRole('link');
    expect((await saved(page, () => link.click())).hash).toBe(converted(name, version));
  }
  expect(quiet(said)).toEqual([]);
});

describe('github-action', () => {
  const folder = join(repository, 'examples/github-action');
  const action = parse(readFileSync(join(folder, 'action.yml'), 'utf8'));

  /** A repository of git with some models. */
  const repositoryWith = (files) => {
    const cwd = scratch('repository');
    for (const [path, name] of Object.entries(files)) {
      writeFiles(cwd, { [path]: readFileSync(fixture(`${name}.h5`)) });
    }
    execFileSync('git', ['init', '--quiet'], { cwd });
    execFileSync('git', ['add', '.'], { cwd });
    return cwd;
  };

  /** Runs the steps of the action as a runner does, until one fails. */
  const act = (cwd, inputs) => {
    const runner = scratch('runner');
    const values = Object.fromEntries(
      Object.entries(action.inputs).map(([name, input]) => [name, inputs[name] ?? input.default]),
    );
    const fill = (text) => text.replace(/\$\{\{ inputs\.(\w+) \}\}/g, (_, name) => values[name]);
    const summary = join(runner, 'summary.md');
    let result;
    for (const step of action.runs.steps) {
      const env = Object.fromEntries(
        Object.entries(step.env).map(([name, value]) => [name, fill(value)]),
      );
      result = run(step.shell, ['-eo', 'pipefail', '-c', step.run], {
        cwd,
        env: {
          ...env,
          GITHUB_ACTION_PATH: folder,
          GITHUB_STEP_SUMMARY: summary,
          RUNNER_TEMP: runner,
          npm_config_offline: 'true',
        },
      });
      if (result.status !== 0) break;
    }
    return { ...result, summary: existsSync(summary) ? readFileSync(summary, 'utf8') : '' };
  };

  test('converts what the repository holds, and marks a file that is refused', () => {
    const cwd = repositoryWith({ 'kws.h5': DS_CNN, 'a, b/c:d.h5': REFUSED });
    const { status, stdout, stderr, summary } = act(cwd, { package: tarball });
    expect([status, stderr]).toEqual([1, '']);
    expect(hashOf(cwd, 'akida/kws.fbz')).toBe(converted(DS_CNN));
    expect(existsSync(join(cwd, 'akida/a, b/c:d.fbz'))).toBe(false);
    expect(stdout).toMatch(/^::error file=a%2C b\/c%3Ad\.h5,title=E_\w+::\S/m);
    expect(summary).toMatch(/^\| kws\.h5 \| 11 layers, Akida v2, \d+ bytes \|$/m);
    expect(summary).toMatch(/^\| a, b\/c:d\.h5 \| refused: .+ \|$/m);
  });

  test('takes patterns, a generation and a folder', () => {
    const legacy = 'ds_cnn_kws_iq8_wq4_aq4_laq1';
    const cwd = repositoryWith({ 'one/kws.h5': legacy, 'two/kws.h5': REFUSED });
    const inputs = { models: 'one/*.h5\n', target: 'v1', output: 'made', package: tarball };
    const { status, stderr } = act(cwd, inputs);
    expect([status, stderr]).toEqual([0, '']);
    expect(hashOf(cwd, 'made/one/kws.fbz')).toBe(converted(legacy, 'v1'));
    expect(existsSync(join(cwd, 'made/two'))).toBe(false);
  });

  test('says so when there is no model', () => {
    const { status, stdout } = act(repositoryWith({}), { package: tarball });
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^::warning::.*\*\.h5$/m)]);
  });
});
