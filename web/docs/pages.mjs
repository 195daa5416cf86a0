// SPDX-License-Identifier: Apache-2.0

/**
 * The pages of the documentation: which file of the repository becomes which page, in the order of
 * the navigation. Each is one file, so that all links between them are bare names.
 */
export const SECTIONS = [
  {
    name: 'Use',
    pages: [
      { file: 'README.md', page: 'index.html', name: 'Overview' },
      { file: 'docs/cli.md', page: 'cli.html', name: 'Command line' },
      { file: 'npm/README.md', page: 'npm.html', name: 'npm package' },
      { file: 'docs/hosting.md', page: 'hosting.html', name: 'Hosting and embedding' },
    ],
  },
  {
    name: 'Examples',
    pages: [
      { file: 'examples/README.md', page: 'examples.html', name: 'All examples' },
      { file: 'examples/node/README.md', page: 'example-node.html', name: 'Node.js script' },
      { file: 'examples/plain-page/README.md', page: 'example-page.html', name: 'Plain page' },
      { file: 'examples/vite/README.md', page: 'example-vite.html', name: 'Vite app' },
      { file: 'examples/model-zoo/README.md', page: 'example-zoo.html', name: 'Model zoo' },
      {
        file: 'examples/github-action/README.md',
        page: 'example-action.html',
        name: 'GitHub action',
      },
    ],
  },
  {
    name: 'Reference',
    pages: [
      { file: 'docs/patterns.md', page: 'patterns.html', name: 'Patterns' },
      { file: 'docs/devices.md', page: 'devices.html', name: 'Devices' },
      { file: 'docs/report.md', page: 'report.html', name: 'JSON report' },
      { file: 'docs/faults.md', page: 'faults.html', name: 'Faults' },
      { file: 'docs/processors.md', page: 'processors.html', name: 'Processors' },
    ],
  },
  {
    name: 'Project',
    pages: [
      { file: 'CHANGELOG.md', page: 'changes.html', name: 'Changes' },
      { file: 'docs/architecture.md', page: 'architecture.html', name: 'Architecture' },
      { file: 'CONTRIBUTING.md', page: 'contributing.html', name: 'Contributing' },
      { file: 'SECURITY.md', page: 'security.html', name: 'Security' },
      { file: 'third_party/README.md', page: 'third-party.html', name: 'Third-party libraries' },
      { file: 'tests/fuzz/README.md', page: 'fuzzing.html', name: 'Fuzzing' },
      { file: 'tests/bench/README.md', page: 'benchmarks.html', name: 'Benchmarks' },
    ],
  },
];

export const PAGES = SECTIONS.flatMap(({ pages }) => pages);
