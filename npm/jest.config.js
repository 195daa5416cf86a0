// SPDX-License-Identifier: Apache-2.0
/** The tests run on the packed package, installed as its users install it. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/*.test.mjs'],
  transform: {},
  globalSetup: './tests/install.mjs',
  globalTeardown: './tests/uninstall.mjs',
  testTimeout: 120_000,
  maxWorkers: 2,
};
