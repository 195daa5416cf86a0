// SPDX-License-Identifier: Apache-2.0
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const nodeGlobals = Object.fromEntries(
  [
    'AbortController',
    'TextEncoder',
    'WebAssembly',
    'btoa',
    'document',
    'fetch',
    'getComputedStyle',
    'AbortSignal',
    'Blob',
    'URL',
    'TextDecoder',
    'console',
    'process',
    'performance',
    'setTimeout',
    'clearTimeout',
  ].map((name) => [name, 'readonly']),
);

export default defineConfig(
  { ignores: ['dist', 'node_modules'] },
  js.configs.recommended,
  {
    files: ['src/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // Callbacks may or may not give an answer.
      '@typescript-eslint/no-invalid-void-type': 'off',
    },
  },
  { files: ['**/*.mjs', '*.js'], languageOptions: { globals: nodeGlobals } },
);
