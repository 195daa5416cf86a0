// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vite';

export default defineConfig({
  // The development server must not pre-bundle the package: it would lose the worker and the .wasm.
  optimizeDeps: { exclude: ['cnn2snn'] },
});
