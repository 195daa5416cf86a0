// SPDX-License-Identifier: Apache-2.0
import { createConverter } from './cnn2snn/worker.js';

const converter = createConverter();
const file = document.querySelector('#file');
const download = document.querySelector('#download');
const status = document.querySelector('#status');

file.addEventListener('change', async () => {
  download.hidden = true;
  try {
    const { fbz, model } = await converter.convert(file.files[0], {
      onProgress: (fraction) => (status.value = `${Math.round(100 * fraction)} %`),
    });
    download.href = URL.createObjectURL(new Blob([fbz]));
    download.download = file.files[0].name.replace(/\.[^.]*$/, '.fbz');
    download.hidden = false;
    status.value = `${model.layers.length} layers, Akida ${model.ip_version}`;
  } catch (error) {
    status.value = error.message;
  }
});
