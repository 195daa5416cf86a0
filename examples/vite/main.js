// SPDX-License-Identifier: Apache-2.0
import { createConverter } from 'cnn2snn/worker';

const converter = createConverter();
const file = document.querySelector('#file');
const status = document.querySelector('#status');

file.addEventListener('change', async () => {
  try {
    const { fbz } = await converter.convert(file.files[0]);
    status.value = `${fbz.length} bytes`;
  } catch (error) {
    status.value = error.message;
  }
});
