// SPDX-License-Identifier: Apache-2.0
import { rmSync } from 'node:fs';

export default function uninstall() {
  rmSync(process.env.CNN2SNN_TEST_FOLDER, { recursive: true, force: true });
}
