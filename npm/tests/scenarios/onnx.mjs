// SPDX-License-Identifier: Apache-2.0
// Converts every ONNX model of a folder with the installed package; prints what came of it as JSON.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { convert } from 'cnn2snn';

const [folder] = process.argv.slice(2);
const outcomes = {};
for (const name of (await readdir(folder)).filter((file) => file.endsWith('.onnx'))) {
  try {
    const { fbz } = await convert(await readFile(join(folder, name)));
    outcomes[name] = { fbz: createHash('sha256').update(fbz).digest('hex') };
  } catch ({ problems, report }) {
    const [{ error_class: errorClass, reason }] = problems;
    outcomes[name] = { errorClass, reason, file: report.file };
  }
}
console.log(JSON.stringify(outcomes));
