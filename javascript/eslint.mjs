// SPDX-License-Identifier: Apache-2.0
// The rules for all JavaScript and TypeScript here: the package, the page, the page's tests. Each has
// its own copy of ESLint and its plugins, of the same versions, and hands them in.

/** Names that plain JavaScript files find at hand, in Node.js or in a browser. */
const GLOBALS = [
  'AbortController',
  'AbortSignal',
  'Blob',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'WebAssembly',
  'btoa',
  'clearTimeout',
  'console',
  'document',
  'fetch',
  'getComputedStyle',
  'performance',
  'process',
  'scrollTo',
  'setTimeout',
];

/** @param typescript the TypeScript files. @param project where their tsconfig is. */
export function style({ js, tseslint, typescript, project }) {
  return [
    { ignores: ['dist/', 'node_modules/'] },
    js.configs.recommended,
    {
      files: typescript,
      extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
      languageOptions: { parserOptions: project },
      rules: {
        // A callback that does nothing.
        '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
        // Callbacks may or may not give an answer.
        '@typescript-eslint/no-invalid-void-type': 'off',
        // Numbers in template literals are what is mostly printed.
        '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      },
    },
    {
      files: ['**/*.mjs', '**/*.js'],
      languageOptions: { globals: Object.fromEntries(GLOBALS.map((name) => [name, 'readonly'])) },
    },
  ];
}
