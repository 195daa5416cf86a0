// SPDX-License-Identifier: Apache-2.0
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { style } from '../javascript/eslint.mjs';

export default defineConfig(
  style({
    js,
    tseslint,
    typescript: ['src/**/*.ts'],
    project: { projectService: true },
  }),
);
